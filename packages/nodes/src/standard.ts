/** The table by which JSON finds everything of this package again. */

import { NeuriteError } from '@neurite/core'
import {
  type Activation,
  type Definition,
  type Definitions,
  type Initializer,
  input,
  invalidOption,
  type Json,
  type Options,
  type Reference,
} from '@neurite/core/define'
import { identity } from './activations/identity.ts'
import { relu } from './activations/relu.ts'
import { sigmoid } from './activations/sigmoid.ts'
import { tanh } from './activations/tanh.ts'
import { constant } from './initializers/constant.ts'
import { he } from './initializers/he.ts'
import { uniform } from './initializers/uniform.ts'
import { xavier } from './initializers/xavier.ts'
import { zeros } from './initializers/zeros.ts'
import { neuron } from './kinds/neuron.ts'
import { product } from './kinds/product.ts'
import { binaryCrossEntropy } from './losses/binary-cross-entropy.ts'
import { meanSquaredError } from './losses/mean-squared-error.ts'
import { softmaxCrossEntropy } from './losses/softmax-cross-entropy.ts'
import { squaredError } from './losses/squared-error.ts'

/**
 * Every definition of this package, and `input`, by name. Options that a definition does not know are refused with
 * INVALID_OPTION: they came from a version that meant something by them.
 *
 * @example
 * const g = fromJSON(json, { ...standard, spiking })
 */
export const standard: Definitions = Object.freeze<Definitions>({
  input,
  neuron: withOptions(['activation', 'weights', 'bias'], ({ activation, weights, bias }, resolve) =>
    neuron(resolved<Activation>(activation, resolve), {
      ...(weights === undefined ? {} : { weights: resolved<Initializer>(weights, resolve) }),
      ...(bias === undefined ? {} : { bias: bias === false ? bias : resolved<Initializer>(bias, resolve) }),
    }),
  ),
  product,

  identity,
  relu,
  sigmoid,
  tanh,

  binaryCrossEntropy: binaryCrossEntropy(),
  meanSquaredError: meanSquaredError(),
  softmaxCrossEntropy: softmaxCrossEntropy(),
  squaredError: squaredError(),

  constant: withOptions(['value'], ({ value }) => constant(value as number)),
  he: he(),
  uniform: withOptions(['low', 'high'], ({ low, high }) => uniform(low as number, high as number)),
  xavier: xavier(),
  zeros: zeros(),
})

type Factory = (options: Options, resolve: (reference: Reference) => Definition) => Definition

function withOptions(known: readonly string[], make: Factory): Factory {
  return (options, resolve) => {
    for (const [option, value] of Object.entries(options)) {
      if (!known.includes(option)) throw new NeuriteError(invalidOption(option, value, `only ${known.join(', ')}`))
    }
    return make(options, resolve)
  }
}

/** What a nested reference stands for; that it is of the right type is checked by whoever takes it. */
function resolved<T extends Definition>(given: Json | undefined, resolve: (reference: Reference) => Definition): T {
  const named = typeof given === 'object' && given !== null && !Array.isArray(given) && 'name' in given
  if (typeof given !== 'string' && !named) {
    throw new NeuriteError(invalidOption('reference', given, 'a name, or a name and options'))
  }
  return resolve(given as Reference) as T
}
