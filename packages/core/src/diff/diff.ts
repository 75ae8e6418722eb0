/** `diff(before, after)`: what changed between two snapshots, as a plain value. */

import { ownSnapshot } from '../state/own-snapshot.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { SnapshotFields } from '../state/snapshot-fields.ts'
import { snapshotDiff } from './diff-text.ts'
import { graphDiff } from './graph-diff.ts'
import { parameterChanges } from './parameter-changes.ts'
import { type SmallChanges, type SnapshotDiff, smallFields } from './snapshot-diff.ts'

/**
 * What changed from one snapshot to another: in the same run, in two branches, or in two networks. Parameters are known
 * by node and edge, so that an edited graph can be compared with the one before. What both snapshots share is not looked
 * through.
 *
 * @example
 * const { changes } = diff(timeline.at(137), timeline.at(138))
 * changes[0] // { parameter: 'h4->o6', node: 'o6', edge: 'h4->o6', before: -0.3, after: -0.26, change: 0.04 }
 */
export function diff(before: Snapshot, after: Snapshot): SnapshotDiff {
  ownSnapshot(before, 'diff')
  ownSnapshot(after, 'diff')
  const graph = graphDiff(before.graph, after.graph)
  return snapshotDiff({
    changes: parameterChanges(before, after, graph === null),
    graph,
    ...smallChanges(before, after),
  })
}

/** Compared as JSON, which all of them are: no −0, nothing that is not finite. */
function smallChanges(before: SnapshotFields, after: SnapshotFields): SmallChanges {
  const changes = smallFields.map((field) => {
    const isSame = before[field] === after[field] || JSON.stringify(before[field]) === JSON.stringify(after[field])
    return [field, isSame ? null : Object.freeze({ before: before[field], after: after[field] })]
  })
  return Object.fromEntries(changes) as SmallChanges
}
