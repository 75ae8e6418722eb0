/** The neuron: an activation of the weighted sum of its inputs plus its bias. It says what it is; the kernels compute it. */

import { NeuriteError } from '@neurite/core'
import {
  type Activation,
  type Definition,
  defineKind,
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

const weights: Option<Initializer> = {
  wants: 'an initializer, such as he()',
  suits: isA('initializer'),
  otherwise: xavier(),
}
const bias: Option<Initializer | false> = {
  wants: 'an initializer, such as constant(0.1), or false',
  suits: (value) => value === false || isA('initializer')(value),
  otherwise: zeros(),
}
const STARTS = { weights, bias }

/**
 * a = f(z), z = bias + w₁x₁ + w₂x₂ + …, summed in fan-in order.
 *
 * Backward, with δ = ∂L/∂z = ∂L/∂a · f′(z), over the rows n of a batch:
 * ∂L/∂wᵢ = Σₙ δₙ xᵢₙ, ∂L/∂bias = Σₙ δₙ, and δ wᵢ goes back to input i.
 * (Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", Nature 323, 1986.)
 *
 * Weights start with `xavier()` and the bias with `zeros()` unless others are given; give a relu `{ weights: he() }`.
 * With `{ bias: false }` there is none.
 * Throws INVALID_OPTION where something else is handed in.
 *
 * @example
 * const hidden = g.add(['h1', 'h2'], neuron(relu, { weights: he() }), { from: x })
 */
export function neuron(
  activation: Activation,
  given?: { readonly weights?: Initializer; readonly bias?: Initializer | false },
): NodeKind {
  if (!isA('activation')(activation)) {
    throw new NeuriteError(invalidOption('activation', activation, 'an activation, such as sigmoid', 'neuron'))
  }
  const { weights, bias } = readOptions(given, 'neuron', STARTS)
  const options: Record<string, Json> = { activation: reference(activation) }
  if (reference(weights) !== 'xavier') options.weights = reference(weights)
  if (bias === false) options.bias = false
  else if (reference(bias) !== 'zeros') options.bias = reference(bias)
  return defineKind({
    name: 'neuron',
    options,
    activation,
    parameters: [
      ...(bias === false ? [] : [{ name: 'bias', start: bias } as const]),
      { name: 'weight', per: 'edge', start: weights },
    ],
  })
}

function isA(type: Definition['type']): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && (value as Partial<Definition>).type === type
}
