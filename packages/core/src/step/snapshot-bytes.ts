/** What a kept snapshot takes. */

import type { Snapshot } from '../state/snapshot.ts'

/** Its numbers, and about half a kilobyte for the objects around them. */
export function snapshotBytes({ parameters, slots }: Snapshot): number {
  return 512 + parameters.length * 8 * (1 + Object.keys(slots).length)
}
