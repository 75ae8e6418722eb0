/** Numbers spread evenly over a range. */

/** low + (high − low) · r, r the next number in [0, 1). */
export function evenly(next: () => number, low: number, high: number): number {
  return low + (high - low) * next()
}

/** A whole number from low to high, both included. */
export function wholeNumber(next: () => number, low: number, high: number): number {
  return low + Math.floor(next() * (high - low + 1))
}

/** One of these. */
export function pick<T>(next: () => number, from: readonly T[]): T {
  return from[Math.floor(next() * from.length)] as T
}
