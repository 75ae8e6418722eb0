/** Looks something up by halving. */

/**
 * The last of the places from 0 up to, not including, `count` for which it holds; −1 where there is none. Where it holds for a
 * place, it holds for those before.
 */
export function lastWhere(count: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, count - 1]
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) low = middle + 1
    else high = middle - 1
  }
  return high
}
