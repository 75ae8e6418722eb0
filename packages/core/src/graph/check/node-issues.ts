/** What is wrong with each node by itself: its kind, its fan-in, and what stands on its edges. */

import { unknownKind } from '../../errors/definitions.ts'
import {
  invalidBias,
  invalidDelay,
  invalidWeight,
  unusedBias,
  unusedWeight,
  wrongFanIn,
  wrongLength,
} from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { invalidOption } from '../../errors/options.ts'
import { edgeAt } from '../../text/names.ts'
import { isKind } from '../contracts/is-definition.ts'
import { declares, type NodeKind } from '../contracts/kind.ts'
import type { Graph, GraphNode } from '../value/graph.ts'

/** Looks at nodes of the right form, one by one; whom they read is not looked at. */
export function nodeIssues(nodes: Iterable<GraphNode>, kinds: Graph['kinds']): Issue[] {
  const issues: Issue[] = []
  const kindOf = soundKinds(kinds)
  const found = (more: readonly Issue[]): void => {
    for (const issue of more) issues.push(issue)
  }
  for (const node of nodes) {
    const kind = kindOf(node.kind)
    if (kind === null) issues.push(unknownKind(node.id, node.kind))
    else {
      const { min, max } = kind.fanIn
      const { length } = node.inputs
      if (!(length >= min && length <= max)) issues.push(wrongFanIn(node.id, length, min, max))
    }
    if (node.bias !== undefined) found(biasIssues(node, kind))
    if (node.weights !== undefined) found(weightIssues(node, kind))
    if (node.delays !== undefined) found(delayIssues(node))
    if (node.through !== undefined) found(throughIssues(node))
  }
  return issues
}

function soundKinds(kinds: Graph['kinds']): (key: string) => NodeKind | null {
  const known = new Map<string, NodeKind | null>()
  return (key) => {
    let kind = known.get(key)
    if (kind === undefined) {
      kind = Object.hasOwn(kinds, key) && isKind(kinds[key]) ? kinds[key] : null
      known.set(key, kind)
    }
    return kind
  }
}

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)

function biasIssues(node: GraphNode, kind: NodeKind | null): Issue[] {
  if (!isNumber(node.bias)) return [invalidBias(node.id, node.bias)]
  return kind !== null && !declares(kind, 'bias') ? [unusedBias(node.id, kind.name)] : []
}

/** One per slot of a list that stands beside the inputs, for the values that are not as they should be. */
function listIssues(
  node: GraphNode,
  what: string,
  list: readonly unknown[],
  look: (value: unknown, slot: number) => Issue | null,
): Issue[] {
  const issues: Issue[] = []
  const wants = node.inputs.length
  if (list.length !== wants) issues.push(wrongLength({ node: node.id }, `${what} of ${node.id}`, list.length, wants))
  for (let slot = 0; slot < Math.min(list.length, wants); slot++) {
    const issue = look(list[slot], slot)
    if (issue !== null) issues.push(issue)
  }
  return issues
}

function weightIssues(node: GraphNode, kind: NodeKind | null): Issue[] {
  const unused = kind !== null && !declares(kind, 'weight') ? kind.name : null
  return listIssues(node, 'weights', node.weights ?? [], (weight, slot) => {
    if (weight === null) return null
    if (!isNumber(weight)) return invalidWeight(edgeAt(node, slot), node.id, weight)
    return unused === null ? null : unusedWeight(edgeAt(node, slot), node.id, unused)
  })
}

function delayIssues(node: GraphNode): Issue[] {
  return listIssues(node, 'delays', node.delays ?? [], (delay, slot) => {
    const sound = typeof delay === 'number' && Number.isSafeInteger(delay) && delay >= 0
    return sound ? null : invalidDelay(edgeAt(node, slot), node.id, delay)
  })
}

function throughIssues(node: GraphNode): Issue[] {
  const issues: Issue[] = []
  for (const [slot, given] of Object.entries(node.through ?? {})) {
    const { operator, back } = (given ?? {}) as { operator?: unknown; back?: unknown }
    const sound = typeof operator === 'function' && (back === undefined || typeof back === 'function')
    const edge = edgeAt(node, Number(slot))
    if (!sound) issues.push(invalidOption(`through of ${edge}`, given, 'an RxJS operator, or { operator, back }'))
    else if (node.inputs[Number(slot)] === undefined)
      issues.push(invalidOption(`through of ${node.id}`, slot, 'slots that the node has'))
  }
  return issues
}
