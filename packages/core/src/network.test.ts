import { describe, expect, test } from 'vitest'
import { bitRows, layers, linear, squaredError, threeTwoOne } from './flow/sample-graphs.ts'
import { graph } from './graph/compose/builder.ts'
import type { Graph } from './graph/value/graph.ts'
import { type Network, network } from './network.ts'
import { plan } from './plan/plan.ts'
import { fingerprint } from './state/fingerprint.ts'
import { refusal } from './testing/refusal.ts'

const rows = bitRows(6, 3)
const print = ({ snapshot }: Network): string => fingerprint(snapshot)

describe('network', () => {
  test('[NE1] brings a graph to life: sgd, seed 1 and auto unless others are given', () => {
    const g = threeTwoOne()
    const net = network(g)
    expect(net.graph).toBe(g)
    expect(net.plan).toEqual(plan(g, 'auto'))
    expect(net.snapshot).toMatchObject({ seed: 1, step: 0, hyperparameters: { learningRate: 0.1, momentum: 0 } })
    expect(network(g, { fuse: 'never', seed: 9 }).plan.fuse).toBe('never')
  })

  test('[NE1] two networks of one graph know nothing of each other', () => {
    const g = layers([3, 3, 1])
    const [first, second] = [network(g), network(g)]
    const before = print(second)
    let told = 0
    second.node('l1n1').activation$.subscribe(() => told++)
    for (const row of rows) first.learn(row)
    expect([print(second), told]).toEqual([before, 0])
    for (const row of rows) second.learn(row)
    expect(print(second)).toBe(print(first))
  })

  test('[NE1] the seed decides what is drawn', () => {
    const g = layers([3, 3, 1])
    expect(print(network(g, { seed: 2 }))).toBe(print(network(g, { seed: 2 })))
    expect(network(g, { seed: 2 }).predict([1, 0, 1])).not.toEqual(network(g, { seed: 3 }).predict([1, 0, 1]))
  })

  test('[NE2] a graph that does not validate is refused with everything that is wrong', () => {
    const g = threeTwoOne()
    const broken = { ...g, outputs: ['o6', 'nobody'], inputs: ['x1', 'x1', 'x2', 'x3'] } as Graph
    const refused = refusal(() => network(broken))
    expect(refused.issues.length).toBeGreaterThan(1)
    expect(refused.issues.every(({ severity }) => severity === 'error')).toBe(true)
  })

  test('[NE2] what is merely odd is no reason to refuse', () => {
    const g = graph((g) => {
      const x = g.inputs('x')
      g.add('idle', linear, { from: x })
      g.loss(squaredError, g.add('o', linear, { from: x }))
    })
    expect(network(g).predict([1])).toHaveLength(1)
  })

  test('[NE2] options that are none are refused: INVALID_OPTION', () => {
    for (const options of [{ seed: 0.5 }, { seed: Number.NaN }, { seed: '1' }, { fuse: 'all' }]) {
      expect(refusal(() => network(threeTwoOne(), options as never)).code).toBe('INVALID_OPTION')
    }
  })

  test('[NE3] learn makes one update from one row, whatever its form', () => {
    const nets = [0, 1, 2].map(() => network(threeTwoOne())) as [Network, Network, Network]
    nets[0].learn({ input: [1, 0, 1], target: [1] })
    nets[1].learn({ input: { x3: 1, x1: 1, x2: 0 }, target: { o6: 1 } })
    nets[2].learn({ input: Uint8Array.of(1, 0, 1), target: 1 })
    expect(new Set(nets.map(print)).size).toBe(1)
    expect(nets[0].snapshot.step).toBe(1)
  })

  test('[NE3] a row that is refused changes nothing', () => {
    const net = network(threeTwoOne())
    const before = print(net)
    const wrong: [unknown, string][] = [
      [{ input: [1, 0], target: [1] }, 'WRONG_LENGTH'],
      [{ input: [1, 0, Number.NaN], target: [1] }, 'NOT_FINITE'],
      [{ input: [1, 0, '1'], target: [1] }, 'NOT_A_NUMBER'],
      [{ input: { x1: 1, x2: 1 }, target: [1] }, 'MISSING_COLUMN'],
      [{ input: [1, 0, 1], target: [1 / 0] }, 'NOT_FINITE'],
      [{ input: [1, 0, 1] }, 'INVALID_ROW'],
      [null, 'INVALID_ROW'],
    ]
    for (const [row, code] of wrong) expect(refusal(() => net.learn(row as never)).code).toBe(code)
    expect([print(net), net.engine.transition.turn.tick]).toEqual([before, 0])
    expect(net.learn({ input: [1, 0, 1], target: [1] }).step).toBe(1)
  })
})
