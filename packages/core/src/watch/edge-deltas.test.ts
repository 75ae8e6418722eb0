import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { trace } from '../explain/trace.ts'
import { product, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { edges, type Graph } from '../graph/value/graph.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Signal } from '../signal.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { randomRows } from '../testing/random-rows.ts'

const GROUPINGS = ['never', 'auto'] as const
const SAMPLE = { input: [1, 0, 1], target: [1] }

/** Everything that an edge's stream tells, as it comes. */
function told(net: Network, from: string, to: string): Signal[] {
  const signals: Signal[] = []
  net.edge(from, to).delta$.subscribe((signal) => signals.push(signal))
  return signals
}

describe('what comes back along an edge', () => {
  test.each(GROUPINGS)('[IN60] is weight × δ of the node that it enters, once per update: %s', (fuse) => {
    const net = network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.9 }), fuse })
    const back = told(net, 'h4', 'o6')
    const deltas: Signal[] = []
    net.node('o6').delta$.subscribe((signal) => deltas.push(signal))
    net.predict([1, 0, 1])
    expect(back).toHaveLength(0)
    net.learn(SAMPLE)
    expect(back.map((signal) => signal.toArray())).toEqual([[-0.3 * (deltas[0] as Signal).at(0)]])
    expect(back[0]?.tick).toBe(deltas[0]?.tick)
    const weight = net.snapshot.edge('h4', 'o6')
    net.learn(SAMPLE)
    expect(back[1]?.at(0)).toBe(weight * (deltas[1] as Signal).at(0))
  })

  test.each(graphShapes)(
    '[IN61] has the same bits in both groupings, and all of them move no bit: %s graphs',
    (shape) => {
      const kinds = [sigmoid, product]
      for (let seed = 1; seed <= 3; seed++) {
        const g: Graph = randomGraph(seed, { shape, kinds, losses: [squaredError] })
        const rows = randomRows(g, 6, seed)
        const runs = GROUPINGS.map((fuse) => {
          const net = network(g, { fuse, seed })
          const all = [...edges(g)].map(({ from, to }) => told(net, from, to))
          for (const row of rows) net.learn(row)
          return {
            told: all.map((signals) => signals.map((signal) => signal.toArray())),
            after: fingerprint(net.snapshot),
          }
        })
        expect(runs[1]).toEqual(runs[0])
        expect(runs[0]?.told.every((signals) => signals.length === rows.length)).toBe(true)
        const bare = network(g, { seed })
        for (const row of rows) bare.learn(row)
        expect(runs[0]?.after).toBe(fingerprint(bare.snapshot))
      }
    },
  )

  test('[IN62] what leaves a node adds up to what comes back to it: for an input, its δ', () => {
    const g = randomGraph(4, { shape: 'skip', kinds: [sigmoid, product], losses: [squaredError] })
    const net = network(g)
    const x = g.inputs[0] as string
    const leaving = [...edges(g)].filter(({ from }) => from === x).map(({ to }) => told(net, x, to))
    const deltas: Signal[] = []
    net.node(x).delta$.subscribe((signal) => deltas.push(signal))
    for (const row of randomRows(g, 4, 1)) net.learn(row)
    expect(leaving.length).toBeGreaterThan(1)
    deltas.forEach((delta, k) => {
      const sum = leaving.reduce((so, signals) => so + (signals[k] as Signal).at(0), 0)
      expect(sum).toBeCloseTo(delta.at(0), 12)
    })
  })

  test.each(GROUPINGS)('[IN63] is what its operator made of it on the way back: %s', (fuse) => {
    const half = map((signal: Signal) => signal.map((value) => value / 2))
    const g = graph((g) => {
      g.add('o', sigmoid, { from: g.inputs('x'), weights: [0.5], bias: 0 })
      g.loss(squaredError, 'o')
    })
    const plain = network(g, { fuse })
    const halved = network(
      graph((g) => {
        g.inputs('x')
        g.add('o', sigmoid, { bias: 0 })
        g.connect('x', 'o', { weight: 0.5, through: { operator: map((signal: Signal) => signal), back: half } })
        g.loss(squaredError, 'o')
      }),
      { fuse },
    )
    const [whole, part] = [told(plain, 'x', 'o'), told(halved, 'x', 'o')]
    for (const net of [plain, halved]) net.learn({ input: [1], target: [1] })
    expect(part[0]?.at(0)).toBe((whole[0] as Signal).at(0) / 2)
    expect(part[0]?.at(0)).not.toBe(0)
  })

  test('[IN64] it is computed only while somebody watches, and goes on where the graph is changed', () => {
    const net = network(threeTwoOne())
    const { flow } = net.engine.transition
    let asked = 0
    const { share } = flow
    flow.share = (reading) => {
      asked++
      return share.call(flow, reading)
    }
    net.learn(SAMPLE)
    const back: Signal[] = []
    const watching = net.edge('h4', 'o6').delta$.subscribe((signal) => back.push(signal))
    net.learn(SAMPLE)
    watching.unsubscribe()
    net.learn(SAMPLE)
    expect([asked, back.length]).toEqual([1, 1])
    const later = told(net, 'h4', 'o6')
    net.change({ graph: (g) => g.disconnect('h4', 'o6') })
    net.learn(SAMPLE)
    expect(later).toHaveLength(0)
    net.change({ graph: (g) => g.connect('h4', 'o6', { weight: 0.5 }) })
    net.learn(SAMPLE)
    expect(later.map((signal) => Number.isFinite(signal.at(0)))).toEqual([true])
  })
})

describe('the parts of an error on paper', () => {
  test('[IN65] of the worked example: weight × δ of each reader, their sum × slope is δ, and a textbook’s error is −δ', () => {
    const { errors } = trace(network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.9 }) }), SAMPLE)
    const [o6, , h4] = errors
    expect(o6?.shares).toMatchObject([{ weight: null, delta: null, share: expect.closeTo(-0.5261111011760146, 15) }])
    expect(h4?.shares).toEqual([
      { from: 'h4->o6', weight: -0.3, delta: o6?.delta, share: -0.3 * (o6?.delta as number) },
    ])
    for (const { error, delta, sum, slope, shares } of errors) {
      expect(error).toBe(0 - delta)
      expect(delta).toBe(sum * (slope as number))
      expect(sum).toBe(shares.reduce((so, { share }) => so + share, 0))
    }
  })

  test.each(graphShapes)(
    '[IN66] on %s graphs of all kinds the shares are added up in their order, bit for bit',
    (shape) => {
      for (let seed = 1; seed <= 4; seed++) {
        const g = randomGraph(seed, { shape, kinds: [sigmoid, product], losses: [squaredError] })
        const [never, auto] = GROUPINGS.map((fuse) =>
          trace(network(g, { fuse, seed }), randomRows(g, 1, seed)[0] as never),
        )
        expect(auto?.errors).toEqual(never?.errors)
        for (const { delta, sum, slope, shares } of auto?.errors ?? []) {
          expect(
            Object.is(
              sum,
              shares.reduce((so, { share }) => so + share, 0),
            ),
          ).toBe(true)
          expect(delta).toBe(slope === null ? sum : sum * slope)
        }
      }
    },
  )

  test('[IN67] it says so where it prints, in lines of 80 columns, the first fifty of each table', () => {
    const printed = String(trace(network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.9 }) }), SAMPLE))
    expect(printed).toContain('Error of each unit: −δ, where δ = ∂L/∂z\nunit   error       δ\n')
    expect(printed).toMatch(/h4->o6 +-0\.300 +-0\.131 +0\.039\nh4: sum × slope +0\.039 +0\.222 +0\.009\n/)
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    const wide = graph((g) => {
      const x = g.inputs(...Array.from({ length: 300 }, (_, k) => `x${k}`))
      g.loss(squaredError, g.add('o', sigmoid, { from: x }))
    })
    const lines = String(trace(network(wide), { input: new Array(300).fill(1), target: [1] })).split('\n')
    expect(lines.at(-1)).toBe('… 251 more')
    expect(lines.length).toBeLessThan(80)
  })
})
