/** `applyDiff(before, diff)`: the snapshot on the other side of a diff, bit for bit. */

import { diffMismatch } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { applyNumbersDiff } from './numbers-diff.ts'
import { ownSnapshot } from './own-snapshot.ts'
import type { ParameterStore } from './parameter-store.ts'
import type { Snapshot } from './snapshot.ts'
import { demandDiff, type SnapshotDiff, smallFields } from './snapshot-diff.ts'
import { checksum } from './snapshot-to-json.ts'
import { nextSnapshot, type SnapshotChange } from './update.ts'

/**
 * The snapshot after, made of the one before and what changed; it shares with `before` what did not change. Throws
 * DIFF_MISMATCH where `before` is not in the state that the diff starts from; which graph, parameters or place in the
 * data that was, is all in its checksum.
 *
 * @example
 * const change = diff(timeline.at(137), timeline.at(138))
 * applyDiff(timeline.at(137), change) // in the state of timeline.at(138)
 * applyDiff(timeline.at(138), reverseDiff(change)) // and back
 */
export function applyDiff(before: Snapshot, diff: SnapshotDiff): Snapshot {
  ownSnapshot(before, 'applyDiff')
  demandDiff(diff, 'applyDiff')
  const has = checksum(before)
  if (has !== diff.from) throw new NeuriteError(diffMismatch(has, diff.from))
  const change: { -readonly [Field in keyof SnapshotChange]: unknown } = {}
  for (const field of smallFields) {
    const changed = diff[field]
    if (changed !== null) change[field] = changed.after
  }
  if (diff.graph !== null) change.graph = diff.graph.after
  if (diff.parameters !== null) change.parameters = applyNumbersDiff(before.parameters, diff.parameters)
  if (Object.keys(diff.slots).length > 0) change.slots = changedSlots(before.slots, diff.slots)
  return nextSnapshot(before, change as SnapshotChange)
}

function changedSlots(before: Snapshot['slots'], diffs: SnapshotDiff['slots']): Snapshot['slots'] {
  const slots: Record<string, ParameterStore> = { ...before }
  for (const [name, diff] of Object.entries(diffs)) {
    const store = applyNumbersDiff(Object.hasOwn(before, name) ? (before[name] as ParameterStore) : null, diff)
    if (store === null) delete slots[name]
    else slots[name] = store
  }
  return slots
}
