/** What changed by node: whose bias and incoming weights moved most. */

import { demand } from '../door/demand.ts'
import { isObject } from '../door/option.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { SnapshotDiff } from './snapshot-diff.ts'

export interface NodeDiff {
  readonly node: NodeId
  /** The largest |change| of its bias and incoming weights. */
  readonly largest: number
  /** √Σ change² over them. */
  readonly total: number
  /** How many of them changed. */
  readonly changes: number
}

/**
 * The nodes whose parameters changed, the one with the largest change first.
 *
 * @example
 * changesByNode(diff(before, after))[0] // { node: 'o6', largest: 0.04, total: 0.05, changes: 3 }
 */
export function changesByNode(diff: Pick<SnapshotDiff, 'changes'>): readonly NodeDiff[] {
  demand(isObject(diff) && Array.isArray(diff.changes), 'changesByNode', 'diff', diff, 'what diff(before, after) gave')
  const { changes } = diff
  const found = new Map<NodeId, { largest: number; squares: number; changes: number }>()
  // The largest comes first, so nodes come up in their order, and no square of a share of it overflows.
  for (const { node, change } of changes) {
    let at = found.get(node)
    if (at === undefined) {
      at = { largest: Math.abs(change), squares: 0, changes: 0 }
      found.set(node, at)
    }
    at.changes++
    const share = change / at.largest
    at.squares += share * share
  }
  return Object.freeze(
    Array.from(found, ([node, { largest, squares, changes }]) => {
      const isPlain = largest > 0 && Number.isFinite(largest)
      return Object.freeze({ node, largest, total: isPlain ? largest * Math.sqrt(squares) : largest, changes })
    }),
  )
}
