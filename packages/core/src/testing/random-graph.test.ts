import { describe, expect, test } from 'vitest'
import { validate } from '../graph/check/validate.ts'
import { defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'
import { input, type NodeKind } from '../graph/contracts/kind.ts'
import { defineLoss } from '../graph/contracts/loss.ts'
import { edges, type Graph, type NodeId } from '../graph/value/graph.ts'
import { type GraphShape, graphShapes, randomGraph } from './random-graph.ts'
import { refusal } from './refusal.ts'

const one = defineInitializer({ name: 'one', draw: () => 1 })
const identity = defineActivation({ name: 'identity', value: (z) => z, slope: () => 1 })
const neuron = defineKind({
  name: 'neuron',
  activation: identity,
  parameters: [
    { name: 'bias', start: one },
    { name: 'weight', per: 'edge', start: one },
  ],
})
const other = defineKind({
  name: 'other',
  activation: identity,
  parameters: [
    { name: 'bias', start: one },
    { name: 'weight', per: 'edge', start: one },
  ],
})
const nothing = () => {}
const gate = defineKind({ name: 'gate', fanIn: { min: 2, max: 2 }, forward: nothing, backward: nothing })
const any = defineKind({ name: 'any', forward: nothing, backward: nothing })
const half = defineLoss({ name: 'half', forward: nothing, backward: nothing })
const whole = defineLoss({ name: 'whole', forward: nothing, backward: nothing })

const kinds = [neuron, other, gate, any]
const losses = [half, whole]
const seeds = Array.from({ length: 60 }, (_, seed) => seed)
const make = (shape: GraphShape, seed: number) => randomGraph(seed, { kinds, losses, shape })
const hidden = (g: Graph) => Object.values(g.nodes).filter(({ kind }) => kind !== 'input')
const custom = (g: Graph) => hidden(g).filter(({ kind }) => kind === 'gate' || kind === 'any')
/** The longest way from an input, by node. */
function depths(g: Graph): Map<NodeId, number> {
  const depth = new Map<NodeId, number>()
  for (const { id, inputs } of Object.values(g.nodes)) {
    depth.set(
      id,
      inputs.reduce((most, from) => Math.max(most, 1 + (depth.get(from) as number)), 0),
    )
  }
  return depth
}

describe.each(graphShapes)('%s', (shape) => {
  test('[TE8] graphs are sound, and every node can learn', () => {
    for (const seed of seeds) expect(validate(make(shape, seed)), `seed ${seed}`).toEqual([])
  })

  test('[TE8] the same seed gives the same graph, another seed another', () => {
    for (const seed of seeds) expect(make(shape, seed)).toEqual(make(shape, seed))
    expect(new Set(seeds.map((seed) => JSON.stringify(make(shape, seed)))).size).toBeGreaterThan(50)
  })

  test('[TE8] custom kinds are mixed in with a fan-in they take, and at most 3', () => {
    const fanIns = seeds.flatMap((seed) =>
      custom(make(shape, seed)).map(({ inputs, kind }) => [kind, inputs.length] as const),
    )
    expect(fanIns.length).toBeGreaterThan(30)
    for (const [kind, fanIn] of fanIns) expect(kind === 'gate' ? fanIn === 2 : fanIn >= 1 && fanIn <= 3).toBe(true)
  })

  test('[TE8] some nodes have start weights and biases, others draw them, and all of the handed in kinds and losses are used', () => {
    const graphs = seeds.map((seed) => make(shape, seed))
    const nodes = graphs.flatMap(hidden).filter(({ kind }) => kind === 'neuron' || kind === 'other')
    for (const key of ['weights', 'bias'] as const) {
      const given = nodes.filter((node) => node[key] !== undefined).length
      expect(given).toBeGreaterThan(nodes.length * 0.1)
      expect(given).toBeLessThan(nodes.length * 0.5)
    }
    const used = new Set(graphs.flatMap(hidden).map(({ kind }) => kind))
    expect([...used].sort()).toEqual(
      shape === 'chain' || shape === 'sparse' ? ['any', 'neuron', 'other'] : ['any', 'gate', 'neuron', 'other'],
    )
    expect(new Set(graphs.flatMap((g) => g.losses.map(({ loss }) => loss.name)))).toEqual(new Set(['half', 'whole']))
    expect(new Set(graphs.flatMap((g) => g.losses.map(({ weight }) => weight))).size).toBeGreaterThan(2)
  })
})

test('[TE9] layered: every node of a layer reads the whole layer before', () => {
  for (const seed of seeds) {
    const g = make('layered', seed)
    const fanIns = new Set(
      hidden(g)
        .filter(({ kind }) => kind !== 'gate' && kind !== 'any')
        .map(({ inputs }) => inputs.join()),
    )
    expect(fanIns.size).toBeGreaterThanOrEqual(2)
    expect(fanIns.size).toBeLessThanOrEqual(5)
  }
  const widest = Math.max(
    ...seeds.map((seed) => Math.max(...hidden(make('layered', seed)).map(({ inputs }) => inputs.length))),
  )
  expect(widest).toBeGreaterThanOrEqual(9)
})

test('[TE9] sparse: nodes read 1 to 5 of all before them, seldom the same ones, in any order', () => {
  const graphs = seeds.map((seed) => make('sparse', seed))
  const nodes = graphs.flatMap(hidden)
  expect(new Set(nodes.map(({ inputs }) => inputs.length))).toEqual(new Set([1, 2, 3, 4, 5]))
  const number = (id: NodeId) => Number(id.slice(1))
  expect(
    nodes.some(({ inputs }) => inputs.some((id, k) => k > 0 && number(id) < number(inputs[k - 1] as NodeId))),
  ).toBe(true)
  expect(graphs.some((g) => Math.max(...depths(g).values()) >= 8)).toBe(true)
})

test('[TE9] skip: an edge passes over a layer, and not all of a layer’s readers are one deeper', () => {
  const skipping = seeds.filter((seed) => {
    const g = make('skip', seed)
    const depth = depths(g)
    return [...edges(g)].some(({ from, to }) => (depth.get(to) as number) - (depth.get(from) as number) > 1)
  })
  expect(skipping.length).toBeGreaterThan(40)
})

test('[TE9] chain: one node after the other, one output', () => {
  const lengths = seeds.map((seed) => {
    const g = make('chain', seed)
    expect(g.outputs).toHaveLength(1)
    expect(hidden(g).every(({ inputs }) => inputs.length === 1)).toBe(true)
    expect(Math.max(...depths(g).values())).toBe(hidden(g).length)
    return hidden(g).length
  })
  expect(Math.max(...lengths)).toBeGreaterThan(50)
})

test('[TE9] outputs: several losses, one of them on a node that another reads too, and outputs in an order of their own', () => {
  const graphs = seeds.map((seed) => make('outputs', seed))
  for (const g of graphs) {
    expect(g.losses.length).toBeGreaterThanOrEqual(3)
    const read = g.losses.flatMap(({ nodes }) => nodes)
    expect(new Set(read).size).toBe(read.length - 1)
    expect([...g.outputs].sort()).toEqual([...new Set(read)].sort())
  }
  expect(graphs.some((g) => g.outputs.join() !== [...new Set(g.losses.flatMap(({ nodes }) => nodes))].join())).toBe(
    true,
  )
})

test('[TE9] without a shape, the seed draws one', () => {
  const graphs = seeds.map((seed) => randomGraph(seed, { kinds, losses }))
  expect(graphs.some((g) => g.losses.length > 2)).toBe(true)
  expect(graphs.some((g) => hidden(g).every(({ inputs }) => inputs.length === 1))).toBe(true)
})

test('[TE10] kinds that cannot make a graph, and no losses, are refused', () => {
  const code = (given: readonly NodeKind[], handed = losses) =>
    refusal(() => randomGraph(1, { kinds: given, losses: handed })).code
  expect(code([])).toBe('INVALID_OPTION')
  expect(code([input])).toBe('INVALID_OPTION')
  expect(code([gate])).toBe('INVALID_OPTION')
  expect(code([neuron], [])).toBe('INVALID_OPTION')
})

test('[TE10] a custom kind that takes any fan-in is enough', () => {
  for (const shape of graphShapes) expect(validate(randomGraph(1, { kinds: [any], losses, shape }))).toEqual([])
})
