import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { layers, linear, product, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import type { Graph } from '../graph/value/graph.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { type Fuse, fuse } from './fuse.ts'
import { layout } from './layout.ts'

const partsOf = (g: Graph, mode: Fuse) =>
  fuse(layout(g), mode).parts.map(({ form, firstLane, lanes }) => `${form} ${firstLane}+${lanes}`)

/** x and y into h1 and h2, x by way of an operator into h1. */
const withOperator = (): Graph =>
  graph((g) => {
    const x = g.inputs('x', 'y')
    g.add('h1', linear, { from: 'y' })
    g.connect('x', 'h1', { through: map((signal) => signal) })
    g.add('h2', linear, { from: x })
    g.add('h3', linear, { from: x })
    g.loss(squaredError, ['h1', 'h2', 'h3'])
  })

describe('fuse', () => {
  test('[PL7] auto makes one dense part of what shares kind and inputs', () => {
    expect(partsOf(threeTwoOne(), 'auto')).toEqual(['source 0+3', 'dense 3+2', 'single 5+1'])
  })

  test('[PL7] never makes a part per node', () => {
    expect(partsOf(threeTwoOne(), 'never')).toEqual([
      'source 0+1',
      'source 1+1',
      'source 2+1',
      'single 3+1',
      'single 4+1',
      'single 5+1',
    ])
  })

  test('[PL7] custom kinds stay single, and other kinds or another order of inputs divide a layer', () => {
    const g = graph((g) => {
      const x = g.inputs('x', 'y')
      g.add(['p', 'q'], product, { from: x })
      g.add(['a', 'b'], linear, { from: x })
      g.add(['c', 'd'], linear, { from: ['y', 'x'] })
      g.add(['e', 'f'], sigmoid, { from: x })
      g.loss(squaredError, ['p', 'q', 'a', 'b', 'c', 'd', 'e', 'f'])
    })
    expect(partsOf(g, 'auto')).toEqual([
      'source 0+2',
      'single 2+1',
      'single 3+1',
      'dense 4+2',
      'dense 6+2',
      'dense 8+2',
    ])
  })

  test.each(['auto', 'never'] as const)('[PL8] parts cover every lane once, in order and numbered so: %s', (mode) => {
    for (const shape of graphShapes) {
      for (let seed = 0; seed < 4; seed++) {
        const g = randomGraph(seed, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
        const { parts, lanes } = fuse(layout(g), mode)
        let next = 0
        parts.forEach((part, k) => {
          expect([part.index, part.firstLane]).toEqual([k, next])
          next += part.lanes
        })
        expect(next).toBe(lanes)
        expect(lanes).toBe(g.order.length)
      }
    }
  })

  test('[PL8] a part knows where the parameters of its lanes stand, whatever the grouping', () => {
    const g = layers([3, 4, 2])
    const { start } = layout(g)
    for (const mode of ['auto', 'never'] as const) {
      for (const part of fuse(layout(g), mode).parts) {
        if (part.form !== 'dense' && part.form !== 'single') continue
        for (let k = 0; k < part.lanes; k++) {
          expect(part.firstParameter + k * part.stride).toBe(start[part.firstLane + k])
        }
      }
    }
  })

  test('[PL9] an edge with an operator is a part of its own before its reader, with a lane behind those of the nodes', () => {
    const g = withOperator()
    expect(partsOf(g, 'auto')).toEqual(['source 0+2', 'through 5+1', 'single 2+1', 'dense 3+2'])
    const { parts, lanes } = fuse(layout(g), 'auto')
    expect(lanes).toBe(6)
    const [, through, reader] = parts
    expect(through).toMatchObject({ form: 'through', edge: 'x->h1', to: 'h1' })
    expect([...(through?.inputs.lanes ?? [])]).toEqual([0])
    expect([...(reader?.inputs.lanes ?? [])]).toEqual([1, 5])
  })

  test('[PL4] parts that read the same hold one and the same list', () => {
    const { parts } = fuse(layout(layers([3, 4, 2])), 'never')
    expect(new Set(parts.slice(3, 7).map(({ inputs }) => inputs)).size).toBe(1)
    expect(new Set(parts.map(({ inputs }) => inputs)).size).toBe(3)
  })
})
