/**
 * The parameters of a node as named places: which it has, where each stands behind its first one, what it is called. The one
 * room that knows; whoever wants one asks for it by name.
 *
 *   a radial node of two inputs with { center: 2 per edge, width: 1 }
 *   offset     0             1             2             3             4
 *   place      center 0, 0   center 0, 1   center 1, 0   center 1, 1   width
 *   name       x1->h:center[0] …                         …             h:width
 */

import type { NodeKind, ParameterDeclaration } from '../graph/contracts/kind.ts'
import type { GraphNode } from '../graph/value/graph.ts'
import { edgeAt, type NamedParameter, nodeName, parameterName } from '../text/names.ts'

/** One number of a node. */
export interface ParameterPlace {
  /** The declared name: `bias`, `weight`, `slope`. */
  readonly parameter: string
  /** The slot of the edge that it belongs to; null where it belongs to the node. */
  readonly slot: number | null
  /** Which of several, from 0; null where there is one. */
  readonly k: number | null
}

/** How many numbers of this sort there are per node or edge, with this many edges. */
export function countOf({ options }: NodeKind, { count }: ParameterDeclaration, fanIn: number): number {
  return typeof count === 'number' ? count : count(options, fanIn)
}

const lengthOf = (kind: NodeKind, one: ParameterDeclaration, fanIn: number): number =>
  countOf(kind, one, fanIn) * (one.per === 'edge' ? fanIn : 1)

/** How many numbers a node of this kind has with this many incoming edges. */
export function parametersOf(kind: NodeKind, fanIn: number): number {
  let sum = 0
  for (const one of kind.parameters) sum += lengthOf(kind, one, fanIn)
  return sum
}

/** Where the first number of that name stands behind the node's first one; −1 where the kind has none of that name. */
export function offsetOf(kind: NodeKind, fanIn: number, name: string): number {
  let at = 0
  for (const one of kind.parameters) {
    if (one.name === name) return at
    at += lengthOf(kind, one, fanIn)
  }
  return -1
}

/** A declared parameter and the stretch of numbers that it has in a node. */
export interface ParameterStretch {
  readonly declared: ParameterDeclaration
  readonly offset: number
  readonly length: number
  /** Per node or edge. */
  readonly count: number
}

/** All that a node of this kind learns, in order. */
export function stretches(kind: NodeKind, fanIn: number): readonly ParameterStretch[] {
  let offset = 0
  return kind.parameters.map((declared) => {
    const count = countOf(kind, declared, fanIn)
    const length = lengthOf(kind, declared, fanIn)
    offset += length
    return { declared, offset: offset - length, length, count }
  })
}

/** The place of a node's number at that offset. */
export function placeAt(kind: NodeKind, fanIn: number, offset: number): ParameterPlace {
  for (const { declared, offset: first, length, count } of stretches(kind, fanIn)) {
    if (offset >= first + length) continue
    const rest = offset - first
    const slot = declared.per === 'edge' ? Math.floor(rest / count) : null
    return { parameter: declared.name, slot, k: count === 1 ? null : rest % count }
  }
  throw new RangeError(`a node of kind ${kind.name} has no parameter at ${offset}`)
}

/** The offset of a place; −1 where the node has none such. */
export function offsetAt(kind: NodeKind, fanIn: number, { parameter, slot, k }: ParameterPlace): number {
  for (const { declared, offset, count } of stretches(kind, fanIn)) {
    if (declared.name !== parameter || (declared.per === 'edge') !== (slot !== null)) continue
    if ((count === 1) !== (k === null) || (k ?? 0) >= count || (slot ?? 0) >= Math.max(fanIn, 1)) return -1
    return offset + (slot ?? 0) * count + (k ?? 0)
  }
  return -1
}

/** The parameter of a node at that offset: `h4:bias`, the edge where it is its weight, `h4:center[2]`, `x1->h4:gain`. */
export function nameAt(node: GraphNode, kind: NodeKind, offset: number): string {
  const { parameter, slot, k } = placeAt(kind, node.inputs.length, offset)
  if (slot !== null && parameter === 'weight' && k === null) return edgeAt(node, slot)
  return parameterName(slot === null ? nodeName(node.id) : edgeAt(node, slot), parameter, k)
}

/** All of a node's, in their order. */
export function namesOf(node: GraphNode, kind: NodeKind): string[] {
  const count = parametersOf(kind, node.inputs.length)
  return Array.from({ length: count }, (_, offset) => nameAt(node, kind, offset))
}

/** The offset of what a name tells among the parameters of its node; −1 where the node has none such. */
export function offsetOfName(node: GraphNode, kind: NodeKind, { edge, parameter, k }: NamedParameter): number {
  const { inputs, delays } = node
  const slot =
    edge === null ? null : inputs.findIndex((from, at) => from === edge.from && (delays?.[at] ?? 0) === edge.delay)
  return slot === -1 ? -1 : offsetAt(kind, inputs.length, { parameter, slot, k })
}
