/**
 * Randomness without state: Philox4x32-10, a pure function from (seed, stream, index) to bits, so a draw can be repeated,
 * skipped to, or made by any worker. J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC11 (2011).
 */

import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'

const TWO_32 = 4294967296

/** The four words of the last block; every caller reads them before anyone can ask for another block. */
const block = /* @__PURE__ */ new Uint32Array(4)

/**
 * Philox4x32-10: four random 32-bit words from a counter of four words and a key of two.
 *
 * @example
 * philox([0, 0, 0, 0], [0, 0]) // [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
 */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  fill(counter[0], counter[1], counter[2], counter[3], key[0], key[1])
  return [word(0), word(1), word(2), word(3)]
}

/**
 * The number in [0, 1) at place `index` of stream `stream` of `seed`: a multiple of 2^-53, the same whenever it is asked.
 * All three are safe integers, negative ones included; throws INVALID_OPTION for anything else.
 *
 * @example
 * uniform(1, streamOf('h4'), 0) // 0.7338651253359686
 */
export function uniform(seed: number, stream: number, index: number): number {
  whole('seed', seed)
  whole('stream', stream)
  whole('index', index)
  return draw(seed, stream, index)
}

/**
 * The sequence uniform(seed, stream, 0), uniform(seed, stream, 1), … as a function to call again and again.
 * Throws INVALID_OPTION as `uniform` does.
 *
 * @example
 * const next = random(1, streamOf('h4'))
 * next() // uniform(1, streamOf('h4'), 0)
 */
export function random(seed: number, stream: number): () => number {
  whole('seed', seed)
  whole('stream', stream)
  let index = 0
  return () => draw(seed, stream, index++)
}

/**
 * The numbers 0 to length - 1 in an order where each of the length! orders is equally likely (Fisher-Yates), a pure
 * function of its arguments. It shares no bits with what `uniform` draws from the same stream.
 * Throws INVALID_OPTION unless seed and stream are safe integers and length is a whole number from 0 to 2^31 - 1.
 *
 * @example
 * permutation(1, epoch, rows.length) // the order in which an epoch visits the rows
 */
export function permutation(seed: number, stream: number, length: number): Int32Array {
  whole('seed', seed)
  whole('stream', stream)
  if (!(Number.isInteger(length) && length >= 0 && length < TWO_32 / 2)) {
    throw new NeuriteError(invalidOption('length', length, 'a whole number from 0 to 2147483647'))
  }
  const order = new Int32Array(length)
  for (let i = 1; i < length; i++) order[i] = i
  let used = 0
  const next = (): number => {
    // The sign-extended high word of a safe integer never has bit 30 unlike bit 31: a flipped bit 30 is a domain of its own.
    if ((used & 3) === 0) fill(used / 4, 0, stream, high(stream) ^ 0x40000000, seed, high(seed))
    return word(used++ & 3)
  }
  for (let i = length - 1; i > 0; i--) {
    const j = below(i + 1, next)
    const kept = order[i] as number
    order[i] = order[j] as number
    order[j] = kept
  }
  return order
}

/**
 * A stream number from 0 to 2^53 - 1 for a text, such as a node's id: what a node draws depends on its id alone, not on
 * the nodes around it. Different texts may share a number: among a million ids, with a chance of 1 in 18,000. Two
 * MurmurHash3 x86_32 over UTF-16 code units.
 *
 * @example
 * streamOf('h4') // 1491781777579418
 */
export function streamOf(text: string): number {
  return murmur(text, 0) + TWO_32 * (murmur(text, 0x9e3779b9) >>> 11)
}

function murmur(text: string, seed: number): number {
  let h = seed | 0
  for (let i = 0; i < text.length; i++) {
    const k = Math.imul(text.charCodeAt(i), 0xcc9e2d51)
    h ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593)
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64
  }
  h ^= text.length
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function draw(seed: number, stream: number, index: number): number {
  fill(index, high(index), stream, high(stream), seed, high(seed))
  return ((word(0) >>> 5) * 67108864 + (word(1) >>> 6)) / 9007199254740992
}

/** A whole number from 0 to bound - 1 without bias: D. Lemire, "Fast random integer generation in an interval" (2019). */
function below(bound: number, next: () => number): number {
  for (;;) {
    const x = next()
    const low = Math.imul(x, bound) >>> 0
    if (low >= bound || low >= (TWO_32 - bound) % bound) return highProduct(x, bound) >>> 0
  }
}

/** Writes one Philox block; the words are taken modulo 2^32. */
function fill(c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): void {
  c0 |= 0
  c1 |= 0
  c2 |= 0
  c3 |= 0
  k0 |= 0
  k1 |= 0
  for (let round = 0; round < 10; round++) {
    const low0 = Math.imul(c0, 0xd2511f53)
    const low1 = Math.imul(c2, 0xcd9e8d57)
    const high0 = highProduct(c0, 0xd2511f53)
    c0 = highProduct(c2, 0xcd9e8d57) ^ c1 ^ k0
    c2 = high0 ^ c3 ^ k1
    c1 = low1
    c3 = low0
    k0 = (k0 + 0x9e3779b9) | 0
    k1 = (k1 + 0xbb67ae85) | 0
  }
  block[0] = c0
  block[1] = c1
  block[2] = c2
  block[3] = c3
}

/** The high 32 bits of the 64-bit product of two words, as a signed word; no partial sum exceeds 32 bits. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0
}

function word(at: number): number {
  return block[at] as number
}

/** The upper word of a whole number in two's complement; its lower word is what `| 0` leaves. */
function high(x: number): number {
  return Math.floor(x / TWO_32) | 0
}

function whole(name: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw new NeuriteError(invalidOption(name, value, 'a safe integer'))
}
