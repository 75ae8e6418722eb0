/** How long a stretch of numbers is as a vector. */

/**
 * √Σ x², the squares summed in their order; where they would overflow or vanish, of the numbers divided by the largest, times that.
 */
export function normOf(values: Float64Array, from = 0, to: number = values.length): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += (values[i] as number) * (values[i] as number)
  if (sum > TINY && sum < Number.POSITIVE_INFINITY) return Math.sqrt(sum)
  let most = 0
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(values[i] as number))
  if (most === 0 || !Number.isFinite(most)) return most
  let scaled = 0
  for (let i = from; i < to; i++) {
    const share = (values[i] as number) / most
    scaled += share * share
  }
  return most * Math.sqrt(scaled)
}

/** Below this squares lose digits. */
const TINY = 2 ** -960
