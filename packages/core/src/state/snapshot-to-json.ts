/** A snapshot as plain JSON, no bit lost. */

import type { Reference } from '../graph/definition.ts'
import { graphToJSON } from '../graph/json.ts'
import type { GraphJson } from '../graph/json-form.ts'
import { hash } from '../numerics/hash.ts'
import type { Hyperparameters } from '../optimize/optimizer.ts'
import type { Cursor } from './cursor.ts'
import { fingerprint } from './fingerprint.ts'
import { floatsToBase64 } from './floats-base64.ts'
import type { SnapshotFields } from './snapshot-fields.ts'

export const SNAPSHOT_FORMAT = 'neurite/snapshot'
export const SNAPSHOT_VERSION = 1

export interface SnapshotJson {
  readonly format: typeof SNAPSHOT_FORMAT
  readonly version: number
  readonly graph: GraphJson
  readonly optimizer: Reference
  readonly hyperparameters: Hyperparameters
  /** Left out where it is 0. */
  readonly since?: number
  readonly seed: number
  readonly step: number
  readonly cursor: Cursor
  /** Base64 of the little-endian float64, in the order of `layout(graph)`. */
  readonly parameters: string
  readonly slots: Readonly<Record<string, string>>
  /** `checksum` of the snapshot. */
  readonly checksum: string
}

/**
 * The snapshot as JSON. It names kinds, losses and the optimizer; reading it back takes a table that has them.
 * Throws THROUGH_NOT_JSON where an edge carries an operator.
 *
 * @example
 * localStorage.model = JSON.stringify(snapshotToJSON(net.snapshot)) // or JSON.stringify(net.snapshot)
 */
export function snapshotToJSON(snapshot: SnapshotFields): SnapshotJson {
  const { graph, optimizer, hyperparameters, since, seed, step, cursor } = snapshot
  const slots: Record<string, string> = {}
  for (const [name, store] of Object.entries(snapshot.slots)) slots[name] = floatsToBase64(store.slice())
  return {
    format: SNAPSHOT_FORMAT,
    version: SNAPSHOT_VERSION,
    graph: graphToJSON(graph),
    optimizer,
    hyperparameters,
    ...(since === 0 ? {} : { since }),
    seed,
    step,
    cursor,
    parameters: floatsToBase64(snapshot.parameters.slice()),
    slots,
    checksum: checksum(snapshot),
  }
}

/** 32 hex digits over the fingerprint and the run that is under way, which no fingerprint holds. */
export function checksum(snapshot: SnapshotFields): string {
  const { run } = snapshot.cursor
  const place = run === null ? null : [run.data, run.batchSize, run.shuffle, run.firstEpoch, run.epochs]
  return hash().text(fingerprint(snapshot)).text(JSON.stringify(place)).digest()
}
