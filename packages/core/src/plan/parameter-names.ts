/** The names of a node's parameters, in their order. */

import type { NodeKind } from '../graph/contracts/kind.ts'
import type { GraphNode } from '../graph/value/graph.ts'
import { biasName, edgeAt } from '../text/names.ts'

/** The parameter of a node at that place behind its first one: `bias h4`, or the edge. */
export function parameterName(node: GraphNode, kind: NodeKind, place: number): string {
  const slot = place - (kind.bias === null ? 0 : 1)
  return slot < 0 ? biasName(node.id) : edgeAt(node, slot)
}

/** All of a node's, in their order: the bias, then the weights in fan-in order. */
export function parameterNames(node: GraphNode, kind: NodeKind): string[] {
  const count = (kind.bias === null ? 0 : 1) + (kind.weights === null ? 0 : node.inputs.length)
  return Array.from({ length: count }, (_, place) => parameterName(node, kind, place))
}
