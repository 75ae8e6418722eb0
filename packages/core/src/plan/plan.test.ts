import { describe, expect, test } from 'vitest'
import { layers, linear, product, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { network } from '../network.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { refusal } from '../testing/refusal.ts'
import type { Fuse } from './fuse.ts'
import { plan } from './plan.ts'

describe('plan', () => {
  test('[PL14] an edge with a delay is refused by name: DELAY_NOT_RUNNABLE', () => {
    const g = graph((g) => {
      const x = g.inputs('x')
      g.add('a', linear, { from: x })
      g.connect('a', 'a', { delay: 2 })
      g.loss(squaredError, 'a')
    })
    const refused = refusal(() => plan(g))
    expect([refused.code, refused.place]).toEqual(['DELAY_NOT_RUNNABLE', { edge: 'a->a@2' }])
    expect(refusal(() => network(g)).code).toBe('DELAY_NOT_RUNNABLE')
  })

  test('[PL15] any other word than auto and never is refused', () => {
    for (const mode of ['always', '', null, true] as unknown as Fuse[]) {
      expect(refusal(() => plan(threeTwoOne(), mode)).code).toBe('INVALID_OPTION')
    }
    expect(plan(threeTwoOne()).fuse).toBe('auto')
  })

  test('[PL16] losses and outputs know their lanes, and targets their places among those of a row', () => {
    const g = graph((g) => {
      const x = g.inputs('x')
      g.add(['a', 'b', 'c'], linear, { from: x })
      g.loss(squaredError, ['b', 'a'], { weight: 0.5 })
      g.loss(squaredError, ['c', 'b'])
      g.outputs('c', 'a')
    })
    const { losses, targets, outputs } = plan(g)
    expect(losses.map(({ weight, lanes, targets }) => [weight, [...lanes], [...targets]])).toEqual([
      [0.5, [2, 1], [0, 1]],
      [1, [3, 2], [2, 0]],
    ])
    expect(targets).toBe(3)
    expect([...outputs]).toEqual([3, 1])
  })

  test('[PL16] a graph without a loss can be planned', () => {
    const g = graph((g) => {
      g.add('a', linear, { from: g.inputs('x') })
      g.outputs('a')
    })
    expect([plan(g).losses, plan(g).targets]).toEqual([[], 0])
  })

  test('[PL8] planning is pure: equal plans each time, and the graph as it was', () => {
    for (const shape of graphShapes) {
      const g = randomGraph(5, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
      const before = JSON.stringify(g)
      expect(plan(g, 'auto')).toEqual(plan(g, 'auto'))
      expect(JSON.stringify(g)).toBe(before)
    }
  })

  test('[PL11] a dense graph of a million edges is three parts and three blocks', () => {
    const dense = plan(layers([1000, 990, 10]), 'auto')
    expect(dense.parts.map(({ lanes }) => lanes)).toEqual([1000, 990, 10])
    expect(dense.blocks.map(({ lanes }) => lanes)).toEqual([1000, 990, 10])
    expect(dense.layout.parameters).toBe(1001 * 990 + 991 * 10)
  })
})
