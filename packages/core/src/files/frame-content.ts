/**
 * What is inside a frame, before compression: the length of a text (4 bytes), the text in UTF-8, the numbers of all
 * items as planes. The text is JSON, `[[key, head, count of numbers], [key, head], …]`.
 */

import { bytesOfJson } from './allowance.ts'
import { type FloatSpan, floatsFromPlanes, floatsToPlanes } from './float-planes.ts'
import { headText } from './head-text.ts'
import type { Item } from './item.ts'

const TEXT_LENGTH = 4

/** An item on its way into a frame, its numbers a copy. */
export interface FrameEntry {
  readonly key: string
  readonly text: string
  readonly numbers: Float64Array | null
  /** Bytes that it adds to a frame, about. */
  readonly size: number
}

/** Takes down what the item is now; what happens to it later does not matter. */
export function entryOf({ key, head, numbers }: Item): FrameEntry {
  const text = headText(key, numbers === null ? [key, head] : [key, head, numbers.length])
  return { key, text, numbers: numbers?.slice() ?? null, size: text.length + (numbers?.byteLength ?? 0) }
}

/** The content of a frame with these items. */
export function packItems(entries: readonly FrameEntry[]): Uint8Array {
  const text = new TextEncoder().encode(`[${entries.map((entry) => entry.text).join(',')}]`)
  const { spans, total } = spansOf(entries.map(({ key, numbers }) => ({ key, length: numbers?.length ?? 0 })))
  const values = new Float64Array(total)
  entries.forEach(({ numbers }, k) => {
    if (numbers !== null) values.set(numbers, (spans[k] as FloatSpan).from)
  })
  const content = new Uint8Array(TEXT_LENGTH + text.length + 8 * total)
  new DataView(content.buffer).setUint32(0, text.length, true)
  content.set(text, TEXT_LENGTH)
  content.set(floatsToPlanes(values, spans), TEXT_LENGTH + text.length)
  return content
}

/** The items of such a content, or null if it is none; `take` is asked for the memory that its text comes to. */
export function unpackItems(content: Uint8Array, take: (bytes: number) => void = () => {}): readonly Item[] | null {
  if (content.length < TEXT_LENGTH) return null
  const end = TEXT_LENGTH + new DataView(content.buffer, content.byteOffset).getUint32(0, true)
  if (end > content.length) return null
  const text = content.subarray(TEXT_LENGTH, end)
  take(bytesOfJson(text))
  const lines = parseLines(text)
  if (lines === null) return null
  const { spans, total } = spansOf(lines.map(([key, , count = 0]) => ({ key, length: count })))
  if (content.length !== end + 8 * total) return null
  const values = floatsFromPlanes(content.subarray(end), spans)
  return lines.map(([key, head, count], k) => {
    const { from, length } = spans[k] as FloatSpan
    return { key, head, numbers: count === undefined ? null : values.subarray(from, from + length) }
  })
}

type Line = readonly [key: string, head: unknown, count?: number]

function parseLines(bytes: Uint8Array): readonly Line[] | null {
  try {
    const lines: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return Array.isArray(lines) && lines.every(isLine) ? lines : null
  } catch {
    return null
  }
}

function isLine(line: unknown): line is Line {
  if (!Array.isArray(line) || line.length < 2 || line.length > 3 || typeof line[0] !== 'string') return false
  return line.length === 2 || (Number.isSafeInteger(line[2]) && line[2] >= 0)
}

/** Where each item's numbers stand, and which earlier ones they resemble: as many, of the same group. */
function spansOf(items: readonly { readonly key: string; readonly length: number }[]) {
  const latest = new Map<string, number>()
  const spans: FloatSpan[] = []
  let total = 0
  for (const { key, length } of items) {
    const group = `${length}/${key.split('/', 1)[0]}`
    spans.push({ from: total, length, like: latest.get(group) ?? null })
    latest.set(group, total)
    total += length
  }
  return { spans, total }
}
