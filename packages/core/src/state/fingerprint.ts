/** The fingerprint of a snapshot: equal where two runs are in the same state, bit for bit. */

import { hash } from '../numerics/hash.ts'
import { graphFingerprint } from './graph-fingerprint.ts'
import { demandFields, type SnapshotFields } from './snapshot-fields.ts'

/**
 * 32 hex digits over everything the next step depends on: the graph (`graphFingerprint`), the bits of all parameters
 * and slots, optimizer, hyperparameters, seed, step, and the place in the data (epoch and batch).
 *
 * Not in it: how nodes are fused, which kernels run, how values are grouped in memory; nor `cursor.run`, the run of
 * `train` that is under way, so that one run over ten epochs and two over five end in the same fingerprint.
 *
 * @example
 * fingerprint(net.snapshot) // 'f2c1…', the same on every machine
 */
export function fingerprint(snapshot: SnapshotFields): string {
  demandFields(snapshot, 'fingerprint')
  const { graph, parameters, slots, optimizer, hyperparameters, since, seed, step, cursor } = snapshot
  const into = hash().text('neurite/snapshot 1').text(graphFingerprint(graph)).floats(parameters.slice())
  const names = Object.keys(slots).sort()
  into.number(names.length)
  for (const name of names) into.text(name).floats(slots[name]?.slice() ?? [])
  const steering = Object.entries(hyperparameters).sort(([a], [b]) => (a < b ? -1 : 1))
  // An optimizer that was there from the start leaves no trace of when it began.
  into.text(JSON.stringify(since === 0 ? [optimizer, steering] : [optimizer, steering, since]))
  return into.number(seed).number(step).number(cursor.epoch).number(cursor.batch).digest()
}
