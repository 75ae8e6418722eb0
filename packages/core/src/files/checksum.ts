/** Checksums of bytes: 128 bits as 32 hex digits, the same on every machine. They notice accidents, not attackers. */

import { littleEndian } from '../numerics/byte-order.ts'
import { hash } from '../numerics/hash.ts'

/** The checksum of bytes at their place (a sequence number, a key): the same bytes elsewhere have another one. */
export function checksum(place: string | number, bytes: Uint8Array): string {
  return hash().text(String(place)).number(bytes.length).integers(wordsOf(bytes)).digest()
}

/** The bytes as little-endian words, zeros up to the last one's end. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const padded = new Uint8Array(4 * Math.ceil(bytes.length / 4))
  padded.set(bytes)
  littleEndian(padded, 4)
  return new Int32Array(padded.buffer)
}
