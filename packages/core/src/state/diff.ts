/** `diff(before, after)`: what changed between two snapshots, as a plain value. Applying it is in `apply-diff.ts`. */

import { snapshotDiff } from './diff-to-text.ts'
import { graphDiff } from './graph-diff.ts'
import { type NumbersDiff, numbersDiff } from './numbers-diff.ts'
import { ownSnapshot } from './own-snapshot.ts'
import { parameterChanges } from './parameter-changes.ts'
import type { ParameterStore } from './parameter-store.ts'
import type { Snapshot } from './snapshot.ts'
import { type SmallChanges, type SnapshotDiff, smallFields } from './snapshot-diff.ts'
import type { SnapshotFields } from './snapshot-fields.ts'
import { checksum } from './snapshot-to-json.ts'

/**
 * What changed from one snapshot to another: in the same run, in two branches, or in two networks. Parameters are known
 * by node and edge, so that an edited graph can be compared with the one before. What both snapshots share is not looked
 * through. The diff may share stores and graphs with both, and keeps them in memory.
 *
 * @example
 * const { changes } = diff(timeline.at(137), timeline.at(138))
 * changes[0] // { parameter: 'h4->o6', node: 'o6', edge: 'h4->o6', before: -0.3, after: -0.26, change: 0.04 }
 */
export function diff(before: Snapshot, after: Snapshot): SnapshotDiff {
  ownSnapshot(before, 'diff')
  ownSnapshot(after, 'diff')
  const graph = graphDiff(before.graph, after.graph)
  const slots: Record<string, NumbersDiff> = {}
  for (const name of Object.keys({ ...before.slots, ...after.slots })) {
    const found = numbersDiff(slotOf(before, name), slotOf(after, name))
    if (found !== null) slots[name] = found
  }
  const from = checksum(before)
  return snapshotDiff({
    from,
    to: before === after ? from : checksum(after),
    changes: parameterChanges(before, after, graph === null),
    graph,
    parameters: numbersDiff(before.parameters, after.parameters),
    slots: Object.freeze(slots),
    ...smallChanges(before, after),
  })
}

function slotOf({ slots }: SnapshotFields, name: string): ParameterStore | null {
  return Object.hasOwn(slots, name) ? (slots[name] as ParameterStore) : null
}

/** Compared as JSON, which all of them are: no −0, nothing that is not finite. */
function smallChanges(before: SnapshotFields, after: SnapshotFields): SmallChanges {
  const changes = smallFields.map((field) => {
    const isSame = before[field] === after[field] || JSON.stringify(before[field]) === JSON.stringify(after[field])
    return [field, isSame ? null : Object.freeze({ before: before[field], after: after[field] })]
  })
  return Object.fromEntries(changes) as SmallChanges
}
