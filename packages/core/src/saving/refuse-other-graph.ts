/** Holds the graph of a history that was read against the one that it should have. */

import { graphDiffers } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { demandGraph, type Graph } from '../graph/value/graph.ts'

/** Throws GRAPH_DIFFERS where ids are others, or where what rows and answers are read by, inputs and outputs, stands in another order. */
export function refuseOtherGraph(found: Graph, like: unknown): void {
  demandGraph(like, 'load', 'like')
  const missing = like.order.filter((id) => !Object.hasOwn(found.nodes, id))
  const more = found.order.filter((id) => !Object.hasOwn(like.nodes, id))
  const moved = (['inputs', 'outputs'] as const).filter((end) => !same(found[end], like[end]))
  if (missing.length + more.length + moved.length > 0) throw new NeuriteError(graphDiffers(missing, more, moved))
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((id, n) => id === b[n])
