/** Items for tests: what a history may hold, and what came back of it. */

import type { Item } from './item.ts'

/** A few small items of every sort. */
export const sampleItems: readonly Item[] = [
  { key: 'run', head: { graph: 'xor', seed: 7, 'ключ 🙂': ['a', null, true, 0.1] }, numbers: null },
  { key: 'keyframe/0', head: { step: 0 }, numbers: Float64Array.of(0.5, -0.25, 1e-3) },
  { key: 'keyframe/1', head: { step: 100 }, numbers: Float64Array.of(0.5000001, -0.2499, 1.1e-3) },
  { key: 'odd', head: null, numbers: Float64Array.of(-0, 5e-324, Number.NaN, Number.NEGATIVE_INFINITY) },
  { key: 'none', head: 'no numbers, but room for them', numbers: new Float64Array(0) },
  { key: 'keyframe/2', head: { step: 200 }, numbers: Float64Array.of(0.5000002, -0.2498, 1.2e-3) },
]

/** An item as plain text, bit by bit, for comparison; any NaN is the same. */
export function itemText({ key, head, numbers }: Item): string {
  const bits = numbers && Array.from(numbers, (value) => (Object.is(value, -0) ? '-0' : String(value)))
  return JSON.stringify([key, head, bits])
}

/** All that an iterable gives, and the error that ended it, if one did. */
export async function collect<T>(
  source: AsyncIterable<T>,
): Promise<{ readonly all: readonly T[]; readonly error: unknown }> {
  const all: T[] = []
  try {
    for await (const one of source) all.push(one)
    return { all, error: null }
  } catch (error) {
    return { all, error }
  }
}

/** Pieces as one, in memory. */
export async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const { all } = await collect(pieces)
  const whole = new Uint8Array(all.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of all) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
