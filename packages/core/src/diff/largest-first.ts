/** The order of numbers by size, without a comparison function: by a typed array's own sort, which is many times faster. */

import { lastWhere } from '../numerics/last-where.ts'

/**
 * The places of these numbers, none of them negative or −0, from the largest to the smallest: NaN before all, equal
 * ones as they stand.
 *
 * @example
 * largestFirst(Float64Array.of(1, 3, 2)) // Int32Array [1, 2, 0]
 */
export function largestFirst(sizes: Float64Array): Int32Array {
  const { length } = sizes
  // Ascending, and NaN at the end.
  const sorted = sizes.slice().sort()
  const order = new Int32Array(length)
  /** How many of the equal numbers that begin at a place have been put there. */
  const taken = new Int32Array(length)
  sizes.forEach((size, place) => {
    const larger = Number.isNaN(size) ? 0 : length - upTo(sorted, size)
    order[larger + (taken[larger] as number)] = place
    taken[larger] = (taken[larger] as number) + 1
  })
  return order
}

/** How many of the sorted numbers are not above `size`. */
function upTo(sorted: Float64Array, size: number): number {
  return lastWhere(sorted.length, (k) => (sorted[k] as number) <= size) + 1
}
