/** What differs between two graphs, by nodes and edges. */

import { type Graph, type GraphNode, type NodeId, nodesInOrder } from '../graph/value/graph.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import { edgeAt } from '../text/names.ts'

export interface GraphDiff {
  readonly before: Graph
  readonly after: Graph
  /** Nodes that only the graph after has, in its declared order. */
  readonly added: readonly NodeId[]
  /** Nodes that only the graph before has, in its declared order. */
  readonly removed: readonly NodeId[]
  /** By name, those of added and removed nodes included. */
  readonly addedEdges: readonly string[]
  readonly removedEdges: readonly string[]
  /** Nodes of both graphs that compute something else now; kinds by their keys in `graph.kinds`. */
  readonly changedKinds: readonly { readonly node: NodeId; readonly before: string; readonly after: string }[]
}

/**
 * What differs, or null where the graphs have one fingerprint. Start values, the order of edges, outputs and losses are
 * not listed one by one: they stand in `before` and `after`.
 */
export function graphDiff(before: Graph, after: Graph): GraphDiff | null {
  if (before === after || graphFingerprint(before) === graphFingerprint(after)) return null
  const changedKinds = nodesInOrder(after).flatMap(({ id, kind }) => {
    const was = Object.hasOwn(before.nodes, id) ? (before.nodes[id] as GraphNode).kind : kind
    return was === kind ? [] : [Object.freeze({ node: id, before: was, after: kind })]
  })
  return Object.freeze({
    before,
    after,
    added: Object.freeze(after.order.filter((id) => !Object.hasOwn(before.nodes, id))),
    removed: Object.freeze(before.order.filter((id) => !Object.hasOwn(after.nodes, id))),
    addedEdges: Object.freeze(edgesMissingIn(before, after)),
    removedEdges: Object.freeze(edgesMissingIn(after, before)),
    changedKinds: Object.freeze(changedKinds),
  })
}

/** The edges of `graph` that `other` has not. Nodes with the same fan-in are passed over. */
function edgesMissingIn(other: Graph, graph: Graph): string[] {
  const missing: string[] = []
  for (const node of nodesInOrder(graph)) {
    const twin = Object.hasOwn(other.nodes, node.id) ? (other.nodes[node.id] as GraphNode) : null
    if (twin !== null && twin.inputs === node.inputs && twin.delays === node.delays) continue
    const there = new Set(twin === null ? [] : edgeIds(twin))
    for (const edge of edgeIds(node)) if (!there.has(edge)) missing.push(edge)
  }
  return missing
}

function edgeIds(node: GraphNode): string[] {
  return node.inputs.map((_, slot) => edgeAt(node, slot))
}
