/** One start value for all. */

import { NeuriteError } from '@neurite/core'
import { defineInitializer, type Initializer, type InitialPlace, invalidOption } from '@neurite/core/define'

/**
 * Starts at `value`. Throws INVALID_OPTION unless it is a finite number.
 *
 * @example
 * neuron(relu, { bias: constant(0.1) })
 */
export function constant(value: number): Initializer {
  if (!Number.isFinite(value)) throw new NeuriteError(invalidOption('value', value, 'a finite number'))
  return defineInitializer({ name: 'constant', options: { value: value === 0 ? 0 : value }, draw }) // JSON knows no −0
}

const draw = (_: () => number, __: InitialPlace, { value }: { readonly value: number }): number => value
