/** What a diff of two snapshots holds, as a type. */

import { demand } from '../door/demand.ts'
import { isObject } from '../door/option.ts'
import type { GraphDiff } from './graph-diff.ts'
import type { NumbersDiff } from './numbers-diff.ts'
import type { ParameterChange } from './parameter-changes.ts'
import type { SnapshotFields } from './snapshot-fields.ts'

/** A value on either side. */
export interface Sides<Value> {
  readonly before: Value
  readonly after: Value
}

/**
 * Both sides, where they differ, of what is small in a snapshot and compared whole: all but the graph and what has one number
 * per parameter.
 */
export type SmallChanges = {
  readonly [Field in keyof Omit<SnapshotFields, 'graph' | 'parameters' | 'slots'>]: Sides<SnapshotFields[Field]> | null
}
export type SmallField = keyof SmallChanges

/** A field that is missing here does not compile. */
export const smallFields: readonly SmallField[] = Object.freeze(
  Object.keys({
    optimizer: true,
    hyperparameters: true,
    since: true,
    seed: true,
    step: true,
    cursor: true,
  } satisfies Record<SmallField, true>) as SmallField[],
)

/** What changed, deeply frozen. `changes` is for people; `parameters` and `slots` are for `applyDiff`. */
export interface SnapshotDiff extends SmallChanges {
  /** The checksum of the snapshot before, by which `applyDiff` knows it. */
  readonly from: string
  /** The checksum of the snapshot after; equal to `from` where nothing changed. */
  readonly to: string
  /** Every parameter that differs, the largest change first. */
  readonly changes: readonly ParameterChange[]
  /** Null where both graphs have one fingerprint. */
  readonly graph: GraphDiff | null
  readonly parameters: NumbersDiff | null
  /** By the names of the slots; only those that differ. */
  readonly slots: Readonly<Record<string, NumbersDiff>>
}

/** Throws INVALID_ARGUMENT for what `diff` did not give. */
export function demandDiff(given: unknown, where: string): void {
  const suits =
    isObject(given) && Array.isArray(given.changes) && isObject(given.slots) && typeof given.from === 'string'
  demand(suits, where, 'diff', given, 'what diff(before, after) gave')
}
