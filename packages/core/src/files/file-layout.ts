/**
 * The layout of a timeline file, all of it little-endian. The start is 16 bytes: magic, version, check. Frames follow,
 * each a header of 80 bytes and what it stores; the last is the end, which stores nothing and counts all items.
 */

import { checksum } from './checksum.ts'

/** The version that is written, and the newest that is read. Every version begins with the same 16 bytes. */
export const VERSION = 1
export const START_BYTES = 16
export const HEADER_BYTES = 80
/** Where a frame begins; found again after damage. */
export const MARKER: Uint8Array = /* @__PURE__ */ Uint8Array.of(0xf6, 0x4e, 0x52, 0x46)

/** Like PNG's: a byte that is no text, a name, and line ends that a transfer as text would change. */
const MAGIC = [0x8e, 0x4e, 0x52, 0x54, 0x0d, 0x0a, 0x1a, 0x0a]
const FIELDS = ['kind', 'sequence', 'items', 'contentBytes', 'storedBytes'] as const
/** No byte is inflated to more. */
const DEFLATES_TO = 1032
const ITEMS = 0
const END = 1

/** What stands before a frame's stored bytes. */
export interface FrameHeader {
  readonly end: boolean
  /** Counts frames from 0. */
  readonly sequence: number
  /** How many the frame holds; the end's: how many all frames hold. */
  readonly items: number
  readonly contentBytes: number
  readonly storedBytes: number
  /** Checksum of the stored bytes in this place. */
  readonly sum: string
  /** The sum of the file's first frame: tells a frame of another file, left over where this one was written. */
  readonly origin: string
}

/** The first bytes of a file of this version. */
export function fileStart(version: number = VERSION): Uint8Array {
  const bytes = new Uint8Array(START_BYTES)
  bytes.set(MAGIC)
  const view = new DataView(bytes.buffer)
  view.setUint32(8, version, true)
  view.setUint32(12, check(bytes.subarray(0, 12)), true)
  return bytes
}

/** The version of a file that starts so: `null` where it is no timeline file, `damaged` where it was one. */
export function versionOf(start: Uint8Array): number | 'damaged' | null {
  if (start.length < MAGIC.length || MAGIC.some((byte, k) => start[k] !== byte)) return null
  if (start.length < START_BYTES) return 'damaged'
  const view = new DataView(start.buffer, start.byteOffset)
  return view.getUint32(12, true) === check(start.subarray(0, 12)) ? view.getUint32(8, true) : 'damaged'
}

/** A header as bytes: marker, check of all that follows, five numbers as float64, two sums. */
export function frameHeader(header: FrameHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  bytes.set(MARKER)
  const fields = { ...header, kind: header.end ? END : ITEMS }
  FIELDS.forEach((name, k) => {
    view.setFloat64(8 + 8 * k, fields[name], true)
  })
  writeSum(view, 48, header.sum)
  writeSum(view, 64, header.origin)
  view.setUint32(4, check(bytes.subarray(8)), true)
  return bytes
}

/** The header that these 80 bytes are, or null if they are none. */
export function readFrameHeader(bytes: Uint8Array): FrameHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (MARKER.some((byte, k) => bytes[k] !== byte) || view.getUint32(4, true) !== check(bytes.subarray(8))) return null
  const [kind, sequence, items, contentBytes, storedBytes] = FIELDS.map((_, k) => view.getFloat64(8 + 8 * k, true)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  if (![sequence, items, contentBytes, storedBytes].every((it) => Number.isSafeInteger(it) && it >= 0)) return null
  if (kind !== ITEMS && kind !== END) return null
  // What a frame of each kind never is: no writer makes it, and none must cost more to look at than it has bytes.
  const isEmpty = contentBytes === 0 && storedBytes === 0
  if (kind === END ? !isEmpty : items === 0 || contentBytes > DEFLATES_TO * storedBytes) return null
  const sums = { sum: readSum(view, 48), origin: readSum(view, 64) }
  return { end: kind === END, sequence, items, contentBytes, storedBytes, ...sums }
}

/** 32 hex digits as 16 bytes. */
export function writeSum(view: DataView, at: number, sum: string): void {
  for (let k = 0; k < 4; k++) view.setUint32(at + 4 * k, Number.parseInt(sum.slice(8 * k, 8 * k + 8), 16), true)
}

/** 16 bytes as 32 hex digits. */
export function readSum(view: DataView, at: number): string {
  return [0, 4, 8, 12]
    .map((k) =>
      view
        .getUint32(at + k, true)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
}

const check = (bytes: Uint8Array) => Number.parseInt(checksum('check', bytes).slice(0, 8), 16)
