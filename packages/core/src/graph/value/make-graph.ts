/** The last step to a graph: parts put together and frozen, whoever read or wrote them. */

import { freezeDefinition } from '../contracts/definition.ts'
import type { NodeKind } from '../contracts/kind.ts'
import type { Through } from '../contracts/through.ts'
import type { Graph, GraphLoss, GraphNode, NodeId } from './graph.ts'
import { graphPrototype } from './graph-prototype.ts'

/** A node's parts. Lists beside the inputs may be shorter than these: what is missing is null, or 0. */
export interface NodeParts {
  readonly id: NodeId
  readonly kind: string
  readonly weights: readonly (number | null)[] | null
  readonly bias: number | null
  readonly delays: readonly number[] | null
  readonly through: ReadonlyMap<number, Through> | null
}

/** A frozen node over inputs that are frozen already; it carries only what was given. */
export function makeNode(parts: NodeParts, inputs: readonly NodeId[]): GraphNode {
  const { id, kind, weights, bias, delays, through } = parts
  const made: { -readonly [key in keyof GraphNode]: GraphNode[key] } = { id, kind, inputs }
  if (weights?.some((weight) => weight !== null)) made.weights = padded(weights, inputs.length, null)
  if (bias !== null) made.bias = bias
  if (delays?.some((delay) => delay !== 0)) made.delays = padded(delays, inputs.length, 0)
  if (through !== null && through.size > 0) made.through = Object.freeze(Object.fromEntries(through))
  return Object.freeze(made)
}

function padded<T>(values: readonly T[], width: number, missing: T): readonly T[] {
  const whole = values.slice()
  while (whole.length < width) whole.push(missing)
  return Object.freeze(whole)
}

export function makeLoss({ loss, nodes, weight }: GraphLoss): GraphLoss {
  return Object.freeze({ loss: freezeDefinition(loss), nodes: Object.freeze(nodes.slice()), weight })
}

/** Those of the kinds that are used, frozen; looked up as in a table, so that no key is inherited. */
export function makeKinds(
  kinds: Iterable<readonly [string, NodeKind]>,
  used: { has(key: string): boolean },
): Graph['kinds'] {
  const made: Record<string, NodeKind> = Object.create(null)
  for (const [key, kind] of kinds) if (used.has(key)) made[key] = freezeDefinition(kind)
  return Object.freeze(made)
}

/** Each name once; nothing where there are none. */
export const frozenOf = (names: readonly string[]): Pick<Graph, 'frozen'> =>
  names.length === 0 ? {} : { frozen: Object.freeze([...new Set(names)]) }

/** A graph of frozen nodes in declared order. */
export function makeGraph(
  ordered: Iterable<GraphNode>,
  kinds: Graph['kinds'],
  ends: Pick<Graph, 'inputs' | 'outputs' | 'losses' | 'frozen'>,
): Graph {
  const nodes: Record<NodeId, GraphNode> = Object.create(null)
  const order: NodeId[] = []
  for (const node of ordered) {
    nodes[node.id] = node
    order.push(node.id)
  }
  const made: Graph = {
    nodes: Object.freeze(nodes),
    order: Object.freeze(order),
    inputs: Object.freeze(ends.inputs.slice()),
    outputs: Object.freeze(ends.outputs.slice()),
    losses: Object.freeze(ends.losses.map(makeLoss)),
    ...frozenOf(ends.frozen ?? []),
    kinds,
  }
  return Object.freeze(Object.assign(Object.create(graphPrototype), made))
}
