/** A snapshot that was handed in. */

import { brand, refuseForeign } from '../door/brand.ts'
import { OwnSnapshot, type Snapshot } from './snapshot.ts'

brand(OwnSnapshot, 'snapshot')

/** Throws INVALID_ARGUMENT for what is no snapshot, and FOREIGN_COPY for one of another copy of this package. */
export function ownSnapshot(given: unknown, where: string): Snapshot {
  return given instanceof OwnSnapshot
    ? given
    : refuseForeign(
        given,
        'snapshot',
        where,
        given,
        'a snapshot: net.snapshot, step.snapshot or fromJSON(json, standard)',
      )
}
