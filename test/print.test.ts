/** What people print is what they see: every public thing, by Node's own console. */

import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { inspect, stripVTControlCharacters } from 'node:util'
import {
  adam,
  dataset,
  edit,
  fork,
  graph,
  ids,
  type Network,
  NeuriteError,
  network,
  sgd,
  trace,
  train,
  walk,
} from '@neurite/core'
import { ablate, compare, diff, events, probe, why } from '@neurite/core/explain'
import { review } from '@neurite/core/health'
import {
  he,
  neuron,
  product,
  relu,
  sigmoid,
  softmaxCrossEntropy,
  squaredError,
  standard,
  uniform,
  xavier,
} from '@neurite/nodes'
import { lastValueFrom, toArray } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'

const xor = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
  { input: [1, 1], target: [0] },
]

function xorNet(): Network {
  const g = graph((g) => {
    const x = g.inputs('x1', 'x2')
    const h = g.add(['h1', 'h2', 'h3'], neuron(sigmoid), { from: x })
    g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: [x, h] }))
  })
  return network(g, { optimizer: sgd({ learningRate: 2 }), seed: 1 })
}

/** What `console.log` and `console.table` write where output is piped. */
function written(by: (console: Console) => void): string {
  let text = ''
  const stdout = new Writable({
    write(chunk, _, done) {
      text += String(chunk)
      done()
    },
  })
  by(new Console({ stdout, colorMode: false }))
  return text.trimEnd()
}
const logged = (value: unknown): string => written((console) => console.log(value))
const tabled = (value: unknown): string => written((console) => console.table(value))

/** By name, each public thing of a small network, and of a wide one. */
async function everything(net: Network, rows: typeof xor, node: string): Promise<Record<string, unknown>> {
  const steps = await lastValueFrom(train(net, rows, { batchSize: 4, epochs: 12 }).pipe(toArray()))
  const t = net.timeline
  const output = net.graph.outputs[0] as string
  const forked = fork(net, 5, { hyperparameters: { learningRate: 0.1 } })
  t.note('here', { at: 4 })
  t.seek(8)
  net.change({ hyperparameters: { learningRate: 0.5 } })
  net.learn(rows[0] as (typeof rows)[0])
  const told: unknown[] = []
  const watching = events(net, [node, output]).subscribe((event) => told.push(event))
  net.learn(rows[1] as (typeof rows)[0])
  watching.unsubscribe()
  const edited = edit(net.graph, (g) => g.add('extra', neuron(relu), { from: g.inputs('y') }))
  const by = walk(net, rows, { batchSize: 4 })
  by.forward('phase')
  const things = {
    step: steps[3],
    'node of a step': steps[3]?.node(node),
    signal: steps[3]?.node(node).activation,
    'node of a snapshot': net.snapshot.node(node),
    snapshot: net.snapshot,
    'parameters of a snapshot': net.snapshot.parameters,
    diff: diff(t.at(3), t.at(4)),
    'diff of graphs': diff(net.snapshot, network(edited.graph).snapshot),
    why: await why(net, `${node}->${output}`, { at: 7, from: 2 }),
    ablation: ablate(net, node, { at: 6 }),
    probed: await lastValueFrom(probe(net, node, 'delta', { from: 3, to: 3 })),
    trace: trace(net, rows[1] as (typeof rows)[0]),
    network: net,
    fork: forked,
    pair: await lastValueFrom(compare(net, forked, { from: 4 })),
    timeline: t,
    branches: t.branches,
    log: t.log(),
    memory: t.memory,
    notes: t.notes,
    health: await review(net),
    graph: net.graph,
    plan: net.plan,
    part: net.plan.parts[1],
    dataset: dataset(rows, net.graph),
    'watched node': net.node(node),
    'watched edge': net.edge(node, output),
    stream: net.node(node).activation$,
    event: told.at(-2),
    events: told,
    walk: by,
    here: by.here,
    'node of here': by.node(node),
    sgd: sgd({ learningRate: 0.1 }),
    adam: adam({ learningRate: 0.1 }),
    kind: neuron(sigmoid),
    'kind of its own': product,
    activation: sigmoid,
    loss: softmaxCrossEntropy(),
    initializer: xavier(),
  }
  by.close()
  return things
}

/** Names of the engine's inside, and what an object without a description looks like. */
const ENGINE =
  /_subscribe|_finalizers|\bobservers\b|engine|machine|#|slabs|transition|Subject\b|\[Function|null prototype|\[Object\]|\[Array\]|\[object /

let small: Record<string, unknown>
let wide: Record<string, unknown>

beforeAll(async () => {
  small = await everything(xorNet(), xor, 'h1')
  const g = graph((g) => {
    const x = g.inputs(...ids('pixel', 784))
    const h = g.add(ids('hidden', 6), neuron(sigmoid), { from: x })
    g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: h }))
  })
  const rows = Array.from({ length: 4 }, (_, n) => ({
    input: Array.from({ length: 784 }, (_, k) => ((n + 1) * k) % 2),
    target: [n % 2],
  }))
  wide = await everything(network(g, { optimizer: adam({ learningRate: 0.01 }), seed: 1 }), rows, 'hidden1')
}, 60_000)

describe('what is printed', () => {
  test('[PR3] of every public thing: no byte of the engine, no line over 120 columns, no more than two screens', () => {
    for (const [name, value] of [...Object.entries(small), ...Object.entries(wide)]) {
      const lines = logged(value).split('\n')
      expect(
        lines.filter((line) => ENGINE.test(line)),
        name,
      ).toEqual([])
      expect(Math.max(...lines.map((line) => line.length)), name).toBeLessThanOrEqual(120)
      expect(lines.length, name).toBeLessThanOrEqual(name === 'trace' ? 220 : 48)
    }
  })

  test('[PR1] String() and templates say what the console says', () => {
    const plain = new Set(['branches', 'log', 'memory', 'notes', 'part', 'events'])
    for (const [name, value] of [...Object.entries(small), ...Object.entries(wide)]) {
      if (!plain.has(name)) expect(`${String(value)}`, name).toBe(logged(value))
    }
  })

  test('[PR4] as JSON each is a value that JSON.parse and structuredClone take', () => {
    for (const [name, value] of [...Object.entries(small), ...Object.entries(wide)]) {
      const text = JSON.stringify(value)
      expect(text, name).not.toMatch(/_subscribe|engine|"machine"/)
      expect(structuredClone(JSON.parse(text)), name).toEqual(JSON.parse(text))
    }
    expect(JSON.parse(JSON.stringify(small['node of a step']))).toMatchObject({ id: 'h1', activation: { length: 4 } })
    expect(JSON.parse(JSON.stringify(small.graph))).toHaveProperty('format', 'neurite/graph')
    expect(JSON.parse(JSON.stringify(small.network))).toMatchObject({ step: 10, nodes: 6, parameters: 15 })
  })

  test('[PR4] plain values stay plain: structuredClone of them is what they hold', () => {
    for (const name of ['node of a snapshot', 'why', 'ablation']) {
      expect(structuredClone(small[name]), name).toEqual(JSON.parse(JSON.stringify(small[name])))
    }
  })

  test('[PR1] by name, the ones one prints most', () => {
    const net = xorNet()
    const step = net.learn({ input: [0, 1], target: [1] })
    expect(logged(step)).toBe('Step { step: 1, epoch: 0, batch: 0, rows: 1, loss: 0.0866147 }')
    expect(logged(step.node('h1').activation)).toBe('Signal(1) tick 1 [ 0.322672 ]')
    expect(logged(step.node('h1'))).toMatchInlineSnapshot(`
      "{
        id: 'h1',
        netInput: [ -0.741517 ],
        activation: [ 0.322672 ],
        delta: [ 0.0102924 ],
        gradient: [ 0.0102924, 0, 0.0102924 ],
        weights: [ -0.0205848, -0.295385, -0.762102 ]
      }"
    `)
    expect(logged(net.snapshot.node('h1'))).toMatchInlineSnapshot(`
      "{
        id: 'h1',
        kind: 'neuron{"activation":"sigmoid"}',
        bias: -0.0205848,
        weights: { x1: -0.295385, x2: -0.762102 }
      }"
    `)
    expect(logged(net)).toMatchInlineSnapshot(`
      "Network {
        step: 1,
        loss: 0.0866147,
        inputs: [ 'x1', 'x2' ],
        outputs: [ 'o' ],
        nodes: 6,
        parameters: 15,
        optimizer: 'sgd',
        hyperparameters: { learningRate: 2, momentum: 0, nesterov: false }
      }"
    `)
    expect(logged(net.graph)).toMatchInlineSnapshot(`
      "Graph of 6 nodes and 11 edges
        x1, x2: input
        h1, h2, h3: neuron{"activation":"sigmoid"} of x1, x2
        o: neuron{"activation":"sigmoid"} of x1, x2, h1, h2, h3
        outputs: o
        loss: squaredError of o"
    `)
    expect(logged(net.plan)).toMatchInlineSnapshot(`
      "Plan {
        fuse: 'auto',
        nodes: 6,
        parameters: 15,
        blocks: [ 'chain: x1, x2 · h1, h2, h3 · o' ]
      }"
    `)
    expect(logged(diff(net.timeline.at(0), net.timeline.at(1)))).toMatchInlineSnapshot(`
      "step 0 → 1, 11 parameters changed
      parameter     before       after      change
      ─────────  ─────────  ──────────  ──────────
      o:bias             0     0.20226     0.20226
      x2->o       0.712919    0.915179     0.20226
      h2->o      -0.213871   -0.105824    0.108047
      h3->o      -0.207157  -0.0997058    0.107451
      h1->o      -0.465668   -0.400404   0.0652636
      x2->h1     -0.741517   -0.762102  -0.0205848
      h1:bias            0  -0.0205848  -0.0205848
      x2->h2      0.137008    0.126244  -0.0107638
      h2:bias            0  -0.0107638  -0.0107638
      h3:bias            0  -0.0104339  -0.0104339
      … 1 more"
    `)
    expect(logged(neuron(sigmoid))).toBe("kind neuron { activation: 'sigmoid' }")
    expect(logged(sgd({ learningRate: 2 }))).toBe('optimizer sgd { learningRate: 2, momentum: 0, nesterov: false }')
  })

  test('[PR1] why and a finding are lines for people', async () => {
    expect(logged(small.why)).toMatch(/^h1->o in steps 2 to 7: -\d.* → -\d.*\nstep +row +delta +activation +gradient\n/)
    const net = network(
      graph((g) => {
        const h = g.add('h', neuron(relu), { from: g.inputs('x'), weights: [-1], bias: -1 })
        g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: ['x', h] }))
      }),
    )
    await lastValueFrom(
      train(
        net,
        xor.map(({ target }) => ({ input: [1], target })),
        { epochs: 60, batchSize: 4 },
      ),
    )
    const { findings } = await review(net)
    expect(logged(findings[0]).split('\n')[0]).toMatch(/^poor initialization at step 5, h: Infinity$/)
  })

  test('[PR5] colored where a console colors, and the same without', () => {
    for (const name of ['step', 'network', 'node of a snapshot', 'timeline', 'here'] as const) {
      const colored = inspect(small[name], { colors: true, breakLength: 80 })
      expect(colored, name).toContain('\u001b[33m')
      expect(stripVTControlCharacters(colored), name).toBe(String(small[name]))
    }
  })

  test('[PR6] a table has a column for each field of a step, and values in the cells of signals', () => {
    const net = xorNet()
    const steps = [net.learn(xor[0] as (typeof xor)[0]), net.learn(xor[1] as (typeof xor)[0])]
    expect(
      tabled(steps)
        .split('\n')[1]
        ?.split('│')
        .map((cell) => cell.trim()),
    ).toEqual(['', '(index)', 'step', 'epoch', 'batch', 'rows', 'loss', ''])
    expect(tabled([small.probed])).toContain('Signal(4) tick 3 [ ')
    for (const name of [
      'network',
      'timeline',
      'walk',
      'watched node',
      'diff',
      'why',
      'snapshot',
      'branches',
      'dataset',
    ]) {
      expect(tabled(small[name]), name).not.toMatch(/_subscribe|engine|machine|\[Function: (?!predict)/)
    }
  })

  test('[PR7] an error prints its message once, and the other issues where it has several', () => {
    const thrown = (act: () => void): unknown => {
      try {
        act()
      } catch (error) {
        return error
      }
      return null
    }
    const one = thrown(() => xorNet().node('nobody'))
    expect(logged(one)).toMatch(/^NeuriteError: UNKNOWN_NODE: /)
    expect(logged(one)).toContain("place: { node: 'nobody' }")
    expect(logged(one)).not.toContain('issues')
    const several = thrown(() => graph((g) => void g.add('a', neuron(sigmoid), { from: 'b' })))
    expect(several).toBeInstanceOf(NeuriteError)
    expect(logged(several)).toMatch(/issues: \d issues\n +UNKNOWN_ENDPOINT: /)
    expect(JSON.parse(JSON.stringify(several))).toMatchObject({ name: 'NeuriteError', code: 'UNKNOWN_ENDPOINT' })
    expect(JSON.parse(JSON.stringify(one))).toMatchObject({ place: { node: 'nobody' }, issues: [{}] })
  })

  test('[PR8] an event is one line; nodes and edges list their streams', () => {
    for (const { events: told } of [small, wide] as { events: unknown[] }[]) {
      for (const event of told) expect(logged(event)).toMatch(/^tick \d+ .{1,100}$/)
    }
    expect(logged(small['watched node'])).toContain('netInput$')
    const streams = (of: unknown): string[] => (JSON.parse(JSON.stringify(of)) as { streams: string[] }).streams
    expect(streams(small['watched node'])).toEqual(['netInput$', 'activation$', 'delta$', 'gradient$', 'weights$'])
    expect(streams(small['watched edge'])).toEqual(['weight$', 'activation$', 'delta$'])
  })

  test('[PR11] a part prints its type, name and options, in lists and templates too', () => {
    expect(logged(sigmoid)).toBe('activation sigmoid')
    expect(logged([sigmoid, relu])).toBe('[ activation sigmoid, activation relu ]')
    expect(logged(squaredError())).toBe('loss squaredError')
    expect(logged(uniform(-1, 2))).toBe('initializer uniform { low: -1, high: 2 }')
    expect(logged(neuron(relu, { weights: he() }))).toBe("kind neuron { activation: 'relu', weights: 'he' }")
    expect(`${adam({ learningRate: 0.01 })}`).toMatch(/^optimizer adam \{ learningRate: 0\.01, .* \}$/)
  })

  test('[PR9] what is printed is no part of a value: graphs from JSON and by edits are what they were', () => {
    expect(Object.keys(standard).length).toBeGreaterThan(5)
    const { graph: next } = edit(small.graph as never, (g) => {
      g.set('o', { bias: 1 })
    })
    expect(String(next)).toMatch(/^Graph of 6 nodes/)
    expect(Object.getOwnPropertyNames(next).sort()).toEqual(['inputs', 'kinds', 'losses', 'nodes', 'order', 'outputs'])
  })
})
