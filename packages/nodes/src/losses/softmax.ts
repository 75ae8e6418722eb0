/** From logits to probabilities, for whoever reads the predictions of a net that learned by `softmaxCrossEntropy`. */

import { NeuriteError } from '@neurite/core'
import { invalidOption } from '@neurite/core/define'
import { exp } from '@neurite/core/math'

/**
 * pₖ = exp(zₖ) / Σ exp(z), with the largest logit taken away first so that nothing overflows; sums in order.
 * (Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 4.104.)
 *
 * @example
 * softmax(net.predict(row)) // [0.09003057317038046, 0.24472847105479764, 0.6652409557748218] of the logits [1, 2, 3]
 */
export function softmax(logits: readonly number[]): number[] {
  if (!isNumbers(logits)) throw new NeuriteError(invalidOption('logits', logits, 'a list of numbers', 'softmax'))
  let largest = Number.NEGATIVE_INFINITY
  for (const z of logits) if (z > largest) largest = z
  const shares = logits.map((z) => exp(z - largest))
  let sum = 0
  for (const share of shares) sum += share
  return shares.map((share) => share / sum)
}

const isNumbers = (given: unknown): boolean =>
  (Array.isArray(given) || ArrayBuffer.isView(given)) &&
  Array.from(given as ArrayLike<unknown>).every((logit) => typeof logit === 'number')
