/** A snapshot that was handed in. */

import { brand, refuseForeign } from '../door/brand.ts'
import { Snapshot } from './snapshot.ts'

brand(Snapshot, 'snapshot')

/** Throws INVALID_ARGUMENT for what is no snapshot, and FOREIGN_COPY for one of another copy of this package. */
export function ownSnapshot(given: unknown, where: string): Snapshot {
  return given instanceof Snapshot
    ? given
    : refuseForeign(
        given,
        'snapshot',
        where,
        given,
        'a snapshot: net.snapshot, step.snapshot or snapshotFromJSON(json, kinds)',
      )
}
