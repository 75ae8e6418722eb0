/** Float64 as text and back, bit by bit: base64 (RFC 4648) of the little-endian bytes, whatever the machine's order. */

import { littleEndian } from '../numerics/byte-order.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0))
const PAD = 61 // =

const VALUES = new Uint8Array(128).fill(64)
CODES.forEach((code, value) => {
  VALUES[code] = value
})

/** A multiple of 3 bytes, so that pieces join without padding; few enough characters for the arguments of one call. */
const PIECE = 6144

/** The text of these numbers: 10⅔ characters each. */
export function floatsToBase64(values: Float64Array): string {
  const bytes = littleEndian(new Uint8Array(new Float64Array(values).buffer), 8)
  const pieces: string[] = []
  for (let from = 0; from < bytes.length; from += PIECE) {
    pieces.push(String.fromCharCode.apply(null, encode(bytes.subarray(from, from + PIECE)) as unknown as number[]))
  }
  return pieces.join('')
}

/**
 * The numbers of a text, or the place of the first character that does not belong there (its length, if it ends too
 * early).
 */
export function floatsFromBase64(text: string): Float64Array | { readonly at: number } {
  const characters = text.endsWith('==') ? text.length - 2 : text.endsWith('=') ? text.length - 1 : text.length
  const bytes = Math.floor((characters * 3) / 4)
  if (text.length % 4 !== 0 || bytes % 8 !== 0) return { at: text.length }
  const values = new Float64Array(bytes / 8)
  const target = new Uint8Array(values.buffer)
  let bits = 0
  let held = 0
  let to = 0
  for (let at = 0; at < characters; at++) {
    const code = text.charCodeAt(at)
    const value = code < 128 ? (VALUES[code] as number) : 64
    if (value === 64) return { at }
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      target[to++] = bits >> held
    }
  }
  // What is left of the last character carries nothing, and must say so: one value, one text.
  if ((bits & ((1 << held) - 1)) !== 0) return { at: characters - 1 }
  littleEndian(target, 8)
  return values
}

function encode(bytes: Uint8Array): Uint8Array {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  let to = 0
  for (let from = 0; from < bytes.length; from += 3) {
    const left = bytes.length - from
    const triple =
      ((bytes[from] as number) << 16) |
      ((left > 1 ? (bytes[from + 1] as number) : 0) << 8) |
      (left > 2 ? (bytes[from + 2] as number) : 0)
    codes[to++] = CODES[triple >> 18] as number
    codes[to++] = CODES[(triple >> 12) & 63] as number
    codes[to++] = left > 1 ? (CODES[(triple >> 6) & 63] as number) : PAD
    codes[to++] = left > 2 ? (CODES[triple & 63] as number) : PAD
  }
  return codes
}
