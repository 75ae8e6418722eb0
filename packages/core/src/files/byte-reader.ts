/** Bytes that come in chunks of any size, read in the sizes one needs; holds no more than was asked for and a chunk. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'

export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  /** What has come and was not skipped: `#held` bytes. */
  #parts: Uint8Array[] = []
  #held = 0
  #at = 0

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#chunks = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  }

  /** How many bytes were skipped so far: the place of the next one. */
  get at(): number {
    return this.#at
  }

  /** Waits until `count` bytes are held; false if the source ends before. Throws INVALID_OPTION for no bytes. */
  async fill(count: number): Promise<boolean> {
    while (this.#held < count) {
      const { done, value } = await this.#chunks.next()
      if (done) return false
      if (!(value instanceof Uint8Array)) {
        throw new NeuriteError(invalidOption('source', value, 'chunks of bytes: Uint8Array or Buffer'))
      }
      this.#parts.push(value)
      this.#held += value.length
    }
    return true
  }

  /** The next `count` bytes, or all that are held if they are fewer. They stay. */
  peek(count: number): Uint8Array {
    const size = Math.min(count, this.#held)
    if ((this.#parts[0]?.length ?? 0) < size) this.#join(size)
    return this.#parts[0]?.subarray(0, size) ?? new Uint8Array(0)
  }

  /** Goes on by `count` bytes, which are held. */
  skip(count: number): void {
    this.#at += count
    this.#held -= count
    let used = 0
    let left = count
    for (const part of this.#parts) {
      if (left < part.length) break
      left -= part.length
      used++
    }
    this.#parts.splice(0, used)
    if (left > 0) this.#parts[0] = (this.#parts[0] as Uint8Array).subarray(left)
  }

  /** Goes on to where these bytes stand next, or to the end. */
  async skipTo(marker: Uint8Array): Promise<void> {
    while (await this.fill(marker.length)) {
      const held = this.peek(this.#held)
      const found = indexOf(held, marker)
      if (found >= 0) return this.skip(found)
      this.skip(held.length - marker.length + 1)
    }
    this.skip(this.#held)
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  /** Makes the first `size` bytes one part. */
  #join(size: number): void {
    const whole = new Uint8Array(size)
    let filled = 0
    let used = 0
    while (filled < size) {
      const part = this.#parts[used] as Uint8Array
      const piece = part.subarray(0, size - filled)
      whole.set(piece, filled)
      filled += piece.length
      if (piece.length < part.length) this.#parts[used] = part.subarray(piece.length)
      else used++
    }
    this.#parts.splice(0, used, whole)
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  const first = wanted[0] as number
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length <= bytes.length && wanted.every((byte, k) => bytes[at + k] === byte)) return at
  }
  return -1
}
