/** The neuron: an activation of the weighted sum of its inputs plus its bias. It says what it is; the kernels compute it. */

import {
  type Activation,
  type Definition,
  defineNeuron,
  type Initializer,
  invalidOption,
  type Json,
  NeuriteError,
  type NodeKind,
  reference,
} from '@neurite/core'
import { xavier } from '../initializers/xavier.ts'
import { zeros } from '../initializers/zeros.ts'

/**
 * a = f(z), z = bias + w₁x₁ + w₂x₂ + …, summed in fan-in order.
 *
 * Backward, with δ = ∂L/∂z = ∂L/∂a · f′(z), over the rows n of a batch:
 * ∂L/∂wᵢ = Σₙ δₙ xᵢₙ, ∂L/∂bias = Σₙ δₙ, and δ wᵢ goes back to input i.
 * (Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", Nature 323, 1986.)
 *
 * Weights start with `xavier()` and the bias with `zeros()` unless others are given; give a relu `{ weights: he() }`.
 * Throws INVALID_OPTION where something else is handed in.
 *
 * @example
 * const hidden = g.add(['h1', 'h2'], neuron(relu, { weights: he() }), { from: x })
 */
export function neuron(
  activation: Activation,
  { weights = xavier(), bias = zeros() }: { readonly weights?: Initializer; readonly bias?: Initializer } = {},
): NodeKind {
  demand('activation', activation, 'activation', 'an activation, such as sigmoid')
  demand('weights', weights, 'initializer', 'an initializer, such as he()')
  demand('bias', bias, 'initializer', 'an initializer, such as constant(0.1)')
  const options: Record<string, Json> = { activation: reference(activation) }
  if (reference(weights) !== 'xavier') options.weights = reference(weights)
  if (reference(bias) !== 'zeros') options.bias = reference(bias)
  return defineNeuron({ name: 'neuron', options, activation, weights, bias })
}

function demand(option: string, given: Definition | undefined, type: Definition['type'], wants: string): void {
  if (given?.type !== type) throw new NeuriteError(invalidOption(option, given, wants))
}
