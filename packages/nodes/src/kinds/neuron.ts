/** The neuron: an activation of the weighted sum of its inputs plus its bias. It says what it is; the kernels compute it. */

import { NeuriteError } from '@neurite/core'
import {
  type Activation,
  type Definition,
  defineNeuron,
  type Initializer,
  invalidOption,
  type Json,
  type NodeKind,
  type Option,
  readOptions,
  reference,
} from '@neurite/core/define'
import { xavier } from '../initializers/xavier.ts'
import { zeros } from '../initializers/zeros.ts'

const start = (wants: string, otherwise: Initializer): Option<Initializer> => ({
  wants,
  suits: isA('initializer'),
  otherwise,
})
const STARTS = {
  weights: start('an initializer, such as he()', xavier()),
  bias: start('an initializer, such as constant(0.1)', zeros()),
}

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
  given?: { readonly weights?: Initializer; readonly bias?: Initializer },
): NodeKind {
  if (!isA('activation')(activation)) {
    throw new NeuriteError(invalidOption('activation', activation, 'an activation, such as sigmoid', 'neuron'))
  }
  const { weights, bias } = readOptions(given, 'neuron', STARTS)
  const options: Record<string, Json> = { activation: reference(activation) }
  if (reference(weights) !== 'xavier') options.weights = reference(weights)
  if (reference(bias) !== 'zeros') options.bias = reference(bias)
  return defineNeuron({ name: 'neuron', options, activation, weights, bias })
}

function isA(type: Definition['type']): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && (value as Partial<Definition>).type === type
}
