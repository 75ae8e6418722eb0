/** The items of a history as one file. */

import type { Item } from '../files/item.ts'
import { writeFile } from '../files/write-file.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { OwnSaved, type Saved } from './saved.ts'

/** Written when its bytes are asked for. */
export function savedItems(items: readonly { make(): Item }[], snapshot: Snapshot): Saved {
  return new OwnSaved(() => writeFile(made(items), { frameBytes: frameBytes(snapshot) }))
}

/** Small enough that damage takes little with it, large enough that states next to each other share a frame. */
function frameBytes({ parameters, slots }: Snapshot): number {
  const state = parameters.length * 8 * (1 + Object.keys(slots).length)
  return Math.min(Math.max(2 ** 15, 6 * state), 2 ** 23)
}

function* made(items: readonly { make(): Item }[]): IterableIterator<Item> {
  for (const item of items) yield item.make()
}
