/** What works and yet does not fit: a loss and what it reads, an activation and how its weights start. All of it warnings. */

import { type Issue, lossMismatch, startMismatch } from '../errors.ts'
import { type ActivationRange, rangeOf } from './activation.ts'
import type { Graph, GraphNode, NodeId } from './graph.ts'
import { isKind, isLoss } from './is-definition.ts'
import type { NodeKind } from './kind.ts'

/** Looks at nodes of the right form; definitions and lists may be anything. One warning per loss, and per kind. */
export function fitIssues(graph: Graph, nodes: readonly GraphNode[]): Issue[] {
  return [...lossIssues(graph), ...startIssues(graph, nodes)]
}

function lossIssues({ losses, nodes, kinds }: Graph): Issue[] {
  const issues: Issue[] = []
  for (const given of losses) {
    if (!isLoss(given?.loss) || !Array.isArray(given.nodes)) continue
    const { loss } = given
    if (typeof loss.checkNode !== 'function') continue
    for (const id of given.nodes as readonly NodeId[]) {
      const kind = Object.hasOwn(nodes, id) ? kinds[nodes[id]?.kind ?? ''] : undefined
      const range = isKind(kind) ? rangeOfKind(kind) : null
      const wants = range === null ? null : loss.checkNode({ range, of: given.nodes.length }, loss.options)
      if (range === null || wants === null) continue
      issues.push(lossMismatch(loss.name, id, given.nodes.length, range, wants))
      break
    }
  }
  return issues
}

function startIssues({ kinds }: Graph, nodes: readonly GraphNode[]): Issue[] {
  const unfit = new Map<string, { readonly name: string; readonly start: string; readonly wants: string }>()
  for (const [key, kind] of Object.entries(kinds)) {
    if (!isKind(kind) || kind.weights === null || kind.computation.form !== 'affine') continue
    const { weights, computation } = kind
    if (typeof weights.checkActivation !== 'function') continue
    const wants = weights.checkActivation(rangeOf(computation.activation), weights.options)
    if (wants !== null) unfit.set(key, { name: computation.activation.name, start: weights.name, wants })
  }
  if (unfit.size === 0) return []
  const issues: Issue[] = []
  for (const { id, kind, inputs, weights } of nodes) {
    const found = unfit.get(kind)
    const draws = inputs.length > 0 && (!Array.isArray(weights) || weights.includes(null))
    if (found === undefined || !draws) continue
    unfit.delete(kind)
    issues.push(startMismatch(id, found.name, found.start, found.wants))
  }
  return issues
}

/** Null where nothing is known of it: inputs, and kinds of one's own. */
function rangeOfKind({ computation }: NodeKind): ActivationRange | null {
  return computation.form === 'affine' ? rangeOf(computation.activation) : [-Infinity, Infinity]
}
