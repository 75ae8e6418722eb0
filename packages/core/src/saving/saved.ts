/** A history on its way into a file: its bytes as they are asked for, all at once, or into a place. */

import { demand } from '../door/demand.ts'
import { isObject } from '../door/option.ts'
import type { FilePlace } from '../files/bytes-from.ts'

/** Bytes of their own, as each version of TypeScript names them: before 5.7 `Uint8Array` took no argument. */
export type Bytes = ReturnType<typeof Uint8Array.of>

/** Each time it is asked it gives the same bytes: those of the moment in which it was made. */
export interface Saved extends AsyncIterable<Uint8Array> {
  /** All bytes as one array. */
  bytes(): Promise<Bytes>
  /** All bytes as a Blob: to be downloaded, uploaded, or kept by a page. */
  blob(): Promise<Blob>
  /**
   * Puts it into a place, whole or not at all: what was there before stays until all is written.
   *
   * @example
   * await save(net).to(file('run.neurite')) // file of @neurite/core/node
   */
  to(place: FilePlace): Promise<void>
}

export class OwnSaved implements Saved {
  readonly #write: () => AsyncIterable<Uint8Array>

  constructor(write: () => AsyncIterable<Uint8Array>) {
    this.#write = write
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#write()[Symbol.asyncIterator]()
  }

  async bytes(): Promise<Bytes> {
    return new Uint8Array(await (await this.blob()).arrayBuffer())
  }

  async blob(): Promise<Blob> {
    const parts: Bytes[] = []
    for await (const part of this) parts.push(part as Bytes)
    return new Blob(parts, { type: 'application/octet-stream' })
  }

  async to(place: FilePlace): Promise<void> {
    const suits = isObject(place) && typeof (place as { write?: unknown }).write === 'function'
    demand(suits, 'to', 'place', place, 'a place, such as file(path) of @neurite/core/node')
    await place.write(this)
  }
}
