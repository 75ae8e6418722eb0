/**
 * A 128-bit fingerprint of texts and numbers, fed bit by bit: MurmurHash3 x86_128 (Austin Appleby, public domain) over
 * 32-bit words, little-endian on every machine. It tells runs apart; it does not resist an attacker.
 */

import { HIGH, LOW } from './byte-order.ts'

const C1 = 0x239b961b
const C2 = 0xab0e9789
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93

/** Numbers on their way to words, and the same memory as words. */
const CHUNK = 512
const numbers = /* @__PURE__ */ new Float64Array(CHUNK)
const words = /* @__PURE__ */ new Int32Array(numbers.buffer)
const utf8 = /* @__PURE__ */ new TextEncoder()

/**
 * A new, empty hash. What is fed later counts with its order and its boundaries: `text('ab')` and
 * `text('a').text('b')` differ, and so do `floats([1, 2])` and `floats([1]).floats([2])`.
 *
 * @example
 * hash().text('h4').floats(weights).number(step).digest() // 32 hex digits
 */
export function hash(): Hash {
  return new Hash()
}

class Hash {
  readonly #state = new Int32Array(4)
  /** The words of the block that is not full yet, and zeros. */
  readonly #rest = new Int32Array(4)
  #count = 0

  /** A text: the length of its UTF-8 bytes as a number, the bytes, and zeros up to a whole word. */
  text(value: string): this {
    const bytes = utf8.encode(value)
    const packed = new Int32Array((bytes.length + 3) >> 2)
    for (let i = 0; i < bytes.length; i++)
      packed[i >> 2] = (packed[i >> 2] as number) | ((bytes[i] as number) << (8 * (i & 3)))
    return this.number(bytes.length).#take(packed, packed.length)
  }

  /** A number by its 8 bytes: 0 and -0 differ, every NaN is the same. */
  number(value: number): this {
    load(0, value)
    return this.#take(words, 2)
  }

  /** Any row of numbers: its length as a number, then each of them. Fastest for a Float64Array. */
  floats(values: ArrayLike<number>): this {
    this.number(values.length)
    if (LOW === 0 && values instanceof Float64Array && !hasNaN(values)) {
      return this.#take(new Int32Array(values.buffer, values.byteOffset, 2 * values.length), 2 * values.length)
    }
    for (let from = 0; from < values.length; from += CHUNK) {
      const to = Math.min(from + CHUNK, values.length)
      for (let i = from; i < to; i++) load(i - from, values[i] as number)
      this.#take(words, 2 * (to - from))
    }
    return this
  }

  /** A row of 32-bit integers: its length as a number, then each of them as one word. */
  integers(values: Int32Array): this {
    return this.number(values.length).#take(values, values.length)
  }

  /** The fingerprint of all that was fed so far, as 32 hex digits; feeding may go on afterwards. */
  digest(): string {
    const bytes = this.#count * 4
    const [k1, k2, k3, k4] = this.#rest as unknown as Four
    const [s1, s2, s3, s4] = this.#state as unknown as Four
    const h = [s1 ^ mix1(k1) ^ bytes, s2 ^ mix2(k2) ^ bytes, s3 ^ mix3(k3) ^ bytes, s4 ^ mix4(k4) ^ bytes] as Four
    return hex(spread(spread(h).map(avalanche) as Four))
  }

  /** Feeds the first `length` words. */
  #take(source: Int32Array, length: number): this {
    const rest = this.#rest
    let from = 0
    let filled = this.#count & 3
    this.#count += length
    if (filled > 0) {
      while (filled < 4 && from < length) rest[filled++] = source[from++] as number
      if (filled < 4) return this
      this.#blocks(rest, 0, 4)
      rest.fill(0)
    }
    const end = length - ((length - from) & 3)
    this.#blocks(source, from, end)
    for (let i = end; i < length; i++) rest[i - end] = source[i] as number
    return this
  }

  #blocks(source: Int32Array, from: number, to: number): void {
    const state = this.#state
    let h1 = state[0] as number
    let h2 = state[1] as number
    let h3 = state[2] as number
    let h4 = state[3] as number
    for (let i = from; i < to; i += 4) {
      h1 ^= mix1(source[i] as number)
      h1 = (Math.imul(((h1 << 19) | (h1 >>> 13)) + h2, 5) + 0x561ccd1b) | 0
      h2 ^= mix2(source[i + 1] as number)
      h2 = (Math.imul(((h2 << 17) | (h2 >>> 15)) + h3, 5) + 0x0bcaa747) | 0
      h3 ^= mix3(source[i + 2] as number)
      h3 = (Math.imul(((h3 << 15) | (h3 >>> 17)) + h4, 5) + 0x96cd1c35) | 0
      h4 ^= mix4(source[i + 3] as number)
      h4 = (Math.imul(((h4 << 13) | (h4 >>> 19)) + h1, 5) + 0x32ac3b17) | 0
    }
    state[0] = h1
    state[1] = h2
    state[2] = h3
    state[3] = h4
  }
}

export type { Hash }

type Four = [number, number, number, number]

function mix1(k: number): number {
  const m = Math.imul(k, C1)
  return Math.imul((m << 15) | (m >>> 17), C2)
}

function mix2(k: number): number {
  const m = Math.imul(k, C2)
  return Math.imul((m << 16) | (m >>> 16), C3)
}

function mix3(k: number): number {
  const m = Math.imul(k, C3)
  return Math.imul((m << 17) | (m >>> 15), C4)
}

function mix4(k: number): number {
  const m = Math.imul(k, C4)
  return Math.imul((m << 18) | (m >>> 14), C1)
}

/** Lets every word depend on every other. */
function spread([h1, h2, h3, h4]: Four): Four {
  const sum = (h1 + h2 + h3 + h4) | 0
  return [sum, (h2 + sum) | 0, (h3 + sum) | 0, (h4 + sum) | 0]
}

/** Lets every bit of a word depend on every other. */
function avalanche(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function hex(parts: Four): string {
  return parts.map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Puts a number at its place in `words`, low word first, any NaN as 0x7ff8000000000000. */
function load(place: number, value: number): void {
  numbers[place] = value
  const nan = Number.isNaN(value)
  const low = nan ? 0 : (words[2 * place + LOW] as number)
  const high = nan ? 0x7ff80000 : (words[2 * place + HIGH] as number)
  words[2 * place] = low
  words[2 * place + 1] = high
}

function hasNaN(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) return true
  return false
}
