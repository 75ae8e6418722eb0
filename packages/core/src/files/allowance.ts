/** How much memory what is read may come to: a file of a few kilobytes may say that it is many gigabytes. */

import { tooLarge } from '../errors/files.ts'
import type { Place } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'

/** Unless a limit is stated: so many bytes at least, and so many for each byte that came. */
const LEAST = 64 * 2 ** 20
const FOR_EACH = 64

/** Bytes that V8 takes for what a character of JSON begins, at most: a record or list, and one thing more in it. */
const OPENED = 64
const NEXT = 32

export class Allowance {
  readonly #stated: number | null
  #came = 0
  #taken = 0

  /** Throws INVALID_OPTION for a limit that is no number of bytes. */
  constructor(maxBytes?: number) {
    if (maxBytes !== undefined && !(maxBytes > 0)) {
      throw new NeuriteError(invalidOption('maxBytes', maxBytes, 'a number of bytes above 0'))
    }
    this.#stated = maxBytes ?? null
  }

  get limit(): number {
    return this.#stated ?? Math.max(LEAST, FOR_EACH * this.#came)
  }

  /** Before so many bytes are read: where a limit is stated, they must be within it. Throws TOO_LARGE. */
  expect(bytes: number, place: Place): void {
    if (this.#stated !== null && bytes > this.#stated) throw new NeuriteError(tooLarge(place, bytes, this.#stated))
  }

  /** So many bytes have come from the source. */
  came(bytes: number): void {
    this.#came += bytes
  }

  /** Asks for memory before it is taken. Throws TOO_LARGE. */
  take(bytes: number, place: Place): void {
    if (this.#taken + bytes > this.limit) throw new NeuriteError(tooLarge(place, this.#taken + bytes, this.limit))
    this.#taken += bytes
  }
}

/** About what a JSON text comes to as a value, at most; counted before it is parsed. */
export function bytesOfJson(text: Uint8Array): number {
  let bytes = text.length
  for (const code of text) {
    if (code === 0x5b || code === 0x7b) bytes += OPENED
    else if (code === 0x2c) bytes += NEXT
  }
  return bytes
}
