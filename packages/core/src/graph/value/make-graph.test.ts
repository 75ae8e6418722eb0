import { describe, expect, it } from 'vitest'
import { graph } from '../compose/builder.ts'
import type { GraphBuilder, Recipe } from '../compose/recipe.ts'
import { huber, neuron, sigmoid, squared, threeTwoOne } from '../compose/sample-graphs.ts'
import { defineKind } from '../contracts/define-kind.ts'
import type { NodeKind } from '../contracts/kind.ts'
import type { Graph, GraphNode } from './graph.ts'
import { ids } from './ids.ts'

const unit = neuron(sigmoid)
type Open = {
  nodes: { h4: { weights: number[]; inputs: string[] } }
  kinds: object
  losses: object[]
  inputs: string[]
  order: string[]
}
const node = (g: Graph, id: string): GraphNode => g.nodes[id] as GraphNode
/** Two inputs x1, x2 and what the recipe adds. */
const built = (recipe: Recipe): Graph =>
  graph((g) => {
    g.inputs('x1', 'x2')
    recipe(g)
  })

describe('a graph is immutable', () => {
  it('[GR40] everything that can be reached in it is frozen, options of kinds and losses too', () => {
    const seen = new Set<unknown>()
    const thawed: string[] = []
    const visit = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return
      seen.add(value)
      if (!Object.isFrozen(value)) thawed.push(at)
      for (const [key, inner] of Object.entries(value)) visit(inner, `${at}.${key}`)
    }
    const own = defineKind({ name: 'own', options: { deep: [{ a: 1 }] }, forward() {}, backward() {} })
    visit(threeTwoOne(), 'graph')
    visit(
      built((g) => {
        g.add('a', own, { from: 'x1', delay: 1 })
        g.connect('x2', 'a', { through: { operator: (source) => source } })
        g.loss({ ...huber(1) }, 'a')
        g.add('b', { ...unit } as NodeKind, { from: ['x1', 'a'], weights: [0.5, null], bias: 1 })
      }),
      'graph',
    )
    expect(thawed).toEqual([])
    expect(seen.size).toBeGreaterThan(30)
  })

  it('[GR41] every attempt to change it throws and changes nothing', () => {
    const g = threeTwoOne()
    const before = JSON.stringify(g)
    const { nodes, kinds, losses, inputs, order } = g as unknown as Open
    const { h4 } = nodes
    const attempts: (() => unknown)[] = [
      () => h4.weights.fill(9),
      () => h4.weights.push(9),
      () => h4.inputs.reverse(),
      () => Object.assign(h4, { bias: 9 }),
      () => Object.assign(nodes, { h4: {} }),
      () => Object.assign(nodes, { h7: {} }),
      () => Reflect.deleteProperty(nodes, 'h4') || Object.assign(nodes, { h4 }),
      () => inputs.push('x4'),
      () => order.sort(),
      () => Object.assign(kinds, { input: {} }),
      () => losses.pop(),
      () => Object.assign(losses[0] ?? {}, { weight: 2 }),
      () => Object.assign(g, { losses: [] }),
      () => Object.defineProperty(nodes, 'new', { value: 1 }),
      () => Object.setPrototypeOf(g, null),
    ]
    for (const attempt of attempts) expect(attempt).toThrow(TypeError)
    expect(JSON.stringify(g)).toBe(before)
  })

  it('[GR42] arrays and records that were handed in are not kept', () => {
    const [from, weights, bias, outputs] = [['x1', 'x2'], [[1, 2]], [3], ['a']]
    const nodes = ['a']
    const g = built((g) => {
      g.add(nodes, unit, { from, weights, bias })
      g.loss(squared, nodes)
      g.outputs(outputs)
      from.push('nowhere')
    })
    weights[0]?.push(9)
    nodes.push('b')
    outputs.push('c')
    bias[0] = 7
    expect(node(g, 'a').inputs).toEqual(['x1', 'x2'])
    expect([node(g, 'a').weights, node(g, 'a').bias]).toEqual([[1, 2], 3])
    expect([g.outputs, g.losses[0]?.nodes]).toEqual([['a'], ['a']])
  })
})

describe('building is linear', () => {
  it('[GR50] a million edges: dense through one add, through one add per node, and from each to each', () => {
    const dense = (recipe: (g: GraphBuilder, x: string[], h: string[]) => void): Graph =>
      graph((g) => recipe(g, g.inputs(ids('x', 1000)), ids('h', 1000)))
    const graphs = [
      dense((g, x, h) => g.add(h, unit, { from: x })),
      dense((g, x, h) => h.forEach((id) => void g.add(id, unit, { from: x }))),
      dense((g, x, h) => g.connect(x, g.add(h, unit))),
    ]
    for (const g of graphs) {
      const fanIns = new Set(Object.values(g.nodes).map(({ inputs }) => inputs))
      expect(fanIns.size).toBe(2)
      expect(g).toEqual(graphs[0])
    }
  })

  it('[GR51] a fan-in of 100,000, at once and edge by edge', () => {
    const wide = graph((g) => {
      const x = g.inputs(ids('x', 100_000))
      g.add('o', unit, { from: x })
      const both = g.add(['p', 'q'], unit)
      for (const id of x) g.connect(id, both)
    })
    expect(node(wide, 'o').inputs.length).toBe(100_000)
    expect(node(wide, 'p').inputs).toBe(node(wide, 'o').inputs)
  })

  it('[GR52] a chain of 100,000 nodes, and removing from it one by one', () => {
    const chain = graph((g) => {
      let last: string = g.inputs('x')[0]
      for (let n = 0; n < 100_000; n++) last = g.add(`n${n}`, unit, { from: last })
      for (let n = 99_999; n > 50_000; n--) g.remove(`n${n}`)
    })
    expect(chain.outputs).toEqual(['n50000'])
  })
})
