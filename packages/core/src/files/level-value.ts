/**
 * An item as the value of a key: checksum (16 bytes), version (4), length of a text (4), the text in UTF-8, the numbers.
 * All little-endian; the text is JSON, `[head, count of numbers]` or `[head]`. The checksum covers the key as well.
 */

import { newerFormat } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { littleEndian } from '../numerics/byte-order.ts'
import { bytesOfJson } from './allowance.ts'
import { checksum } from './checksum.ts'
import { readSum, writeSum } from './file-layout.ts'
import { headText } from './head-text.ts'
import type { Item } from './item.ts'

/** The version that is written, and the newest that is read. Every version begins with checksum and version. */
const VERSION = 1
const SUM = 16
const TEXT = 24

/** The value to keep under the item's key. Throws a TypeError for a head that JSON cannot hold. */
export function levelValue({ key, head, numbers }: Item, version: number = VERSION): Uint8Array {
  const text = new TextEncoder().encode(headText(key, numbers === null ? [head] : [head, numbers.length]))
  const value = new Uint8Array(TEXT + text.length + (numbers?.byteLength ?? 0))
  const view = new DataView(value.buffer)
  view.setUint32(SUM, version, true)
  view.setUint32(SUM + 4, text.length, true)
  value.set(text, TEXT)
  if (numbers !== null) {
    value.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), TEXT + text.length)
    littleEndian(value.subarray(TEXT + text.length), 8)
  }
  writeSum(view, 0, checksum(key, value.subarray(SUM)))
  return value
}

/**
 * The item kept under this key, or null where the value is damaged; `take` is asked for the memory that its text comes to.
 * Throws NEWER_FORMAT.
 */
export function itemOf(key: string, value: Uint8Array, take: (bytes: number) => void = () => {}): Item | null {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  if (value.length < TEXT || readSum(view, 0) !== checksum(key, value.subarray(SUM))) return null
  const version = view.getUint32(SUM, true)
  if (version > VERSION) throw new NeuriteError(newerFormat('timeline value', version, VERSION))
  const end = TEXT + view.getUint32(SUM + 4, true)
  if (end > value.length) return null
  const text = value.subarray(TEXT, end)
  take(bytesOfJson(text))
  const parts = parse(text)
  if (parts === null || value.length !== end + 8 * (parts.count ?? 0)) return null
  if (parts.count === null) return { key, head: parts.head, numbers: null }
  const numbers = new Float64Array(parts.count)
  const bytes = new Uint8Array(numbers.buffer)
  bytes.set(value.subarray(end))
  littleEndian(bytes, 8)
  return { key, head: parts.head, numbers }
}

function parse(text: Uint8Array): { readonly head: unknown; readonly count: number | null } | null {
  try {
    const parts: unknown = JSON.parse(new TextDecoder().decode(text))
    if (!Array.isArray(parts) || parts.length < 1 || parts.length > 2) return null
    const [head, count = null] = parts
    return count === null || (Number.isSafeInteger(count) && count >= 0) ? { head, count } : null
  } catch {
    return null
  }
}
