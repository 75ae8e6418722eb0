/** The contract of an activation: a = f(z), applied to every neuron of a block over the whole batch. */

import { type Definition, freezeDefinition, type Options } from './definition.ts'

/** f and its slope, over a range of the slabs of one block. Nothing is allocated. */
export interface Activation extends Definition {
  readonly type: 'activation'
  /** output[k] = f(netInput[k]) for from ≤ k < to. */
  forward(netInput: Float64Array, output: Float64Array, from: number, to: number): void
  /** delta[k] = error[k] · f′(netInput[k]) for from ≤ k < to, where error = ∂L/∂a and delta = ∂L/∂z. */
  backward(
    netInput: Float64Array,
    output: Float64Array,
    error: Float64Array,
    delta: Float64Array,
    from: number,
    to: number,
  ): void
}

/** An activation as two scalar functions: simple, and fast enough for most. */
export interface ScalarActivation {
  readonly name: string
  readonly options?: Options
  /** a = f(z). Pure; use `exp`, `log`, `tanh` of this package where bits must agree between engines. */
  readonly value: (netInput: number) => number
  /** f′, from z and the a already computed. */
  readonly slope: (netInput: number, output: number) => number
}

/**
 * Makes an activation: of two scalar functions, or of two loops over the slabs, which are several times as fast where many
 * different activations are in use (a loop that calls any of them cannot be inlined).
 *
 * @example
 * const softsign = defineActivation({
 *   name: 'softsign',
 *   value: (z) => z / (1 + Math.abs(z)),
 *   slope: (z) => 1 / ((1 + Math.abs(z)) * (1 + Math.abs(z))),
 * })
 */
export function defineActivation(
  given: ScalarActivation | (Pick<Activation, 'name' | 'forward' | 'backward'> & { readonly options?: Options }),
): Activation {
  const { name, options = {} } = given
  const { forward, backward } = 'value' in given ? loops(given) : given
  return freezeDefinition<Activation>({ type: 'activation', name, options, forward, backward })
}

function loops({ value, slope }: ScalarActivation): Pick<Activation, 'forward' | 'backward'> {
  return {
    forward(netInput, output, from, to) {
      for (let k = from; k < to; k++) output[k] = value(netInput[k] as number)
    },
    backward(netInput, output, error, delta, from, to) {
      for (let k = from; k < to; k++) {
        delta[k] = (error[k] as number) * slope(netInput[k] as number, output[k] as number)
      }
    },
  }
}
