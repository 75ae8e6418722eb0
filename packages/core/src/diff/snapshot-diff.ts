/** What a diff of two snapshots holds, as a type. */

import type { SnapshotFields } from '../state/snapshot-fields.ts'
import type { GraphDiff } from './graph-diff.ts'
import type { ParameterChange } from './parameter-changes.ts'

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

/** What changed, deeply frozen. `String(diff)` is a table of what changed most. */
export interface SnapshotDiff extends SmallChanges {
  /** Every parameter that differs, the largest change first. */
  readonly changes: readonly ParameterChange[]
  /** Null where both graphs have one fingerprint. */
  readonly graph: GraphDiff | null
}
