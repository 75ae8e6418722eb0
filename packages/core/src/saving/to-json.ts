/** Graphs and snapshots as JSON can carry them. */

import type { Graph } from '../graph/value/graph.ts'
import { graphToJSON } from '../graph/value/json.ts'
import type { GraphJson } from '../graph/value/json-form.ts'
import { OwnSnapshot, type Snapshot } from '../state/snapshot.ts'
import { type SnapshotJson, snapshotToJSON } from '../state/snapshot-to-json.ts'

/**
 * A graph or a snapshot as a plain value for JSON.stringify, no bit lost: `fromJSON` reads it back. It names definitions, it
 * holds none. Throws THROUGH_NOT_JSON where edges carry operators. Of a very large snapshot only the value fits into memory,
 * not its text as a whole: write it piece by piece, or keep the network by `save`.
 *
 * @example
 * localStorage.model = JSON.stringify(toJSON(net.snapshot))
 */
export function toJSON(given: Graph): GraphJson
export function toJSON(given: Snapshot): SnapshotJson
export function toJSON(given: Graph | Snapshot): GraphJson | SnapshotJson {
  return given instanceof OwnSnapshot ? snapshotToJSON(given) : graphToJSON(given as Graph)
}
