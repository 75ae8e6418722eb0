/** Items to the bytes of one file: versioned, compressed, checked, never more than a frame of it in memory. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { checksum } from './checksum.ts'
import { deflate } from './deflate.ts'
import { fileStart, frameHeader } from './file-layout.ts'
import { entryOf, type FrameEntry, packItems } from './frame-content.ts'
import type { Item } from './item.ts'

export interface WriteFileOptions {
  /**
   * How much content goes into a frame: 4 MiB unless given. A frame is what one damaged byte may cost, and what writer
   * and reader hold in memory; numbers are compressed by what their own frame has before them.
   */
  readonly frameBytes?: number
}

/**
 * The bytes of a file with these items, in their order, as they are asked for. Items go into frames, a big one
 * into a frame of its own; an item may be changed as soon as the next one is asked for. The same items give
 * the same content, compressed as the platform does it. Throws what the source of the items throws, and a TypeError
 * for a head that JSON cannot hold; INVALID_OPTION for a frame size that is no whole number above 0.
 *
 * @example
 * await pipeline(writeFile(items), createWriteStream('run.timeline')) // node:stream/promises, node:fs
 */
export async function* writeFile(
  items: Iterable<Item> | AsyncIterable<Item>,
  options: WriteFileOptions = {},
): AsyncGenerator<Uint8Array, void, void> {
  const { frameBytes = 4 * 2 ** 20 } = options
  if (!Number.isSafeInteger(frameBytes) || frameBytes < 1) {
    throw new NeuriteError(invalidOption('frameBytes', frameBytes, 'a whole number of bytes, 1 or more'))
  }
  yield fileStart()
  let origin: string | null = null
  let sequence = 0
  let count = 0
  for await (const entries of gather(items, frameBytes)) {
    const content = packItems(entries)
    const stored = await deflate(content)
    const sum = checksum(sequence, stored)
    origin ??= sum
    const sizes = { contentBytes: content.length, storedBytes: stored.length }
    yield frameHeader({ end: false, sequence, items: entries.length, ...sizes, sum, origin })
    yield stored
    sequence++
    count += entries.length
  }
  const sum = checksum(sequence, new Uint8Array(0))
  yield frameHeader({ end: true, sequence, items: count, contentBytes: 0, storedBytes: 0, sum, origin: origin ?? sum })
}

/** As many items at a time as fit into a frame, at least one. */
async function* gather(
  items: Iterable<Item> | AsyncIterable<Item>,
  most: number,
): AsyncGenerator<readonly FrameEntry[], void, void> {
  let entries: FrameEntry[] = []
  let size = 0
  for await (const item of items) {
    const entry = entryOf(item)
    if (entries.length > 0 && size + entry.size > most) {
      yield entries
      entries = []
      size = 0
    }
    entries.push(entry)
    size += entry.size
  }
  if (entries.length > 0) yield entries
}
