import { defer, finalize, type Observable, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, layers, linear, product, relu, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { zeros } from '../graph/compose/sample-graphs.ts'
import { defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import type { Graph } from '../graph/value/graph.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Signal } from '../signal.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { randomRows } from '../testing/random-rows.ts'
import { refusal } from '../testing/refusal.ts'
import { trace } from './trace.ts'

const GROUPINGS = ['never', 'auto'] as const
const SAMPLE = { input: [1, 0, 1], target: [1] }
const worked = (fuse: 'never' | 'auto' = 'auto'): Network =>
  network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.9 }), fuse })

/** Within 1e-15, absolutely. */
function same(has: number | undefined, wants: number): void {
  expect(Math.abs((has ?? Number.NaN) - wants), `${has} against ${wants}`).toBeLessThanOrEqual(1e-15)
}

describe('the worked example on paper', () => {
  test.each(GROUPINGS)('[IN2] net input and output of each unit agree to 1e-15: %s', (fuse) => {
    const { units, loss } = trace(worked(fuse), SAMPLE)
    const wanted = [
      ['h4', -0.7, 0.3318122278318339],
      ['h5', 0.1, 0.52497918747894],
      ['o6', -0.10453950584533817, 0.47388889882398544],
    ] as const
    expect(units.map(({ node }) => node)).toEqual(wanted.map(([node]) => node))
    wanted.forEach(([, netInput, output], k) => {
      same(units[k]?.netInput, netInput)
      same(units[k]?.output, output)
    })
    same(loss, 0.5 * 0.5261111011760146 ** 2)
  })

  test.each(GROUPINGS)('[IN2] the error of each unit, the last one first, agrees to 1e-15: %s', (fuse) => {
    const wanted = [
      ['o6', 0.1311690782143445],
      ['h5', -0.006542085064168994],
      ['h4', -0.008724561965433263],
    ] as const
    const { errors } = trace(worked(fuse), SAMPLE)
    expect(errors.map(({ node }) => node)).toEqual(wanted.map(([node]) => node))
    wanted.forEach(([, error], k) => {
      same(errors[k]?.error, error)
    })
  })

  test.each(GROUPINGS)('[IN2] weights and biases before and after agree to 1e-15: %s', (fuse) => {
    const wanted = [
      ['o6:bias', 0.1, 0.21805217039291008],
      ['h4->o6', -0.3, -0.26082884634154524],
      ['h5->o6', -0.2, -0.13802506750700472],
      ['h5:bias', 0.2, 0.19411212344224793],
      ['x1->h5', -0.3, -0.30588787655775207],
      ['x2->h5', 0.1, 0.1],
      ['x3->h5', 0.2, 0.19411212344224793],
      ['h4:bias', -0.4, -0.40785210576888997],
      ['x1->h4', 0.2, 0.19214789423111006],
      ['x2->h4', 0.4, 0.4],
      ['x3->h4', -0.5, -0.50785210576889],
    ] as const
    const { parameters } = trace(worked(fuse), SAMPLE)
    expect(parameters.map(({ parameter }) => parameter)).toEqual(wanted.map(([parameter]) => parameter))
    wanted.forEach(([, before, after], k) => {
      expect(parameters[k]?.before).toBe(before)
      same(parameters[k]?.after, after)
      same(parameters[k]?.gradient, (before - after) / 0.9)
    })
  })

  test('[IN3] it prints as the tables of a textbook', () => {
    expect(String(trace(worked(), SAMPLE))).toMatchInlineSnapshot(`
      "Net input and output of each unit
      unit  net input  output
      ────  ─────────  ──────
      h4       -0.700   0.332
      h5        0.100   0.525
      o6       -0.105   0.474

      Error of each unit: −δ, where δ = ∂L/∂z
      unit   error       δ
      ────  ──────  ──────
      o6     0.131  -0.131
      h5    -0.007   0.007
      h4    -0.009   0.009

      Where each δ comes from: weight × δ along every edge that leaves the unit;
      their sum × the slope of the unit is its δ
                       weight       δ  product
      ───────────────  ──────  ──────  ───────
      squaredError          ·       ·   -0.526
      o6: sum × slope  -0.526   0.249   -0.131
      h5->o6           -0.200  -0.131    0.026
      h5: sum × slope   0.026   0.249    0.007
      h4->o6           -0.300  -0.131    0.039
      h4: sum × slope   0.039   0.222    0.009

      Weights and biases after the update
      parameter  before  gradient   after
      ─────────  ──────  ────────  ──────
      o6:bias     0.100    -0.131   0.218
      h4->o6     -0.300    -0.044  -0.261
      h5->o6     -0.200    -0.069  -0.138
      h5:bias     0.200     0.007   0.194
      x1->h5     -0.300     0.007  -0.306
      x2->h5      0.100     0.000   0.100
      x3->h5      0.200     0.007   0.194
      h4:bias    -0.400     0.009  -0.408
      x1->h4      0.200     0.009   0.192
      x2->h4      0.400     0.000   0.400
      x3->h4     -0.500     0.009  -0.508"
    `)
  })

  test('[IN3] with as many decimals as one likes', () => {
    const printed = trace(worked(), SAMPLE).toString(6)
    expect(printed).toContain('h4    -0.700000  0.331812')
    expect(printed).toContain('o6:bias     0.100000  -0.131169   0.218052')
  })
})

describe('a trace', () => {
  test('[IN4] leaves the network untouched: state, ticks, observers', () => {
    for (const fuse of GROUPINGS) {
      const net = worked(fuse)
      net.learn(SAMPLE)
      const events: unknown[] = []
      net.events$.subscribe((event) => events.push(event))
      net.snapshot$.subscribe((event) => events.push(event))
      const { length } = events
      const [before, { tick }] = [fingerprint(net.snapshot), net.engine.transition.turn]
      const { values, deltas } = net.engine.transition.memory.slabs
      const slabs = [...values, ...deltas]
      trace(net, { input: [0.3, 0.2, 0.1], target: [0] }).check()
      expect([events.length, fingerprint(net.snapshot), net.engine.transition.turn.tick]).toEqual([
        length,
        before,
        tick,
      ])
      expect([...values, ...deltas]).toEqual(slabs)
    }
  })

  test('[IN4] may be taken from inside a tick, and while a training has the right to train', () => {
    const net = worked()
    const release = net.engine.claim()
    const losses: number[] = []
    net.node('o6').delta$.subscribe(() => losses.push(trace(net, SAMPLE).loss))
    release()
    expect(losses).toEqual([])
    const { loss } = net.learn(SAMPLE)
    expect(losses).toEqual([loss])
  })

  test.each([
    sgd({ learningRate: 0.5 }),
    sgd({ learningRate: 0.1, momentum: 0.9 }),
    sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
    adam({ learningRate: 0.01 }),
  ])('[IN5] says bit for bit what the next update does: $name $options', (optimizer) => {
    const net = network(layers([3, 4, 2]), { optimizer, seed: 3 })
    for (const row of bitRows(7, 3, 2)) net.learn(row)
    const sample = { input: [0.5, -0.25, 1], target: [0, 1] }
    const { loss, parameters } = trace(net, sample)
    const before = net.snapshot
    const step = net.learn(sample)
    expect(step.loss).toBe(loss)
    for (const { parameter, before: was, after } of parameters) {
      const [from, to] = parameter.split('->')
      const of = ({ node, edge }: typeof before) =>
        to === undefined ? node(parameter.slice(0, -5)).bias : edge(from as string, to)
      expect([of(bound(before)), of(bound(step.snapshot))]).toEqual([was, after])
    }
    expect(parameters).toHaveLength(before.parameters.length)
  })

  test.each(graphShapes)('[IN6] its gradients agree with central differences on %s graphs', (shape) => {
    for (let seed = 0; seed < 6; seed++) {
      const g = randomGraph(seed, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
      const net = network(g, {
        seed,
        fuse: GROUPINGS[seed % 2] as 'never' | 'auto',
        optimizer: sgd({ learningRate: 0.01 }),
      })
      const [row, other] = randomRows(g, 2, seed)
      net.learn(other as never)
      const { worst, parameters, parameter } = trace(net, row as never).check()
      expect(worst, `seed ${seed}: ${parameter}`).toBeLessThan(1e-6)
      expect(parameters).toBe(net.snapshot.parameters.length)
    }
  })

  test('[IN6] a kind with a wrong gradient is found, by the parameter that is furthest off', () => {
    const wrong = defineKind({
      name: 'wrong',
      forward({ inputs, output }) {
        output.set(inputs[0] as Float64Array)
      },
      backward({ delta, inputDeltas }) {
        inputDeltas[0]?.set(delta.map((d) => 2 * d))
      },
    })
    const g = graph((g) => {
      g.add('a', linear, { from: g.inputs('x'), weights: [0.5], bias: 0 })
      g.loss(squaredError, g.add('o', wrong, { from: 'a' }))
    })
    const check = trace(network(g), { input: [3], target: [0] }).check()
    expect(check.parameter).toBe('x->a')
    expect(check.worst).toBeGreaterThan(0.4)
  })

  test('[IN6] the check is of the network and the row as they were', () => {
    const net = worked()
    const sample = { input: [1, 0, 1], target: [1] }
    const traced = trace(net, sample)
    sample.input.fill(7)
    for (const row of bitRows(30, 3)) net.learn(row)
    expect(traced.check().worst).toBeLessThan(1e-9)
    expect(traced.check(1e-4)).toMatchObject({ parameters: 11 })
  })

  test('[IN43] a kink is told as one: behind a relu whose net input is 0 there is no one slope', () => {
    const g = graph((g) => {
      const h = g.add(['h1', 'h2'], relu, {
        from: g.inputs('x1', 'x2'),
        weights: [
          [1, -1],
          [1, -1],
        ],
        bias: 0,
      })
      g.loss(squaredError, g.add('o', linear, { from: h, weights: [0.5, 2], bias: 0 }))
    })
    const check = trace(network(g), { input: [0, 0], target: [1] }).check()
    expect(check.worst).toBeLessThan(1e-6)
    expect(check.kinks).toEqual(['h2:bias', 'h1:bias'])
    const beside = trace(network(g), { input: [4e-6, 0], target: [1] }).check()
    expect(beside.worst).toBeLessThan(1e-6)
    expect(beside.kinks).toEqual(['h2:bias', 'h1:bias'])
    const far = trace(network(g), { input: [0.3, 0.1], target: [1] }).check()
    expect(far).toMatchObject({ kinks: [], worst: expect.closeTo(0, 7) })
  })

  test('[IN43] a gradient outside of both sides of a kink is off all the same', () => {
    const bent = defineActivation({ name: 'bent', value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : -0.5) })
    const kind = defineKind({
      name: 'bent',
      activation: bent,
      parameters: [
        { name: 'bias', start: zeros },
        { name: 'weight', per: 'edge', start: zeros },
      ],
    })
    const g = graph((g) => {
      g.loss(squaredError, g.add('o', kind, { from: g.inputs('x'), weights: [1], bias: 0 }))
    })
    expect(trace(network(g), { input: [0], target: [1] }).check()).toMatchObject({
      parameter: 'o:bias',
      worst: expect.closeTo(0.5, 6),
      kinks: ['o:bias'],
    })
  })

  test('[IN6] what cannot be compared is as far off as can be', () => {
    const edge = defineKind({
      name: 'edge',
      forward({ inputs, output }) {
        output.set((inputs[0] as Float64Array).map((x) => (x === 1 ? x : Number.POSITIVE_INFINITY)))
      },
      backward({ delta, inputDeltas }) {
        inputDeltas[0]?.set(delta)
      },
    })
    const g = graph((g) => {
      g.add('a', linear, { from: g.inputs('x'), weights: [1], bias: 0 })
      g.add('b', linear, { from: 'x', weights: [1], bias: 0 })
      g.loss(squaredError, [g.add('o', edge, { from: 'a' }), 'b'])
    })
    expect(trace(network(g), { input: [1], target: [0, 0] }).check().worst).toBe(Number.POSITIVE_INFINITY)
  })

  test('[IN7] every unit but the inputs stands in it, whatever its kind; a unit without parameters has none', () => {
    const gate = { ...product, name: 'gate', parameters: [] }
    const g = graph((g) => {
      const x = g.inputs('x', 'y')
      g.add('p', gate, { from: x })
      g.loss(squaredError, g.add('o', linear, { from: ['p', 'x'] }))
    })
    const { units, errors, parameters } = trace(network(g), { input: [2, 3], target: [1] })
    expect(units[0]).toEqual({ node: 'p', netInput: 6, output: 6 })
    expect(errors.map(({ node }) => node)).toEqual(['o', 'p'])
    expect(parameters.map(({ parameter }) => parameter)).toEqual(['o:bias', 'p->o', 'x->o'])
  })

  test('[IN7] an error of nothing is 0, not −0', () => {
    const net = network(layers([1, 1], linear))
    const [answer] = net.predict([1])
    const { errors } = trace(net, { input: [1], target: [answer as number] })
    expect(Object.is(errors[0]?.error, 0)).toBe(true)
  })

  test('[IN8] a wrong row is refused, and so is an update that diverges', () => {
    const net = worked()
    expect(refusal(() => trace(net, { input: [1, 2], target: [1] })).code).toBe('WRONG_LENGTH')
    expect(refusal(() => trace(net, { input: [1, 2, Number.NaN], target: [1] })).code).toBe('NOT_FINITE')
    const steep = network(layers([1, 1], linear), { optimizer: sgd({ learningRate: 1e300 }) })
    expect(refusal(() => trace(steep, { input: [1e150], target: [0] })).code).toBe('TRAINING_DIVERGED')
  })

  test('[IN8] it is a value: nothing of it can be changed', () => {
    const traced = trace(worked(), SAMPLE)
    expect([traced, traced.units, traced.errors, traced.parameters].every(Object.isFrozen)).toBe(true)
  })

  test('[IN9] an operator on an edge is subscribed anew for it and given up, also where it fails', () => {
    let subscribed = 0
    let ended = 0
    const counted = (source$: Observable<Signal>): Observable<Signal> =>
      defer(() => {
        subscribed++
        return source$.pipe(
          tap((signal) => {
            if (signal.at(0) === 9) throw new Error('nine')
          }),
          finalize(() => ended++),
        )
      })
    const g: Graph = graph((g) => {
      g.inputs('x')
      g.add('o', linear)
      g.connect('x', 'o', { through: counted })
      g.loss(squaredError, 'o')
    })
    const net = network(g)
    net.predict([1])
    expect([subscribed, ended]).toEqual([1, 0])
    expect(trace(net, { input: [1], target: [0] }).check().worst).toBeLessThan(1e-9)
    expect([subscribed, ended]).toEqual([3, 2])
    expect(refusal(() => trace(net, { input: [9], target: [0] })).code).toBe('THROUGH_FAILED')
    expect([subscribed, ended]).toEqual([4, 3])
    net.predict([1])
    expect([subscribed, ended]).toEqual([4, 3])
  })
})

/** Its views, to be called by themselves. */
function bound(snapshot: Network['snapshot']): Network['snapshot'] {
  const node = (id: string) => snapshot.node(id)
  const edge = (from: string, to: string) => snapshot.edge(from, to)
  return { node, edge } as Network['snapshot']
}

describe('an optimizer that was exchanged', () => {
  test('[IN40] its updates are counted from where it began: a trace says what the next one does', () => {
    const net = network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.5 }) })
    for (let k = 0; k < 100; k++) net.learn(SAMPLE)
    net.change({ optimizer: adam({ learningRate: 0.01 }) })
    for (let k = 0; k < 2; k++) {
      const { parameters } = trace(net, SAMPLE)
      net.learn(SAMPLE)
      const { bias, weights } = net.snapshot.node('o6')
      const after = new Map(parameters.map(({ parameter, after }) => [parameter, after]))
      expect([after.get('o6:bias'), after.get('h4->o6')]).toEqual([bias, weights.h4])
    }
  })
})
