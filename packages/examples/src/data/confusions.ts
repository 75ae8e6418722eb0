/** Which digits are taken for which. */

import type { Reading } from './readings.ts'

/** The mistakes among readings, the most frequent first: `{ label: 4, answer: 9, times: 12 }`. */
export function confusions(read: readonly Reading[]): { label: number; answer: number; times: number }[] {
  const times = new Map<number, number>()
  for (const { label, answer } of read) {
    if (label !== answer) times.set(10 * label + answer, (times.get(10 * label + answer) ?? 0) + 1)
  }
  return [...times]
    .map(([pair, times]) => ({ label: Math.floor(pair / 10), answer: pair % 10, times }))
    .sort((a, b) => b.times - a.times || a.label - b.label || a.answer - b.answer)
}
