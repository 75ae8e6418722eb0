import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { layers, linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Fuse } from './fuse.ts'
import { plan } from './plan.ts'
import { FIELDS, returns } from './returns.ts'

/** For each part, who gives back to it: [reader, first lane, lanes, first slot]. */
function returnsOf(g: Graph, mode: Fuse, sources = false): number[][][] {
  const { parts, losses, owners } = plan(g, mode)
  const { start, fields } = returns(parts, losses, owners.part, ({ form }) => (form === 'source') === sources)
  return parts.map((_, k) => {
    const count = (start[k + 1] as number) - (start[k] as number)
    return Array.from({ length: count }, (_, n) => {
      const at = ((start[k] as number) + n) * FIELDS
      return [...fields.subarray(at, at + FIELDS)]
    })
  })
}

/** h1 and h2 are read by o1, by o2 in another order, and h1 by a loss. */
const crossed = (): Graph =>
  graph((g) => {
    const h = g.add(['h1', 'h2'], linear, { from: g.inputs('x') })
    g.add('o1', linear, { from: h })
    g.add('o2', linear, { from: ['h2', 'h1'] })
    g.loss(squaredError, ['o1', 'o2'])
    g.loss(squaredError, 'h1')
  })

describe('returns', () => {
  test('[PL13] what comes back to a part comes in plan order of its readers, the losses last', () => {
    expect(returnsOf(crossed(), 'auto')[1]).toEqual([
      [2, 1, 2, 0],
      [3, 2, 1, 0],
      [3, 1, 1, 1],
      [5, 1, 1, 0],
    ])
  })

  test('[PL13] each lane gets the same returns in the same order, whatever the grouping', () => {
    const never = returnsOf(crossed(), 'never')
    expect([never[1], never[2]]).toEqual([
      [
        [3, 1, 1, 0],
        [4, 1, 1, 1],
        [6, 1, 1, 0],
      ],
      [
        [3, 2, 1, 1],
        [4, 2, 1, 0],
      ],
    ])
  })

  test('[PL13] a run over several parts is divided among their owners', () => {
    const g = graph((g) => {
      const x = g.inputs('x')
      g.add('a', linear, { from: x })
      g.add('b', linear, { from: [x, 'a'] })
      g.loss(squaredError, g.add('c', linear, { from: ['a', 'b'] }))
    })
    expect(
      returnsOf(g, 'auto').map((of) => of.map(([reader, lane, lanes, slot]) => [reader, lane, lanes, slot])),
    ).toEqual([
      [],
      [
        [2, 1, 1, 1],
        [3, 1, 1, 0],
      ],
      [[3, 2, 1, 1]],
      [[4, 3, 1, 0]],
    ])
  })

  test('[PL13] the inputs have theirs apart, and an operator gives back in its reader’s stead', () => {
    const g = graph((g) => {
      g.inputs('x')
      g.add('a', linear)
      g.connect('x', 'a', { through: map((signal) => signal) })
      g.loss(squaredError, 'a')
    })
    expect(returnsOf(g, 'auto')).toEqual([[], [[2, 2, 1, 0]], [[3, 1, 1, 0]]])
    expect(returnsOf(g, 'auto', true)).toEqual([[[1, 0, 1, 0]], [], []])
  })

  test('[PL11] a dense million of edges has one return in auto, none per edge', () => {
    const of = returnsOf(layers([1000, 1000, 10]), 'auto')
    expect(of.map(({ length }) => length)).toEqual([0, 1, 10])
  })
})
