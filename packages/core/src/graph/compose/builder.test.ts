import { map, tap } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Signal } from '../../signal.ts'
import type { Graph, GraphNode } from '../value/graph.ts'
import { ids } from '../value/ids.ts'
import { graph } from './builder.ts'
import type { GraphBuilder, Recipe } from './recipe.ts'
import { huber, leaky, neuron, product, sigmoid, squared } from './sample-graphs.ts'

const unit = neuron(sigmoid)

const node = (g: Graph, id: string): GraphNode => g.nodes[id] as GraphNode
/** Two inputs x1, x2 and what the recipe adds. */
const built = (recipe: Recipe): Graph =>
  graph((g) => {
    g.inputs('x1', 'x2')
    recipe(g)
  })

describe('graph(recipe)', () => {
  it('[GR10] from: ids, lists and layers are read one after the other, so that [x, h] is a skip connection', () => {
    const g = graph((g) => {
      const x = g.inputs('x1', 'x2')
      const h = g.add(ids('h', 2), unit, { from: x })
      g.add('o', unit, { from: [x, 'x3', h] })
      g.inputs('x3')
    })
    expect(node(g, 'o').inputs).toEqual(['x1', 'x2', 'x3', 'h1', 'h2'])
  })

  it('[GR11] add and inputs return what they were given, to read from', () => {
    graph((g) => {
      expect(g.inputs('x1', 'x2')).toEqual(['x1', 'x2'])
      expect(g.inputs(ids('y', 2))).toEqual(['y1', 'y2'])
      expect(g.add('h', unit, { from: 'x1' })).toBe('h')
      expect(g.add(['i', 'j'], unit, { from: 'x1' })).toEqual(['i', 'j'])
    })
  })

  it('[GR12] nodes may be named before they are added', () => {
    const g = graph((g) => {
      g.loss(squared, 'o')
      g.outputs('o', 'h')
      g.connect('h', 'o', { weight: 1 })
      g.connect('x', ['h', 'o'])
      g.add(['h', 'o'], unit)
      g.inputs('x')
    })
    expect(node(g, 'o').inputs).toEqual(['h', 'x'])
    expect(node(g, 'o').weights).toEqual([1, null])
    expect(node(g, 'h').inputs).toEqual(['x'])
    expect(g.order).toEqual(['h', 'o', 'x'])
  })

  it('[GR13] weights go by slot or by source, for one node or one per node; null and what is left out is drawn', () => {
    const g = built((g) => {
      g.add('a', unit, { from: ['x1', 'x2'], weights: [0.5, null] })
      g.add('b', unit, { from: ['x1', 'x2'], weights: { x2: 0.25 } })
      g.add(['c', 'd'], unit, { from: ['x1', 'x2'], weights: [[1, 2], { x1: 3 }], bias: [4, 5] })
      g.add(['e', 'f'], unit, { from: ['x1', 'x2'], weights: [[null, null], {}], bias: 6 })
    })
    expect(node(g, 'a').weights).toEqual([0.5, null])
    expect(node(g, 'b').weights).toEqual([null, 0.25])
    expect([node(g, 'c').weights, node(g, 'd').weights]).toEqual([
      [1, 2],
      [3, null],
    ])
    expect([node(g, 'c').bias, node(g, 'd').bias, node(g, 'e').bias, node(g, 'f').bias]).toEqual([4, 5, 6, 6])
    expect('weights' in node(g, 'e')).toBe(false)
    expect('weights' in node(g, 'f')).toBe(false)
    expect('bias' in node(g, 'a')).toBe(false)
  })

  it('[GR14] minus zero is kept as zero, as JSON would', () => {
    const g = built((g) => {
      g.add('a', unit, { from: ['x1', 'x2'], weights: [-0, 1], bias: -0 })
      g.loss(squared, 'a', { weight: -0 })
    })
    expect(Object.is(node(g, 'a').weights?.[0], 0)).toBe(true)
    expect(Object.is(node(g, 'a').bias, 0)).toBe(true)
    expect(Object.is(g.losses[0]?.weight, 0)).toBe(true)
  })

  it('[GR15] equal kinds are kept once, and only those that are used', () => {
    const g = built((g) => {
      for (let n = 0; n < 5; n++) g.add(`a${n}`, neuron(sigmoid), { from: 'x1' })
      g.add('b', neuron(leaky(0.1)), { from: 'x1' })
      g.add('c', neuron(leaky(0.2)), { from: 'x1' })
      g.add('d', product, { from: ['x1', 'x2'] })
      g.set('d', { kind: neuron(leaky(0.2)) })
    })
    expect(Object.keys(g.kinds)).toEqual([
      'input',
      'neuron{"activation":"sigmoid"}',
      'neuron{"activation":{"name":"leaky","options":{"slope":0.1}}}',
      'neuron{"activation":{"name":"leaky","options":{"slope":0.2}}}',
    ])
    expect(node(g, 'd').kind).toBe(node(g, 'c').kind)
  })

  it('[GR16] nodes with equal fan-ins share one array, however they came to it', () => {
    const g = built((g) => {
      g.add(['a', 'b'], unit, { from: ['x1', 'x2'] })
      g.add('c', unit, { from: ['x1', 'x2'] })
      g.add('d', unit)
      g.connect('x1', 'd')
      g.connect('x2', 'd')
      g.add('e', unit, { from: ['x2', 'x1'] })
    })
    for (const id of ['b', 'c', 'd']) expect(node(g, id).inputs).toBe(node(g, 'a').inputs)
    expect(node(g, 'e').inputs).not.toBe(node(g, 'a').inputs)
  })

  it('[GR17] outputs default to what the losses read, else to the neurons nobody reads in the same tick', () => {
    const recipe = (g: GraphBuilder) => {
      g.add(['h', 'o', 'p'], unit, { from: 'x1' })
      g.connect('h', 'o')
      g.connect('o', ['h', 'o'], { delay: 1 })
    }
    expect(built(recipe).outputs).toEqual(['o', 'p'])
    const withLosses = built((g) => {
      recipe(g)
      g.loss(squared, ['p', 'h'])
      g.loss(huber(1), 'h', { weight: 0.5 })
    })
    expect(withLosses.outputs).toEqual(['p', 'h'])
    expect(withLosses.losses.map(({ weight }) => weight)).toEqual([1, 0.5])
    const named = built((g) => {
      recipe(g)
      g.outputs('h')
      g.outputs('p', ['o'])
    })
    expect(named.outputs).toEqual(['p', 'o'])
  })

  it('[GR18] connect goes from each to each, behind what is read already, and changes only the ends it names', () => {
    const g = built((g) => {
      g.add(['a', 'b', 'c'], unit, { from: 'x1' })
      g.connect(['x2', 'a'], ['b', 'c'], { weight: 0.5, delay: 1 })
    })
    expect(node(g, 'a').inputs).toEqual(['x1'])
    expect(node(g, 'c')).toEqual({
      id: 'c',
      kind: node(g, 'a').kind,
      inputs: ['x1', 'x2', 'a'],
      weights: [null, 0.5, 0.5],
      delays: [0, 1, 1],
    })
    expect(node(g, 'b').inputs).toBe(node(g, 'c').inputs)
  })

  it('[GR19] an edge may carry an RxJS operator, alone or with the one for the way back', () => {
    const there = tap<Signal>()
    const back = map((signal: Signal) => signal)
    const g = built((g) => {
      g.add('a', unit, { from: 'x1' })
      g.connect('x2', 'a', { through: there })
      g.connect('a', 'a', { delay: 1, through: { operator: there, back } })
    })
    expect(node(g, 'a').through).toEqual({ 1: { operator: there }, 2: { operator: there, back } })
    expect(Object.isFrozen(node(g, 'a').through?.[1])).toBe(true)
  })

  it('[GR20] disconnect takes an edge away with all that stood on it; without a delay it takes each edge between the two', () => {
    const recipe = (delay?: number) =>
      built((g) => {
        g.add(['a', 'b'], unit, { from: ['x1', 'x2'], weights: [[1, 2], [3, 4]] }) // biome-ignore format: a matrix
        g.connect('x1', 'a', { weight: 5, delay: 1 })
        g.connect('x1', 'a', { weight: 6, delay: 2, through: tap() })
        if (delay === undefined) g.disconnect('x1', 'a')
        else g.disconnect('x1', 'a', { delay })
      })
    expect(node(recipe(), 'a')).toEqual({ id: 'a', kind: node(recipe(), 'b').kind, inputs: ['x2'], weights: [2] })
    expect(node(recipe(), 'b').weights).toEqual([3, 4])
    const left = node(recipe(1), 'a')
    expect([left.inputs, left.weights, left.delays]).toEqual([
      ['x1', 'x2', 'x1'],
      [1, 2, 6],
      [0, 0, 2],
    ])
    expect(Object.keys(left.through ?? {})).toEqual(['2'])
    expect(node(recipe(2), 'a').through).toBeUndefined()
  })

  it('[GR21] remove takes a node with every edge that touches it; losses and outputs forget it, and it may come again', () => {
    const g = built((g) => {
      g.add(['a', 'b', 'c'], unit, { from: ['x1', 'x2'], weights: [[1, 2], [3, 4], [5, 6]] }) // biome-ignore format: a matrix
      g.add('o', unit, { from: ['a', 'b', 'c'], weights: [7, 8, 9] })
      g.loss(squared, ['o', 'b'])
      g.loss(squared, 'b')
      g.outputs('b', 'o')
      g.remove('b', ['x1'])
      g.add('b', unit, { from: 'c' })
      g.connect('b', 'o')
    })
    expect(g.order).toEqual(['x2', 'a', 'c', 'o', 'b'])
    expect(g.inputs).toEqual(['x2'])
    expect([node(g, 'o').inputs, node(g, 'o').weights]).toEqual([
      ['a', 'c', 'b'],
      [7, 9, null],
    ])
    expect([node(g, 'a').inputs, node(g, 'a').weights]).toEqual([['x2'], [2]])
    expect(g.losses.map(({ nodes }) => nodes)).toEqual([['o']])
    expect(g.outputs).toEqual(['o'])
  })

  it('[GR22] set changes what it is given and leaves the rest; null takes a start value away', () => {
    const g = built((g) => {
      g.add(['a', 'b'], unit, { from: ['x1', 'x2'], weights: [[1, 2], [3, 4]], bias: 5 }) // biome-ignore format: a matrix
      g.set('a', { weights: { x2: 9 }, kind: neuron(leaky(0.5)) })
      g.set('b', { bias: null, weights: null })
    })
    expect([node(g, 'a').weights, node(g, 'a').bias]).toEqual([[1, 9], 5])
    expect(node(g, 'a').kind).toContain('leaky')
    expect(Object.keys(node(g, 'b'))).toEqual(['id', 'kind', 'inputs'])
  })

  it('[GR23] clearLosses takes every loss away', () => {
    const g = built((g) => {
      g.add(['a', 'b'], unit, { from: 'x1' })
      g.loss(squared, 'a')
      g.clearLosses()
      g.loss(squared, 'b')
    })
    expect(g.losses.map(({ nodes }) => nodes)).toEqual([['b']])
  })

  it('[GR24] the words can be taken out of the builder', () => {
    const g = graph(({ inputs, add }) => add('o', unit, { from: inputs('x') }))
    expect(g.order).toEqual(['x', 'o'])
  })
})
