/**
 * Numbers in a form that compresses: each span XORed with the one that it resembles, then all first bytes, all second
 * bytes, up to all eighth bytes. Weights of a run change slowly, so their signs, exponents and leading digits cancel.
 */

import { HIGH, LOW } from '../numerics/byte-order.ts'

/** Neighboring numbers, and where those begin that they resemble: earlier ones, as many. */
export interface FloatSpan {
  readonly from: number
  readonly length: number
  readonly like: number | null
}

/** The planes of these numbers, least significant bytes first. The numbers are used up: their memory is worked in. */
export function floatsToPlanes(values: Float64Array, spans: readonly FloatSpan[]): Uint8Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length)
  // From the last span to the first, so that each meets the other's own bits.
  for (let k = spans.length - 1; k >= 0; k--) xor(words, spans[k] as FloatSpan)
  const n = values.length
  const planes = new Uint8Array(8 * n)
  for (let i = 0; i < n; i++) {
    const low = words[2 * i + LOW] as number
    const high = words[2 * i + HIGH] as number
    planes[i] = low
    planes[n + i] = low >>> 8
    planes[2 * n + i] = low >>> 16
    planes[3 * n + i] = low >>> 24
    planes[4 * n + i] = high
    planes[5 * n + i] = high >>> 8
    planes[6 * n + i] = high >>> 16
    planes[7 * n + i] = high >>> 24
  }
  return planes
}

/** The numbers of these planes, whose length is a multiple of 8. */
export function floatsFromPlanes(planes: Uint8Array, spans: readonly FloatSpan[]): Float64Array {
  const n = planes.length / 8
  const values = new Float64Array(n)
  const words = new Int32Array(values.buffer)
  const at = (plane: number, i: number) => planes[plane * n + i] as number
  for (let i = 0; i < n; i++) {
    words[2 * i + LOW] = at(0, i) | (at(1, i) << 8) | (at(2, i) << 16) | (at(3, i) << 24)
    words[2 * i + HIGH] = at(4, i) | (at(5, i) << 8) | (at(6, i) << 16) | (at(7, i) << 24)
  }
  for (const span of spans) xor(words, span)
  return values
}

function xor(words: Int32Array, { from, length, like }: FloatSpan): void {
  if (like === null) return
  for (let i = 0; i < 2 * length; i++) {
    words[2 * from + i] = (words[2 * from + i] as number) ^ (words[2 * like + i] as number)
  }
}
