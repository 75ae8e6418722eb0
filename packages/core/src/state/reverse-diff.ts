/** `reverseDiff(diff)`: the way back. */

import { snapshotDiff } from './diff-to-text.ts'
import { reverseGraphDiff } from './graph-diff.ts'
import { reverseNumbersDiff } from './numbers-diff.ts'
import { reverseParameterChange } from './parameter-changes.ts'
import { demandDiff, type Sides, type SnapshotDiff, smallFields } from './snapshot-diff.ts'

/**
 * The diff with its sides exchanged: it leads from the snapshot after to the one before. It looks through no snapshot.
 *
 * @example
 * applyDiff(after, reverseDiff(diff(before, after))) // in the state of `before`
 */
export function reverseDiff(diff: SnapshotDiff): SnapshotDiff {
  demandDiff(diff, 'reverseDiff')
  const swapped = smallFields.map((field): [string, Sides<unknown> | null] => {
    const change = diff[field]
    return [field, change === null ? null : Object.freeze({ before: change.after, after: change.before })]
  })
  const slots = Object.entries(diff.slots).map(([name, one]) => [name, reverseNumbersDiff(one)])
  return snapshotDiff({
    ...diff,
    ...Object.fromEntries(swapped),
    from: diff.to,
    to: diff.from,
    changes: Object.freeze(diff.changes.map(reverseParameterChange)),
    graph: diff.graph === null ? null : reverseGraphDiff(diff.graph),
    parameters: diff.parameters === null ? null : reverseNumbersDiff(diff.parameters),
    slots: Object.freeze(Object.fromEntries(slots)),
  })
}
