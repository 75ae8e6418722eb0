import { describe, expect, test } from 'vitest'
import { graph } from '../graph/compose/builder.ts'
import { edit } from '../graph/compose/edit.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'

import type { Graph } from '../graph/value/graph.ts'
import { ids } from '../graph/value/ids.ts'
import { streamOf, uniform } from '../numerics/random.ts'
import { layout } from '../plan/layout.ts'
import { refusal } from '../testing/refusal.ts'
import { initialParameters } from './initial.ts'
import { linear, placeDraw, product, withoutBias, workedGraph } from './sample-network.ts'

/** The parameters of one node, bias first. */
function spanOf(g: Graph, id: string, seed: number): number[] {
  const { lane, start } = layout(g)
  const at = lane.get(id) as number
  return [...initialParameters(g, seed).slice(start[at], start[at + 1])]
}

const deep = () =>
  graph((g) => {
    const x = g.inputs('x1', 'x2')
    const h = g.add(['h1', 'h2'], linear, { from: x })
    g.add('o', linear, { from: [x, h] })
  })

describe('initialParameters', () => {
  test('[ST3] takes the start values a graph gives, bias first, then the weights in fan-in order', () => {
    const g = workedGraph()
    expect(spanOf(g, 'x1', 1)).toEqual([])
    expect(spanOf(g, 'h4', 1)).toEqual([-0.4, 0.2, 0.4, -0.5])
    expect(spanOf(g, 'h5', 1)).toEqual([0.2, -0.3, 0.1, 0.2])
    expect(spanOf(g, 'o6', 1)).toEqual([0.1, -0.3, -0.2])
  })

  test('[ST3] draws the rest from the stream of the node’s id, a stretch of 65,536 numbers for each parameter', () => {
    const drawn = (id: string, parameter: number) => 2 * uniform(7, streamOf(id), parameter * 65536) - 1
    expect(spanOf(deep(), 'h2', 7)).toEqual([drawn('h2', 0), drawn('h2', 1), drawn('h2', 2)])
    expect(spanOf(deep(), 'o', 7)).toEqual([0, 1, 2, 3, 4].map((parameter) => drawn('o', parameter)))
  })

  test('[ST3] an initializer may draw more than once', () => {
    const mean = defineInitializer({ name: 'mean', draw: (random) => (random() + random() + random()) / 3 })
    const kind = defineKind({
      name: 'averaged',
      parameters: [{ name: 'weight', per: 'edge', start: mean }],
      forward: () => {},
      backward: () => {},
    })
    const g = graph((g) => g.add('a', kind, { from: [...g.inputs('x1', 'x2')] }))
    const drawn = (slot: number) => [0, 1, 2].map((n) => uniform(3, streamOf('a'), (slot + 1) * 65536 + n))
    const average = ([a, b, c]: number[]) => ((a as number) + (b as number) + (c as number)) / 3
    expect(spanOf(g, 'a', 3)).toEqual([average(drawn(0)), average(drawn(1))])
  })

  test('[ST3] a kind without bias has weights only, a kind without parameters none', () => {
    const g = graph((g) => {
      const x = g.inputs('x1', 'x2')
      g.add('w', withoutBias, { from: x, weights: [3, 4] })
      g.add('p', product, { from: [...x, 'w'] })
    })
    expect(spanOf(g, 'w', 1)).toEqual([3, 4])
    expect(spanOf(g, 'p', 1)).toEqual([])
  })

  test('[ST4] adding a node or an edge, or giving a start value, leaves what the others start with as it was', () => {
    const before = deep()
    const { graph: more } = edit(before, (g) => {
      g.add('h0', linear, { from: ['x2'] })
      g.connect('h0', 'o')
      g.set('h1', { weights: { x1: 0.5 } })
      g.set('h2', { bias: 0.25 })
    })
    expect(spanOf(more, 'o', 1).slice(0, -1)).toEqual(spanOf(before, 'o', 1))
    expect(spanOf(more, 'h1', 1)).toEqual(spanOf(before, 'h1', 1).with(1, 0.5))
    expect(spanOf(more, 'h2', 1)).toEqual(spanOf(before, 'h2', 1).with(0, 0.25))
  })

  test('[ST4] another seed, another start; the same seed, the same', () => {
    expect(initialParameters(deep(), 1)).toEqual(initialParameters(deep(), 1))
    expect(initialParameters(deep(), 1)).not.toEqual(initialParameters(deep(), 2))
  })

  test('[ST5] an initializer is told the fan-in of the node, and the edges that leave the source; of the node itself for its bias', () => {
    const kind = defineKind({
      name: 'told',
      parameters: [
        { name: 'bias', start: placeDraw },
        { name: 'weight', per: 'edge', start: placeDraw },
      ],
      forward: () => {},
      backward: () => {},
    })
    const g = graph((g) => {
      const x = g.inputs('x1', 'x2')
      const h = g.add(['h1', 'h2', 'h3'], kind, { from: x })
      g.add('o', kind, { from: ['x2', 'h1', 'h3'] })
      g.add('p', kind, { from: [...h, 'o'] })
    })
    // x1 feeds three nodes, x2 four, h1 and h3 two, h2 one, o one, p none.
    expect(spanOf(g, 'h1', 1)).toEqual([2.002, 2.003, 2.004])
    expect(spanOf(g, 'h2', 1)).toEqual([2.001, 2.003, 2.004])
    expect(spanOf(g, 'o', 1)).toEqual([3.001, 3.004, 3.002, 3.002])
    expect(spanOf(g, 'p', 1)).toEqual([4, 4.002, 4.001, 4.002, 4.001])
  })

  test('[ST6] an initializer that gives no finite number is refused, naming node and edge', () => {
    const broken = defineInitializer({ name: 'broken', draw: (_, { fanOut }) => 1 / (2 - fanOut) })
    const weights = defineKind({
      name: 'brokenWeights',
      parameters: [{ name: 'weight', per: 'edge', start: broken }],
      forward: () => {},
      backward: () => {},
    })
    const g = graph((g) => {
      const x = g.inputs('x1', 'x2', 'x3')
      g.add('a', linear, { from: ['x2'] })
      g.add('b', weights, { from: x })
    })
    expect(refusal(() => initialParameters(g, 1))).toMatchObject({
      code: 'INVALID_WEIGHT',
      place: { edge: 'x2->b', node: 'b' },
    })
    const bias = defineKind({
      name: 'brokenBias',
      parameters: [{ name: 'bias', start: broken }],
      forward: () => {},
      backward: () => {},
    })
    const h = graph((g) => {
      const b = g.add('b', bias, { from: g.inputs('x1') })
      g.add(['c', 'd'], linear, { from: [b] })
    })
    expect(refusal(() => initialParameters(h, 1))).toMatchObject({ code: 'INVALID_BIAS', place: { node: 'b' } })
  })

  test('[ST6] a seed that is no safe integer is refused where something is drawn', () => {
    expect(refusal(() => initialParameters(deep(), 0.5)).code).toBe('INVALID_OPTION')
  })

  test('[ST3] a node that reads ten thousand others starts like any other', () => {
    const kind = defineKind({
      name: 'wide',
      parameters: [
        { name: 'bias', start: placeDraw },
        { name: 'weight', per: 'edge', start: placeDraw },
      ],
      forward: () => {},
      backward: () => {},
    })
    const g = graph((g) => g.add('o', kind, { from: g.inputs(ids('x', 10_000)) }))
    const span = spanOf(g, 'o', 1)
    expect(span.length).toBe(10_001)
    expect([span[0], span[1], span[10_000]]).toEqual([10_000, 10_000.001, 10_000.001])
  })
})
