import { describe, expect, test } from 'vitest'
import { chain, linear, product, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { network } from '../network.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { layout } from './layout.ts'
import { parametersOf } from './parameters.ts'
import { plan } from './plan.ts'

describe('layout', () => {
  test('[PL1] the inputs stand first, in the order of a row, whenever they were declared', () => {
    const g = graph((g) => {
      g.add('a', linear, { from: ['late', 'early'] })
      g.inputs('late')
      g.add('b', linear, { from: 'a' })
      g.inputs('early')
      g.loss(squaredError, 'b')
    })
    expect(layout(g).order).toEqual(['late', 'early', 'a', 'b'])
    expect(layout(g).order.slice(0, 2)).toEqual(g.inputs)
  })

  test('[PL1] then nodes stand by rank, and within a rank as declared, those of one kind and list together', () => {
    const g = graph((g) => {
      g.add('deep', linear, { from: 'h2' })
      const x = g.inputs('x', 'y')
      g.add('h1', sigmoid, { from: x })
      g.add('p', product, { from: x })
      g.add('h2', linear, { from: x })
      g.add('h3', sigmoid, { from: x })
      g.add('h4', sigmoid, { from: ['y', 'x'] })
      g.loss(squaredError, ['deep', 'h1', 'p', 'h3', 'h4'])
    })
    const { order, groups } = layout(g)
    expect(order).toEqual(['x', 'y', 'h1', 'h3', 'p', 'h2', 'h4', 'deep'])
    expect(groups.map(({ firstLane, lanes }) => [firstLane, lanes])).toEqual([
      [0, 2],
      [2, 2],
      [4, 1],
      [5, 1],
      [6, 1],
      [7, 1],
    ])
  })

  test('[PL2] ids that look like whole numbers keep their declared place', () => {
    const g = graph((g) => {
      const x = g.inputs('10', '9')
      const h = g.add(['3', 'b', '2', '1'], sigmoid, { from: x })
      g.loss(squaredError, g.add('0', sigmoid, { from: h }))
    })
    expect(layout(g).order).toEqual(['10', '9', '3', 'b', '2', '1', '0'])
    expect(network(g).predict([1, 0])).toEqual(network(g, { fuse: 'never' }).predict({ 9: 0, 10: 1 }))
  })

  test('[PL3] the parameters of a lane are its bias and a weight per edge, lane by lane without a gap', () => {
    const { start, parameters, order } = layout(threeTwoOne())
    expect(order).toEqual(['x1', 'x2', 'x3', 'h4', 'h5', 'o6'])
    expect([...start]).toEqual([0, 0, 0, 0, 4, 8, 11])
    expect(parameters).toBe(11)
  })

  test('[PL3] a kind without weights or bias has none of them', () => {
    const of = (...names: string[]) => ({
      ...product,
      parameters: product.parameters.filter(({ name }) => names.includes(name)),
    })
    const counts = [of(), of('weight'), of('bias', 'weight')].map((kind) => parametersOf(kind, 5))
    expect(counts).toEqual([0, 5, 6])
  })

  test('[PL3] lanes and declared positions lead to each other', () => {
    for (const shape of graphShapes) {
      const g = randomGraph(3, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
      const { order, lane, laneOfDeclared } = layout(g)
      g.order.forEach((id, declared) => {
        expect(lane.get(id)).toBe(laneOfDeclared[declared])
        expect(order[laneOfDeclared[declared] as number]).toBe(id)
      })
      expect(new Set(laneOfDeclared).size).toBe(g.order.length)
    }
  })

  test.each(graphShapes)('[PL6] the layout of a %s graph is the same value for both groupings', (shape) => {
    for (let seed = 0; seed < 5; seed++) {
      const g = randomGraph(seed, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
      expect(plan(g, 'auto').layout).toBe(plan(g, 'never').layout)
      expect(layout(g)).toBe(plan(g).layout)
    }
  })

  test('[PL1] every node stands behind what it reads', () => {
    for (const shape of graphShapes) {
      const g = randomGraph(11, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
      const { lane, order } = layout(g)
      for (const id of order) {
        for (const source of g.nodes[id]?.inputs ?? []) expect(lane.get(source)).toBeLessThan(lane.get(id) as number)
      }
    }
  })

  test('[PL11] a chain of 10,000 neurons is 10,000 groups, without recursion', () => {
    const { order, parameters, groups } = layout(chain(10_000))
    expect([order.length, parameters, groups.length]).toEqual([10_001, 20_000, 10_001])
  })
})
