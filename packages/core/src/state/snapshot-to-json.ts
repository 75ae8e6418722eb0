/** A snapshot as plain JSON, no bit lost. */

import type { Reference } from '../graph/contracts/definition.ts'
import { graphToJSON } from '../graph/value/json.ts'
import type { GraphJson } from '../graph/value/json-form.ts'
import { hash } from '../numerics/hash.ts'
import type { Hyperparameters } from '../optimize/optimizer.ts'
import type { Cursor } from './cursor.ts'
import { fingerprint } from './fingerprint.ts'
import { floatsToBase64 } from './floats-base64.ts'
import type { ParameterStore } from './parameter-store.ts'
import { demandFields, type SnapshotFields } from './snapshot-fields.ts'

export const SNAPSHOT_FORMAT = 'neurite/snapshot'
/** The newest that is read. Version 1 has the numbers of a store in one text, version 2 in several. */
export const SNAPSHOT_VERSION = 2

/** More numbers than these stand in several texts: no engine has a text for fifty million. */
const IN_ONE_TEXT = 2 ** 20

export interface SnapshotJson {
  readonly format: typeof SNAPSHOT_FORMAT
  readonly version: number
  readonly graph: GraphJson
  readonly optimizer: Reference
  readonly hyperparameters: Hyperparameters
  /** Left out where it is 0. */
  readonly since?: number | undefined
  readonly seed: number
  readonly step: number
  readonly cursor: Cursor
  /** Base64 of the little-endian float64, in the order of `layout(graph)`: one text, or many where they are many. */
  readonly parameters: string | readonly string[]
  readonly slots: Readonly<Record<string, string | readonly string[]>>
  /** `checksum` of the snapshot. */
  readonly checksum: string
}

/**
 * The snapshot as JSON. It names kinds, losses and the optimizer; reading it back takes a table that has them.
 * Throws THROUGH_NOT_JSON where an edge carries an operator. Of a very large one only the value fits into memory, not its
 * text as a whole: write it piece by piece, or keep the network by `save(net)`.
 *
 * @example
 * localStorage.model = JSON.stringify(snapshotToJSON(net.snapshot)) // or JSON.stringify(net.snapshot)
 */
export function snapshotToJSON(snapshot: SnapshotFields): SnapshotJson {
  demandFields(snapshot, 'toJSON')
  const { graph, optimizer, hyperparameters, since, seed, step, cursor } = snapshot
  const slots = Object.entries(snapshot.slots).map(([name, store]) => [name, numbersToJSON(store)])
  return {
    format: SNAPSHOT_FORMAT,
    version: snapshot.parameters.length > IN_ONE_TEXT ? 2 : 1,
    graph: graphToJSON(graph),
    optimizer,
    hyperparameters,
    ...(since === 0 ? {} : { since }),
    seed,
    step,
    cursor,
    parameters: numbersToJSON(snapshot.parameters),
    slots: Object.fromEntries(slots),
    checksum: checksum(snapshot),
  }
}

function numbersToJSON(store: ParameterStore): string | string[] {
  if (store.length <= IN_ONE_TEXT) return floatsToBase64(store.slice())
  const texts: string[] = []
  for (let at = 0; at < store.length; at += IN_ONE_TEXT) texts.push(floatsToBase64(store.slice(at, at + IN_ONE_TEXT)))
  return texts
}

/** 32 hex digits over the fingerprint and the run that is under way, which no fingerprint holds. */
export function checksum(snapshot: SnapshotFields): string {
  const { run } = snapshot.cursor
  const place = run === null ? null : [run.data, run.batchSize, run.shuffle, run.firstEpoch, run.epochs]
  return hash().text(fingerprint(snapshot)).text(JSON.stringify(place)).digest()
}
