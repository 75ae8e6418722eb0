import { firstValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { diff } from '../diff/diff.ts'
import type { HistoryEvent } from '../engine/history-event.ts'
import { losses } from '../explain/losses.ts'
import { trace } from '../explain/trace.ts'
import { why } from '../explain/why.ts'
import { bitRows, layers, linear, product, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import type { Definition, Definitions } from '../graph/contracts/definition.ts'
import { input } from '../graph/contracts/kind.ts'
import { review } from '../health/review.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { plan } from '../plan/plan.ts'
import { OwnSignal, type Signal } from '../signal.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'
import { walk } from '../train/walk.ts'
import type { NetworkEvent } from '../watch/streams.ts'
import { fromWire } from './from-wire.ts'
import type { WireHere, WirePlan, WireStep } from './states.ts'
import { toWire, type Wire } from './to-wire.ts'

const rows = bitRows(8, 3)
const definitions: Definitions = Object.fromEntries(
  [input, sigmoid, linear, product, squaredError].map((one): [string, Definition] => [one.name, one]),
)
const make = (): Network => network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.5 }) })

/** Through `structuredClone`, through JSON, and through both, one after the other. */
function crossed<T = unknown>(value: unknown, options = {}, table: Definitions | undefined = definitions): T[] {
  const wire = toWire(value, options)
  const cloned = structuredClone(wire)
  const both = structuredClone(JSON.parse(JSON.stringify(toWire(cloned)))) as Wire
  const texts = [cloned, JSON.parse(JSON.stringify(wire)), both, JSON.stringify(wire)]
  return texts.map((each) => fromWire(each, table) as T)
}

function crosses(value: unknown, options = {}): void {
  for (const back of crossed(value, options)) {
    expect(back).toEqual(value)
    expect(String(back)).toBe(String(value))
  }
}

describe('what crosses a wire', () => {
  test('[WI1] signals keep every number, and their tick', () => {
    const numbers = [0, -0, Number.NaN, 1 / 0, -1 / 0, 5e-324, 0.1, -1.7976931348623157e308]
    for (const back of crossed<Signal>(new OwnSignal(7, Float64Array.from([9, ...numbers, 9]), 1, numbers.length))) {
      expect(back).toBeInstanceOf(OwnSignal)
      expect([back.tick, back.toArray()]).toEqual([7, numbers])
      expect(Object.is(back.at(1), -0)).toBe(true)
    }
  })

  test('[WI1] numbers by themselves, in lists and records do, too', () => {
    const numbers = {
      lost: [-0, Number.NaN, 1 / 0, -1 / 0],
      $number: { $number: 3 },
      a: { $float64: 1 },
      b: { wire: 'x' },
    }
    for (const back of crossed(numbers)) {
      expect(back).toEqual(numbers)
      expect(Object.is((back as typeof numbers).lost[0], -0)).toBe(true)
    }
    expect(toWire(Number.NaN)).toEqual({ $number: 'NaN' })
    expect(JSON.stringify(toWire(Float64Array.of(1)))).toBe('{"$float64":"AAAAAAAA8D8="}')
    expect(structuredClone(toWire(Float32Array.of(1.5)))).toEqual(Float64Array.of(1.5))
  })

  test('[WI1] every event of a network', async () => {
    const net = make()
    const told = firstValueFrom(net.events$.pipe(take(50), toArray()))
    while (net.timeline.step < 4) net.learn(rows[0] as never)
    const all: NetworkEvent[] = await told
    expect(new Set(all.map(({ type }) => type)).size).toBe(6)
    for (const event of all) crosses(event)
  })

  test('[WI1] every event of a history', () => {
    const net = network(layers([3, 2, 1], linear), { optimizer: sgd({ learningRate: 0.5 }) })
    const told: HistoryEvent[] = []
    net.history$.subscribe((event) => told.push(event))
    net.learn(rows[0] as never)
    net.change({ graph: (g) => g.add('extra', sigmoid, { from: 'l0n0' }), hyperparameters: { learningRate: 0.1 } })
    net.change({ optimizer: adam({ learningRate: 0.01 }), parameters: { l1n0: { bias: -2, weights: { l0n0: 0.5 } } } })
    net.timeline.undo()
    net.learn(rows[1] as never)
    net.timeline.note('“here”')
    net.timeline.rename('main', 'first')
    net.timeline.drop('first')
    net.restore(net.snapshot)
    refusal(() => net.learn({ input: [1e300, 1e300, 1], target: [0] }))
    net.change({ data: rows })
    expect(new Set(told.map(({ type }) => type)).size).toBe(9)
    for (const event of told.slice(0, -1)) crosses(event)
    // Of data its name crosses.
    for (const back of crossed<HistoryEvent>(told.at(-1))) {
      const { data } = (back as Extract<HistoryEvent, { type: 'changed' }>).change
      const change = (told.at(-1) as Extract<HistoryEvent, { type: 'changed' }>).change
      expect({ ...data }).toEqual({
        fingerprint: change.data?.fingerprint,
        rows: 8,
        inputs: ['l0n0', 'l0n1', 'l0n2'],
        targets: ['l2n0'],
      })
    }
  })

  test('[WI1] graphs, plans, snapshots and views of their nodes', () => {
    const net = make()
    net.learn(rows[3] as never)
    const g = net.graph
    for (const back of crossed<typeof g>(g)) expect(graphFingerprint(back)).toBe(graphFingerprint(g))
    for (const back of crossed<Snapshot>(net.snapshot)) expect(fingerprint(back)).toBe(fingerprint(net.snapshot))
    for (const back of crossed(net.plan)) expect(String(back)).toBe(String(net.plan))
    for (const back of crossed(plan(g, 'never'))) expect(String(back)).toBe(String(plan(g, 'never')))
    crosses(net.snapshot.node('h4'))
    crosses(net.snapshot.node('x1'))
  })

  test('[WI1] steps, with the nodes and quantities that one asks for, and a walk’s place', () => {
    const net = make()
    const step = net.learn(rows[3] as never)
    const asked = { nodes: ['h4', 'x1'], values: ['activation', 'gradient'] }
    for (const back of crossed<WireStep>(step, asked)) {
      expect({ ...back, nodes: null, values: null }).toEqual({
        ...step.toJSON(),
        failed: false,
        nodes: null,
        values: null,
      })
      expect(back.nodes.h4?.delta?.toArray()).toEqual(step.node('h4').delta.toArray())
      expect(back.nodes.x1?.weights.length).toBe(0)
      expect(back.values).toEqual({ activation: step.values('activation'), gradient: step.values('gradient') })
    }
    for (const back of crossed<WireStep>(step)) expect([back.nodes, back.values]).toEqual([{}, {}])
    for (const back of crossed<{ netInput: Signal }>(step.node('h5'))) {
      expect(back.netInput.toArray()).toEqual(step.node('h5').netInput.toArray())
    }
    expect(refusal(() => toWire(step, { nodes: ['h9'] })).code).toBe('UNKNOWN_NODE')
    const w = walk(net, rows)
    for (const by of ['node', 'phase', 'phase', 'phase'] as const) {
      w.forward(by)
      for (const back of crossed<WireHere>(w.here, { nodes: ['h4'] })) {
        const { step, phase, last, fired, loss } = w.here
        expect({ ...back, nodes: null }).toEqual({ step, phase, last, fired, loss, nodes: null })
        expect(back.nodes.h4?.activation?.toArray()).toEqual(w.here.node('h4').activation?.toArray())
      }
    }
  })

  test('[WI1] findings, diffs, causes, traces, losses, issues and refusals', async () => {
    const net = network(layers([3, 2, 1], linear), { optimizer: sgd({ learningRate: 0.5 }) })
    const before = net.snapshot
    for (const row of rows) net.learn(row)
    net.change({ graph: (g) => g.add('extra', sigmoid, { from: 'l0n0' }) })
    crosses(diff(before, net.timeline.at(8)))
    crosses(diff(before, before))
    crosses(await why(net, 'l0n0->l1n0', { at: 3 }))
    crosses(losses(net))
    const refused = refusal(() => net.learn({ input: [1e300, -1e300, 1], target: [0] }))
    crosses(refused)
    for (const issue of refused.issues) crosses(issue)
    const { findings } = await review(net)
    expect(findings.length).toBeGreaterThan(0)
    for (const finding of findings) crosses(finding)
    crosses([...findings])
    const traced = trace(make(), { input: [1, 0, 1], target: [1] })
    for (const back of crossed<{ toString(decimals?: number): string }>(traced)) {
      expect(back).toEqual({ ...traced })
      expect([String(back), back.toString(7)]).toEqual([String(traced), traced.toString(7)])
    }
  })

  test('[WI2] without definitions what takes them stays plain, the rest is as ever', () => {
    const net = make()
    const bare = (value: unknown): unknown => fromWire(structuredClone(toWire(value)))
    expect(bare(net.graph)).toEqual(toWire(net.graph))
    expect(bare(net.snapshot)).toEqual(toWire(net.snapshot))
    const blocks = (bare(net.plan) as WirePlan).blocks.flatMap(({ parts }) => parts.flat())
    expect(blocks.sort()).toEqual([...net.graph.order].sort())
    expect(bare(sgd({ learningRate: 0.25 }))).toEqual(sgd({ learningRate: 0.25 }))
    const mine = { ...sgd({ learningRate: 0.25 }), name: 'mine' }
    expect(bare(mine)).toEqual({ name: 'mine', options: mine.options })
    expect(fromWire(toWire(mine), { mine: () => mine })).toBe(mine)
  })

  test('[WI3] what is not plain is refused: INVALID_ARGUMENT', () => {
    const cyclic: unknown[] = []
    cyclic.push(cyclic)
    for (const value of [
      () => 1,
      Symbol('a'),
      1n,
      { a: () => 1 },
      new Date(),
      new Map(),
      new Promise(() => {}),
      make(),
      cyclic,
    ]) {
      expect(refusal(() => toWire(value)).code).toBe('INVALID_ARGUMENT')
    }
    expect(refusal(() => toWire(1, { node: ['a'] } as never)).code).toBe('UNKNOWN_OPTION')
    expect(refusal(() => toWire(1, { values: ['deltas'] } as never)).code).toBe('INVALID_OPTION')
    const through = graph((g) => {
      g.inputs('x')
      g.add('o', sigmoid)
      g.connect('x', 'o', { through: (signal$) => signal$ })
      g.loss(squaredError, 'o')
    })
    expect(refusal(() => toWire(through)).code).toBe('THROUGH_NOT_JSON')
  })

  const signal = { wire: 'signal', tick: 1, values: Float64Array.of(1) }
  const deep = (levels: number): unknown => {
    let value: unknown = 1
    for (let k = 0; k < levels; k++) value = [value]
    return value
  }
  test.each<[string, unknown, string]>([
    ['an unknown name', { wire: 'toString' }, 'wire'],
    ['an unknown name inside', [{ a: { wire: '' } }], '[0].a.wire'],
    ['a signal without numbers', { wire: 'signal', tick: 1 }, 'values'],
    ['a signal of a list', { ...signal, values: [1] }, 'values'],
    ['a tick that is none', { ...signal, tick: -1 }, 'tick'],
    ['an event of another type', { wire: 'event', type: 'constructor', tick: 1 }, 'type'],
    ['an event without a signal', { wire: 'event', type: 'loss', tick: 1, signal: { tick: 1 } }, 'signal'],
    ['a history event of another type', { wire: 'history', type: 'loss', step: 1 }, 'type'],
    ['a step that is none', { wire: 'history', type: 'stepped', step: 1.5, branch: 'main', loss: 1 }, 'step'],
    ['an issue without a code', { wire: 'issue', what: 'a' }, 'code'],
    ['a refusal of nothing', { wire: 'error', issues: [] }, 'issues'],
    ['a number that is none', { $number: 'nan' }, 'the value'],
    ['a number of everything', [{ $number: 'valueOf' }], '[0]'],
    ['numbers that are none', { a: { $float64: 'AAA' } }, 'a'],
    ['a record of no entries', { wire: 'record', entries: [['a']] }, '.entries[0]'],
    [
      'a step with half a node',
      { wire: 'step', step: 1, epoch: 0, batch: 0, rows: 1, loss: 1, failed: false, nodes: { a: {} }, values: {} },
      'nodes.a.id',
    ],
    ['a plan of no graph', { wire: 'plan', graph: 1, fuse: 'auto', blocks: [] }, 'graph'],
    ['an optimizer without options', { wire: 'optimizer', name: 'sgd' }, 'options'],
    [
      'a cause that is none',
      { wire: 'why', parameter: 'a', from: 1, to: 1, before: 1, after: 1, causes: [1] },
      'causes[0]',
    ],
    [
      'a finding without a way out',
      { wire: 'finding', name: 'a', step: 1, node: null, edge: null, value: 1, cause: 'a' },
      'wayOut',
    ],
    ['too deep', deep(100), ''],
    ['a function', { a: () => 1 }, 'a'],
  ])('[WI4] a stranger’s value is refused by code, with the place: %s', (_, value, field) => {
    const refused = refusal(() => fromWire(value, definitions))
    expect([refused.code, String(refused.place.field)]).toEqual(['INVALID_FORMAT', expect.stringContaining(field)])
  })

  test('[WI4] so are graphs and states that are none, text that is no JSON, and fake ones in a plan', () => {
    const format = { format: 'neurite/graph', version: 1 }
    expect(refusal(() => fromWire({ a: format }, definitions)).code).toBe('INVALID_FORMAT')
    expect(refusal(() => fromWire({ format: 'neurite/snapshot', version: 9 }, definitions)).code).toBe('NEWER_FORMAT')
    expect(refusal(() => fromWire('{', definitions)).code).toBe('INVALID_FORMAT')
    expect(refusal(() => fromWire({}, 1 as never)).code).toBe('INVALID_ARGUMENT')
    const fake = { nodes: {}, kinds: {}, order: ['a'], losses: [], inputs: [], outputs: [] }
    const plain = fromWire({ wire: 'plan', graph: fake, fuse: 'auto', blocks: [] }, definitions)
    expect({ ...(plain as object) }).toEqual({ graph: fake, fuse: 'auto', blocks: [] })
    const polluted = fromWire('{"__proto__":{"a":1},"b":{"wire":"record","entries":[["__proto__",{"a":1}]]}}') as object
    expect([(polluted as { a?: number }).a, ({} as { a?: number }).a]).toEqual([undefined, undefined])
  })

  test('[WI5] what came is its own: nothing that the sender writes later is seen', () => {
    const values = Float64Array.of(1, 2)
    const wire = { wire: 'signal', tick: 1, values }
    const back = fromWire(wire) as Signal
    values.fill(9)
    expect(back.toArray()).toEqual([1, 2])
    const step = make().learn(rows[0] as never) as Step
    const sent = toWire(step, { values: ['weights'] }) as unknown as { values: { weights: Float64Array } }
    sent.values.weights.fill(9)
    expect(step.values('weights').includes(9)).toBe(false)
  })
})
