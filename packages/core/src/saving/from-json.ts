/** Graphs and snapshots from JSON. */

import { isObject } from '../door/option.ts'
import { parsed } from '../door/parsed.ts'
import { graphFromJSON } from '../graph/compose/from-json.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { GraphJson } from '../graph/value/json-form.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { snapshotFromJSON } from '../state/snapshot-from-json.ts'
import { SNAPSHOT_FORMAT, type SnapshotJson } from '../state/snapshot-to-json.ts'

/**
 * What `toJSON` wrote, from the value or its text: a graph or a snapshot, checked as a whole before anything is made of it.
 * The table says what the names of kinds, activations, losses and initializers mean. Throws INVALID_FORMAT (naming the
 * field), NEWER_FORMAT, UNKNOWN_KIND, UNKNOWN_DEFINITION, WRONG_LENGTH, or what `validate` finds.
 *
 * @example
 * const snapshot = fromJSON(localStorage.model, standard)
 */
export function fromJSON(json: GraphJson, definitions: Definitions): Graph
export function fromJSON(json: SnapshotJson, definitions: Definitions): Snapshot
export function fromJSON(json: unknown, definitions: Definitions): Graph | Snapshot
export function fromJSON(json: unknown, definitions: Definitions): Graph | Snapshot {
  const given = parsed(json)
  const isSnapshot = isObject(given) && given.format === SNAPSHOT_FORMAT
  return isSnapshot ? snapshotFromJSON(given, definitions) : graphFromJSON(given, definitions)
}
