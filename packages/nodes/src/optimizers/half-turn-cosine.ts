/** The cosine that schedules go down by, in the same bits on every machine: engines differ in `Math.cos`. */

/**
 * cos(π x) for x from 0 to 1, to 2 ulp or so of 1: by the series of cosine and sine up to a quarter turn from the nearest place where
 * it is 1, 0 or −1, so that these are exact.
 */
export function halfTurnCosine(x: number): number {
  if (x <= 0.25) return cosine(Math.PI * x)
  if (x >= 0.75) return -cosine(Math.PI * (1 - x))
  return -sine(Math.PI * (x - 0.5))
}

/** Σ (−1)^k y^2k / (2k)!, |y| ≤ π/4: by Horner, from the term of y^18 down. */
function cosine(y: number): number {
  let sum = 1
  for (let k = 18; k > 0; k -= 2) sum = 1 - ((y * y) / (k * (k - 1))) * sum
  return sum
}

/** Σ (−1)^k y^(2k+1) / (2k+1)!, likewise. */
function sine(y: number): number {
  let sum = 1
  for (let k = 18; k > 0; k -= 2) sum = 1 - ((y * y) / (k * (k + 1))) * sum
  return y * sum
}
