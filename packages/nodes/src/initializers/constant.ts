/** One start value for all. */

import { defineInitializer, type Initializer, invalidOption, NeuriteError } from '@neurite/core'

/**
 * Starts at `value`. Throws INVALID_OPTION unless it is a finite number.
 *
 * @example
 * neuron(relu, { bias: constant(0.1) })
 */
export function constant(value: number): Initializer {
  if (!Number.isFinite(value)) throw new NeuriteError(invalidOption('value', value, 'a finite number'))
  const start = value === 0 ? 0 : value // JSON does not know −0
  return defineInitializer({ name: 'constant', options: { value: start }, draw: () => start })
}
