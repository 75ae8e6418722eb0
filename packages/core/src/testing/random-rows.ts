/** Random rows for any graph. */

import type { Row } from '../data/row.ts'
import { demandWhole } from '../door/demand.ts'
import { demandGraph, type Graph, targetNodes } from '../graph/value/graph.ts'
import { random, streamOf } from '../numerics/random.ts'
import { evenly } from './draw.ts'
import { drawTarget } from './draw-target.ts'

/** A row whose values stand in declared order. */
export interface RandomRow extends Row {
  readonly input: readonly number[]
  readonly target: readonly number[]
}

/**
 * `count` rows drawn from the seed: inputs from −1 to 1 and now and then exactly 0, targets that suit every loss that
 * reads their node. Throws INVALID_OPTION where none suits.
 *
 * @example
 * train(net, randomRows(g, 64, 7), { batchSize: 32, epochs: 10 })
 */
export function randomRows(graph: Graph, count: number, seed: number): RandomRow[] {
  demandGraph(graph, 'randomRows')
  demandWhole(count, 'randomRows', 'count', 0, 2 ** 24)
  const next = random(seed, streamOf('random rows'))
  const readers = targetNodes(graph).map((id) =>
    graph.losses.filter(({ nodes }) => nodes.includes(id)).map(({ loss }) => loss),
  )
  return Array.from({ length: count }, () => ({
    input: graph.inputs.map(() => (next() < 0.1 ? 0 : evenly(next, -1, 1))),
    target: readers.map((losses) => drawTarget(next, losses)),
  }))
}
