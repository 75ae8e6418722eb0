/** Start values spread evenly over a range. */

import { NeuriteError } from '@neurite/core'
import { defineInitializer, type Initializer, type InitialPlace, invalidOption } from '@neurite/core/define'

/**
 * U(low, high): low + (high − low) · r with r evenly in [0, 1).
 * Throws INVALID_OPTION unless both are finite, low < high, and the range between them is finite too.
 *
 * @example
 * neuron(tanh, { weights: uniform(-0.1, 0.1) })
 */
export function uniform(low: number, high: number): Initializer {
  if (!Number.isFinite(low)) throw new NeuriteError(invalidOption('low', low, 'a finite number'))
  if (!Number.isFinite(high) || !(high > low) || !Number.isFinite(high - low)) {
    throw new NeuriteError(invalidOption('high', high, `a finite number above ${low}`))
  }
  const options = { low: low === 0 ? 0 : low, high: high === 0 ? 0 : high } // JSON does not know −0
  return defineInitializer({ name: 'uniform', options, draw })
}

interface Range {
  readonly low: number
  readonly high: number
  readonly [key: string]: number
}

const draw = (random: () => number, _: InitialPlace, { low, high }: Range): number => low + (high - low) * random()
