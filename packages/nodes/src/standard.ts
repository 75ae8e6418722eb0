/** The table by which JSON finds everything of this package again. */

import { adam, chain, NeuriteError, sgd } from '@neurite/core'
import {
  type Activation,
  type Definition,
  type Definitions,
  type Initializer,
  input,
  invalidOption,
  type Json,
  type Optimizer,
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
import { accuracy } from './metrics/accuracy.ts'
import { balancedAccuracy } from './metrics/balanced-accuracy.ts'
import { confusion } from './metrics/confusion.ts'
import { f1 } from './metrics/f1.ts'
import { meanAbsoluteError } from './metrics/mean-absolute-error.ts'
import { perplexity } from './metrics/perplexity.ts'
import { precision } from './metrics/precision.ts'
import { rSquared } from './metrics/r-squared.ts'
import { recall } from './metrics/recall.ts'
import { rocAuc } from './metrics/roc-auc.ts'
import { rootMeanSquaredError } from './metrics/root-mean-squared-error.ts'
import { topK } from './metrics/top-k.ts'
import { clipByGlobalNorm } from './optimizers/clip-by-global-norm.ts'
import { clipByNorm } from './optimizers/clip-by-norm.ts'
import { clipByValue } from './optimizers/clip-by-value.ts'
import { cosineDecay } from './optimizers/cosine-decay.ts'
import { decayWeights } from './optimizers/decay-weights.ts'
import { exponentialDecay } from './optimizers/exponential-decay.ts'
import { l1 } from './optimizers/l1.ts'
import { l2 } from './optimizers/l2.ts'
import { linearWarmUp } from './optimizers/linear-warm-up.ts'
import { oneCycle } from './optimizers/one-cycle.ts'
import { polynomialDecay } from './optimizers/polynomial-decay.ts'
import { scaleRate } from './optimizers/scale-rate.ts'
import { stepDecay } from './optimizers/step-decay.ts'

/**
 * Every definition of this package, and those of core (`input`, `sgd`, `adam`, `chain`), by name. Options that a definition does not know are refused with
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

  accuracy,
  balancedAccuracy,
  confusion,
  f1,
  meanAbsoluteError,
  perplexity,
  precision,
  rSquared,
  recall,
  rocAuc,
  rootMeanSquaredError,
  topK: withOptions(['k'], ({ k }) => topK({ k: k as number })),

  sgd: (options) => sgd(options as unknown as Parameters<typeof sgd>[0]),
  adam: (options) => adam(options as unknown as Parameters<typeof adam>[0]),
  chain: withOptions(['links'], ({ links }, resolve) => {
    const made = (links as readonly Json[]).map((link) => resolved<Optimizer>(link, resolve))
    return made.slice(1).reduce((before, one) => chain(before, one), chain(made[0] as Optimizer))
  }),
  clipByGlobalNorm: withOptions(['most'], ({ most }) => clipByGlobalNorm(most as number)),
  clipByNorm: withOptions(['most'], ({ most }) => clipByNorm(most as number)),
  clipByValue: withOptions(['most'], ({ most }) => clipByValue(most as number)),
  cosineDecay: (options) => cosineDecay(options as unknown as Parameters<typeof cosineDecay>[0]),
  decayWeights: withOptions(['rate', 'of'], ({ rate, of }) =>
    decayWeights(rate as number, { of: of as readonly string[] }),
  ),
  exponentialDecay: (options) => exponentialDecay(options as unknown as Parameters<typeof exponentialDecay>[0]),
  l1: withOptions(['rate', 'of'], ({ rate, of }) => l1(rate as number, { of: of as readonly string[] })),
  l2: withOptions(['rate', 'of'], ({ rate, of }) => l2(rate as number, { of: of as readonly string[] })),
  linearWarmUp: (options) => linearWarmUp(options as unknown as Parameters<typeof linearWarmUp>[0]),
  oneCycle: (options) => oneCycle(options as unknown as Parameters<typeof oneCycle>[0]),
  polynomialDecay: (options) => polynomialDecay(options as unknown as Parameters<typeof polynomialDecay>[0]),
  scaleRate: (options) => scaleRate(options as unknown as Parameters<typeof scaleRate>[0]),
  stepDecay: (options) => stepDecay(options as unknown as Parameters<typeof stepDecay>[0]),
})

type FromOptions = (options: Options, resolve: (reference: Reference) => Definition) => Definition

function withOptions(known: readonly string[], make: FromOptions): FromOptions {
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
