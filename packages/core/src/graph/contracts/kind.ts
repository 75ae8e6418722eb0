/** The contract of a kind: what a node computes. Shared code reads what a kind declares and never asks for its name. */

import { NAME, OPTIONS, theFunction } from '../../door/definition-options.ts'
import { holding, isRecord, option, required, wholeNumber } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { invalidOption } from '../../errors/options.ts'
import { type Activation, isActivation } from './activation.ts'
import { type Definition, freezeDefinition, type Options } from './definition.ts'
import { type Initializer, isInitializer } from './initializer.ts'

/** The rows of one firing, whole batch: `inputs[k][n]` is what the k-th incoming edge brings in row n. Valid during the call only. */
export interface ForwardRows<Given extends Options = Options> {
  readonly batch: number
  /** What the kind was made with. */
  readonly options: Given
  readonly inputs: readonly Float64Array[]
  /** One learned weight per incoming edge (empty if the kind has none). */
  readonly weights: Float64Array
  /** The learned bias (0 if the kind has none). */
  readonly bias: number
  /** To be written: the node's activation in each row. */
  readonly output: Float64Array
}

/** `delta[n]` = ∂L/∂output[n]. To be written: `inputDeltas`; to be added onto (they start at 0): the gradients, summed over n ascending. */
export interface BackwardRows<Given extends Options = Options> extends ForwardRows<Given> {
  readonly delta: Float64Array
  readonly inputDeltas: readonly Float64Array[]
  readonly weightGradients: Float64Array
  /** One number: ∂L/∂bias. */
  readonly biasGradient: Float64Array
}

/** What a node of the kind does when it fires. */
export type Computation =
  /** Its value comes from the row of data. */
  | { readonly form: 'source' }
  /** a = f(bias + Σ weight · input): runs fused wherever nodes share their inputs. */
  | { readonly form: 'affine'; readonly activation: Activation }
  /** Anything else, one node at a time. */
  | {
      readonly form: 'custom'
      readonly forward: (rows: ForwardRows) => void
      readonly backward: (rows: BackwardRows) => void
    }

export interface NodeKind extends Definition {
  readonly type: 'kind'
  readonly fanIn: { readonly min: number; readonly max: number }
  /** How the weights of the incoming edges start; null where edges of this kind carry no weight. */
  readonly weights: Initializer | null
  /** How the bias starts; null where the kind has none. */
  readonly bias: Initializer | null
  readonly computation: Computation
}

/** The kind of the places where rows enter; `g.inputs` makes them. It has no parameters. */
export const input: NodeKind = freezeDefinition<NodeKind>({
  type: 'kind',
  name: 'input',
  options: {},
  fanIn: Object.freeze({ min: 0, max: 0 }),
  weights: null,
  bias: null,
  computation: Object.freeze({ form: 'source' } as const),
})

const anInitializer = option<Initializer>('an initializer, such as constant(0.1)', isInitializer)

const NODE = {
  name: NAME,
  options: OPTIONS,
  fanIn: holding(option<{ min?: number; max?: number }>('{ min, max }', isRecord), 'min', 'max'),
  weights: anInitializer,
  bias: anInitializer,
  forward: theFunction<(rows: ForwardRows) => void>(),
  backward: theFunction<(rows: BackwardRows) => void>(),
}
const FAN_IN = {
  min: wholeNumber(0, 1),
  max: option<number, number>(
    'a whole number, or Infinity',
    (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0),
    Number.POSITIVE_INFINITY,
  ),
}
const NEURON = {
  name: NAME,
  options: OPTIONS,
  activation: required(option<Activation>('an activation, such as sigmoid', isActivation)),
  weights: required(anInitializer),
  bias: required(anInitializer),
}

/**
 * Makes a kind of one's own. Check its gradient with one call: `checkKind(product)` of `@neurite/core/testing`. Its functions
 * get their options handed in. Two kinds of one name and options must be made of the same functions: where options are
 * chosen by a function of yours, let `forward` and `backward` stand outside of it.
 *
 * @example
 * const product = defineNode({
 *   name: 'product',
 *   fanIn: { min: 1 },
 *   forward({ batch, inputs, output }) {
 *     for (let n = 0; n < batch; n++) {
 *       let y = 1
 *       for (const x of inputs) y *= x[n]!
 *       output[n] = y
 *     }
 *   },
 *   backward({ batch, inputs, delta, inputDeltas }) { … },
 * })
 */
export function defineNode<Given extends Options>(given: {
  readonly name: string
  readonly options?: Given
  readonly fanIn?: { readonly min?: number; readonly max?: number }
  readonly weights?: Initializer
  readonly bias?: Initializer
  readonly forward: (rows: ForwardRows<Given>) => void
  readonly backward: (rows: BackwardRows<Given>) => void
}): NodeKind {
  const read = readOptions(given, 'defineNode', NODE)
  const { name, options = {}, fanIn, weights = null, bias = null, forward, backward } = read
  const { min, max } = readOptions(fanIn, 'fanIn', FAN_IN)
  if (max < min) throw new NeuriteError(invalidOption('max', max, `${min} or more`, 'fanIn'))
  const computation = { form: 'custom', forward, backward } as NodeKind['computation']
  return freezeDefinition<NodeKind>({
    type: 'kind',
    name,
    options,
    fanIn: Object.freeze({ min, max }),
    weights,
    bias,
    computation,
  })
}

/** Makes a kind of the form a = f(bias + Σ weight · input), the one that runs fused. `neuron` of @neurite/nodes is made by it. */
export function defineNeuron(given: {
  readonly name: string
  readonly options?: Options
  readonly activation: Activation
  readonly weights: Initializer
  readonly bias: Initializer
}): NodeKind {
  const { name, options = {}, activation, weights, bias } = readOptions(given, 'defineNeuron', NEURON)
  return freezeDefinition<NodeKind>({
    type: 'kind',
    name,
    options,
    fanIn: Object.freeze({ min: 0, max: Number.POSITIVE_INFINITY }),
    weights,
    bias,
    computation: Object.freeze({ form: 'affine', activation } as const),
  })
}
