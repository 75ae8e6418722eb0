/** What is odd, and yet no mistake: nodes that never learn, a loss and what it reads, an activation and how its weights start. */

import { lossMismatch, noLossPath, startMismatch } from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { type ActivationRange, rangeOf } from '../contracts/activation.ts'
import { isKind, isLoss } from '../contracts/is-definition.ts'
import { type NodeKind, startOf } from '../contracts/kind.ts'
import type { Graph, GraphNode } from '../value/graph.ts'
import { reach } from '../value/reach.ts'
import type { NodeNumbers, Wiring } from '../value/wiring.ts'
import { targetsOf } from './flow-issues.ts'

/** Looks at nodes of the right form; definitions and lists may be anything. Of those that do not fit, one per loss, and per kind. */
export function oddIssues(graph: Graph, wiring: Wiring, numbers: NodeNumbers): Issue[] {
  const { nodes } = wiring
  return [...pathIssues(graph, wiring, numbers), ...lossIssues(graph, nodes, numbers), ...startIssues(graph, nodes)]
}

function pathIssues(graph: Graph, wiring: Wiring, numbers: NodeNumbers): Issue[] {
  const targets = targetsOf(graph, numbers, [])
  if (targets.length === 0) return []
  const learning = reach(wiring, targets, 'backward')
  return wiring.nodes.filter((_, n) => learning[n] === 0).map(({ id }) => noLossPath(id))
}

function lossIssues({ losses, kinds }: Graph, nodes: readonly GraphNode[], numbers: NodeNumbers): Issue[] {
  const issues: Issue[] = []
  for (const given of losses) {
    if (!isLoss(given?.loss) || !Array.isArray(given.nodes)) continue
    const { loss } = given
    if (typeof loss.checkNode !== 'function') continue
    for (const id of given.nodes as readonly unknown[]) {
      const node = typeof id === 'string' ? nodes[numbers.get(id) ?? -1] : undefined
      const kind = node === undefined ? undefined : kinds[node.kind]
      if (node === undefined || !isKind(kind)) continue
      const range = rangeOfKind(kind)
      const wants = loss.checkNode({ range, of: given.nodes.length }, loss.options)
      if (wants === null) continue
      issues.push(lossMismatch(loss.name, node.id, given.nodes.length, range, wants))
      break
    }
  }
  return issues
}

function startIssues({ kinds }: Graph, nodes: readonly GraphNode[]): Issue[] {
  const unfit = new Map<string, { readonly name: string; readonly start: string; readonly wants: string }>()
  for (const [key, kind] of Object.entries(kinds)) {
    if (!isKind(kind) || kind.computation.form !== 'affine') continue
    const { computation } = kind
    const weights = startOf(kind, 'weight')
    if (typeof weights?.checkActivation !== 'function') continue
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

/** Any number where nothing is known of it: inputs, and kinds of one's own. */
function rangeOfKind({ computation }: NodeKind): ActivationRange {
  return computation.form === 'affine'
    ? rangeOf(computation.activation)
    : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
}
