/** The contract of an activation: a = f(z), applied to every neuron of a block over the whole batch. */

import { NAME, OPTIONS, theFunction } from '../../door/definition-options.ts'
import { isObject, option } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import { type Definition, freezeDefinition, type Options } from './definition.ts'

/** Between which numbers an activation stays: the lowest and the highest, infinite where there is none. */
export type ActivationRange = readonly [low: number, high: number]

/** f and its slope, over a range of the slabs of one block. Nothing is allocated. */
export interface Activation extends Definition {
  readonly type: 'activation'
  /** What `validate` tells of an unsuitable loss or start by. */
  readonly range?: ActivationRange
  /** output[k] = f(netInput[k]) for from ≤ k < to. */
  forward(netInput: Float64Array, output: Float64Array, from: number, to: number, options: Options): void
  /** delta[k] = error[k] · f′(netInput[k]) for from ≤ k < to, where error = ∂L/∂a and delta = ∂L/∂z. */
  backward(
    netInput: Float64Array,
    output: Float64Array,
    error: Float64Array,
    delta: Float64Array,
    from: number,
    to: number,
    options: Options,
  ): void
}

/** An activation as two scalar functions: simple, and fast enough for most. */
export interface ScalarActivation<Given extends Options = Options> {
  readonly name: string
  readonly options?: Given
  /** Between which numbers it stays, as `[0, 1]`. Default: any. */
  readonly range?: ActivationRange
  /** a = f(z). Pure; use `exp`, `log`, `tanh` of this package where bits must agree between engines. */
  readonly value: (netInput: number, options: Given) => number
  /** f′, from z and the a already computed. */
  readonly slope: (netInput: number, output: number, options: Given) => number
}

/** An activation as two loops over the slabs. */
export interface SlabActivation<Given extends Options = Options> {
  readonly name: string
  readonly options?: Given
  readonly range?: ActivationRange
  readonly forward: (netInput: Float64Array, output: Float64Array, from: number, to: number, options: Given) => void
  readonly backward: (
    netInput: Float64Array,
    output: Float64Array,
    error: Float64Array,
    delta: Float64Array,
    from: number,
    to: number,
    options: Given,
  ) => void
}

const RANGE = option<ActivationRange>('[low, high], two numbers in order', isRange)
const SCALAR = {
  name: NAME,
  options: OPTIONS,
  range: RANGE,
  value: theFunction<ScalarActivation['value']>(),
  slope: theFunction<ScalarActivation['slope']>(),
}
const LOOPS = {
  name: NAME,
  options: OPTIONS,
  range: RANGE,
  forward: theFunction<Activation['forward']>(),
  backward: theFunction<Activation['backward']>(),
}

/**
 * Makes an activation: of two scalar functions, or of two loops over the slabs, which are several times as fast where many
 * different activations are in use (a loop that calls any of them cannot be inlined). They get their options handed in; made
 * outside of the function that chooses the options, they are the same functions for each choice.
 *
 * @example
 * const value = (z: number, { slope }: { slope: number }) => (z > 0 ? z : slope * z)
 * const slopeAt = (z: number, _: number, { slope }: { slope: number }) => (z > 0 ? 1 : slope)
 * const leaky = (slope: number) => defineActivation({ name: 'leaky', options: { slope }, value, slope: slopeAt })
 */
export function defineActivation<Given extends Options>(
  given: ScalarActivation<Given> | SlabActivation<Given>,
): Activation {
  const isScalar = isObject(given) && ('value' in given || 'slope' in given)
  const read = isScalar ? readOptions(given, 'defineActivation', SCALAR) : readOptions(given, 'defineActivation', LOOPS)
  const { name, options = {}, range = ANY } = read
  const { forward, backward } = 'value' in read ? loops(read) : read
  return freezeDefinition<Activation>({
    type: 'activation',
    name,
    options,
    range: Object.freeze([...range] as const),
    forward,
    backward,
  })
}

type Loops = Pick<Activation, 'forward' | 'backward'>

/** By value and slope: what is made of the same two functions is the same two loops. */
const made = new WeakMap<ScalarActivation['value'], WeakMap<ScalarActivation['slope'], Loops>>()

function loops({ value, slope }: Pick<ScalarActivation, 'value' | 'slope'>): Loops {
  let bySlope = made.get(value)
  if (bySlope === undefined) {
    bySlope = new WeakMap()
    made.set(value, bySlope)
  }
  let found = bySlope.get(slope)
  if (found === undefined) {
    found = {
      forward(netInput, output, from, to, options) {
        for (let k = from; k < to; k++) output[k] = value(netInput[k] as number, options)
      },
      backward(netInput, output, error, delta, from, to, options) {
        for (let k = from; k < to; k++) {
          delta[k] = (error[k] as number) * slope(netInput[k] as number, output[k] as number, options)
        }
      },
    }
    bySlope.set(slope, found)
  }
  return found
}

export const isActivation = (value: unknown): value is Activation =>
  isObject(value) &&
  value.type === 'activation' &&
  typeof value.name === 'string' &&
  isObject(value.options) &&
  typeof value.forward === 'function' &&
  typeof value.backward === 'function'

const ANY: ActivationRange = Object.freeze([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const)

function isRange(value: unknown): value is ActivationRange {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && value[0] < value[1]
}

/** Between which numbers it stays: any, where it says nothing that makes sense. */
export const rangeOf = ({ range }: Activation): ActivationRange => (isRange(range) ? range : ANY)
