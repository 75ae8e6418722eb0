/** The items of a file that `writeFile` wrote, frame by frame; what is damaged is noticed, and lost alone. */

import { newerFormat, noTimelineFile, timelineDamaged } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Allowance } from './allowance.ts'
import { ByteReader } from './byte-reader.ts'
import { checksum } from './checksum.ts'
import { inflate } from './deflate.ts'
import {
  type FrameHeader,
  HEADER_BYTES,
  MARKER,
  readFrameHeader,
  START_BYTES,
  VERSION,
  versionOf,
} from './file-layout.ts'
import { unpackItems } from './frame-content.ts'
import type { Item } from './item.ts'

/** What is wrong in a file: from which byte, in which frame (the one expected there, where it cannot be read). */
export interface FileDamage {
  readonly at: number
  readonly frame: number
  readonly what: string
}

export interface ReadFileOptions {
  /** Goes on behind what is damaged, instead of throwing TIMELINE_DAMAGED. */
  readonly recover?: boolean
  /** Called for each damage while recovering. */
  readonly onDamage?: (damage: FileDamage) => void
  /** What all items together may come to in memory; without it, who reads them one by one may let them go. */
  readonly allowance?: Allowance
}

/**
 * How many bytes may be looked at in vain for each byte of the file: a damaged frame is looked at once, a flood of
 * headers that each claim the rest of the file is not.
 */
const IN_VAIN = 4
const IN_VAIN_ANYWAY = 2 ** 20

/**
 * The items of a file in the order they were written, holding one frame at a time. Any change to the file, and any end
 * before its end, is TIMELINE_DAMAGED with the place `{ byte, frame }`, after the items of all frames before it; with
 * `recover`, what is told to `onDamage`, and every item of a sound frame comes, as it was. Throws INVALID_FORMAT for
 * what is no such file, NEWER_FORMAT for a newer version, INVALID_OPTION for a source that does not give bytes, and
 * what the source throws.
 *
 * @example
 * for await (const { key, head, numbers } of readFile(createReadStream('run.timeline'))) restore(key, head, numbers)
 */
export async function* readFile(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ReadFileOptions = {},
): AsyncGenerator<Item, void, void> {
  const bytes = new ByteReader(source)
  try {
    yield* new FileReading(bytes, options).items()
  } finally {
    await bytes.close()
  }
}

interface Frame {
  readonly at: number
  readonly header: FrameHeader
  readonly stored: Uint8Array
}

/** One reading of a file, and how far it has come. */
class FileReading {
  readonly #bytes: ByteReader
  readonly #options: ReadFileOptions
  /** The frame expected next, those that came, and the file they belong to. */
  #next = 0
  readonly #seen = new Set<number>()
  #origin: string | null = null
  #items = 0
  #inVain = 0
  #damages = 0
  /** Whether something was reported since the last sound frame, so that a gap is no news. */
  #broken = false
  #ended = false

  constructor(bytes: ByteReader, options: ReadFileOptions) {
    this.#bytes = bytes
    this.#options = options
  }

  async *items(): AsyncGenerator<Item, void, void> {
    const isTimeline = await this.#start()
    for await (const frame of this.#frames()) {
      if (!this.#accept(frame)) continue
      if (frame.header.end) {
        this.#end(frame)
        continue
      }
      const { contentBytes, sequence } = frame.header
      const take = (bytes: number): void => this.#options.allowance?.take(bytes, { byte: frame.at, frame: sequence })
      take(contentBytes)
      const content = await inflate(frame.stored, contentBytes)
      const items = content && unpackItems(content, take)
      if (items?.length === frame.header.items) {
        this.#items += items.length
        yield* items
      } else this.#report(frame.at, frame.header.sequence, 'its content cannot be unpacked')
    }
    if (!isTimeline && this.#seen.size === 0) throw new NeuriteError(noTimelineFile())
    if (!this.#ended && !this.#broken) this.#report(this.#bytes.at, this.#next, 'the file ends here, before its end')
  }

  #report(at: number, frame: number, what: string): void {
    if (this.#options.recover !== true) {
      throw new NeuriteError(timelineDamaged({ byte: at, frame }, `byte ${at}, frame ${frame}: ${what}`))
    }
    this.#damages++
    this.#broken = true
    this.#options.onDamage?.({ at, frame, what })
  }

  /** Reads the start; false if it is none, which ends the reading unless it recovers. */
  async #start(): Promise<boolean> {
    await this.#bytes.fill(START_BYTES)
    const version = versionOf(this.#bytes.peek(START_BYTES))
    if (version === null && this.#options.recover !== true) throw new NeuriteError(noTimelineFile())
    if (version === null || version === 'damaged') {
      this.#report(0, 0, 'the start of the file is damaged')
      await this.#bytes.skipTo(MARKER)
      return version !== null
    }
    if (version > VERSION) throw new NeuriteError(newerFormat('timeline file', version, VERSION))
    this.#bytes.skip(START_BYTES)
    return true
  }

  /** The frames that are what their checksums say; between them it looks for the next marker. */
  async *#frames(): AsyncGenerator<Frame, void, void> {
    const bytes = this.#bytes
    while (await bytes.fill(1)) {
      const at = bytes.at
      const complete = await bytes.fill(HEADER_BYTES)
      const header = complete ? readFrameHeader(bytes.peek(HEADER_BYTES)) : null
      if (header === null) {
        this.#report(at, this.#next, complete ? 'here should be a frame, and is none' : 'the file ends in its header')
      } else {
        const size = HEADER_BYTES + header.storedBytes
        this.#options.allowance?.expect(size, { byte: at, frame: header.sequence })
        const whole = await bytes.fill(size)
        const stored = bytes.peek(size).subarray(HEADER_BYTES)
        if (whole && checksum(header.sequence, stored) === header.sum) {
          bytes.skip(size)
          this.#options.allowance?.came(size)
          yield { at, header, stored }
          continue
        }
        this.#report(at, header.sequence, whole ? 'its checksum is wrong' : 'the file ends inside it')
        this.#inVain += stored.length
        if (this.#inVain > IN_VAIN_ANYWAY + IN_VAIN * (at + stored.length)) {
          return this.#report(at, header.sequence, 'frames stand in frames from here on, and are not looked at')
        }
      }
      // Not on by the frame's length: where bytes were lost, the next frame is nearer.
      bytes.skip(1)
      await bytes.skipTo(MARKER)
    }
  }

  /** Whether this frame is one of this file that has not come yet; what is odd about its place is reported. */
  #accept({ at, header: { sequence, origin } }: Frame): boolean {
    this.#origin ??= origin
    if (origin !== this.#origin) {
      this.#report(at, sequence, 'it belongs to another file')
      return false
    }
    if (this.#seen.has(sequence)) {
      this.#report(at, sequence, 'it is here again')
      return false
    }
    if (this.#ended) this.#report(at, sequence, 'it stands behind the end')
    else if (sequence !== this.#next && !this.#broken) {
      this.#report(at, this.#next, `frame ${sequence} is in its place`)
    }
    this.#seen.add(sequence)
    this.#next = Math.max(this.#next, sequence + 1)
    this.#broken = false
    return true
  }

  #end({ at, header }: Frame): void {
    this.#ended = true
    if (this.#damages === 0 && header.items !== this.#items) {
      this.#report(at, header.sequence, `${header.items} items were written, ${this.#items} are here`)
    }
  }
}
