import { defineInitializer, type Initializer, readOptions } from '@neurite/core/define'
/** Start values of 0. */

/**
 * Starts at 0; right for biases. Weights that all start equal give neurons that stay equal.
 *
 * @example
 * neuron(relu, { bias: zeros() })
 */
export function zeros(none?: Readonly<Record<string, never>>): Initializer {
  readOptions(none, 'zeros', {})
  return defineInitializer({ name: 'zeros', draw })
}

const draw = (): number => 0
