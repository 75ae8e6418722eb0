/** How kinds are made: by an activation, or by a forward and a backward of their own. */

import { aFunction, NAME, OPTIONS } from '../../door/definition-options.ts'
import { holding, isRecord, option, required, wholeNumber } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { invalidOption } from '../../errors/options.ts'
import { type Activation, isActivation } from './activation.ts'
import { freezeDefinition, type Options } from './definition.ts'
import { type Initializer, isInitializer } from './initializer.ts'
import type { BackwardRows, ForwardRows, NodeKind, ParameterDeclaration } from './kind.ts'

/** What a kind learns: one number per node where nothing else is said. */
export interface DeclaredParameter<Name extends string = string> {
  readonly name: Name
  readonly per?: 'node' | 'edge'
  readonly count?: number | ((options: Options, fanIn: number) => number)
  readonly start: Initializer
}

interface Common<Given extends Options, Name extends string> {
  readonly name: string
  readonly options?: Given
  /** How many edges may enter: from 1 on, from 0 on beside an activation, where nothing is said. */
  readonly fanIn?: { readonly min?: number; readonly max?: number }
  readonly parameters?: readonly DeclaredParameter<Name>[]
}

/** The kind that computes a = activation(bias + Σ weight · input); one without `bias` among its parameters has none. */
export interface AffineKindOptions<Given extends Options> extends Common<Given, 'bias' | 'weight'> {
  readonly activation: Activation
  readonly forward?: undefined
  readonly backward?: undefined
}

/** A kind with arithmetic of its own. */
export interface OwnKindOptions<Given extends Options, Name extends string> extends Common<Given, Name> {
  readonly forward: (rows: ForwardRows<Given, Name>) => void
  readonly backward: (rows: BackwardRows<Given, Name>) => void
  readonly activation?: undefined
}

const KIND = {
  name: NAME,
  options: OPTIONS,
  fanIn: holding(option<{ min?: number; max?: number }>('{ min, max }', isRecord), 'min', 'max'),
  parameters: option<readonly DeclaredParameter[]>('a list of { name, per, count, start }', Array.isArray),
  activation: option<Activation>('an activation, such as sigmoid', isActivation),
  forward: aFunction<(rows: ForwardRows) => void>(),
  backward: aFunction<(rows: BackwardRows) => void>(),
}
const FAN_IN = {
  min: wholeNumber(0),
  max: option<number, number>(
    'a whole number, or Infinity',
    (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0),
    Number.POSITIVE_INFINITY,
  ),
}
const PARAMETER = {
  name: required(
    option<string>('a word, such as slope', (value) => typeof value === 'string' && /^[a-z]\w*$/i.test(value)),
  ),
  per: option<'node' | 'edge', 'node' | 'edge'>("'node' or 'edge'", (one) => one === 'node' || one === 'edge', 'node'),
  count: option<ParameterDeclaration['count'], ParameterDeclaration['count']>(
    'a whole number, 1 or more, or a function of the options and the fan-in',
    (value) => typeof value === 'function' || (Number.isSafeInteger(value) && (value as number) >= 1),
    1,
  ),
  start: required(option<Initializer>('an initializer, such as constant(0.1)', isInitializer)),
}

/**
 * Makes a kind of one's own. Check its gradient with one call: `checkKind(radial)` of `@neurite/core/testing`. Its functions
 * get its options and what it has learned handed in. Two kinds of one name and options must be made of the same functions:
 * where options are chosen by a function of yours, let `forward` and `backward` stand outside of it. Throws INVALID_OPTION
 * and UNKNOWN_OPTION.
 *
 * @example
 * const radial = defineKind({
 *   name: 'radial', // y = exp(−Σ (x − center)²)
 *   parameters: [{ name: 'center', per: 'edge', start: uniform(-1, 1) }],
 *   forward({ batch, inputs, output, parameters: { center } }) {
 *     for (let n = 0; n < batch; n++) {
 *       let distance = 0
 *       inputs.forEach((x, i) => { distance += (x[n]! - center[i]!) ** 2 })
 *       output[n] = exp(-distance)
 *     }
 *   },
 *   backward({ batch, inputs, output, delta, inputDeltas, parameters: { center }, gradients }) { … },
 * })
 */
export function defineKind<Given extends Options = Options, const Name extends string = never>(
  given: OwnKindOptions<Given, Name> | AffineKindOptions<Given>,
): NodeKind {
  const read = readOptions(given, 'defineKind', KIND)
  const { name, options = {}, fanIn, parameters = [] } = read
  const { activation, forward, backward } = read
  const { min = activation === undefined ? 1 : 0, max } = readOptions(fanIn, 'fanIn', FAN_IN)
  if (max < min) throw new NeuriteError(invalidOption('max', max, `${min} or more`, 'fanIn'))
  const declared = parameters.map(declaration)
  const twice = declared.find((one, k) => declared.findIndex((other) => other.name === one.name) !== k)
  if (twice !== undefined) {
    throw new NeuriteError(invalidOption('parameters', twice.name, 'a name of its own for each', 'defineKind'))
  }
  return freezeDefinition<NodeKind>({
    type: 'kind',
    name,
    options,
    fanIn: Object.freeze({ min, max }),
    parameters: declared,
    computation: computationOf(activation, forward, backward, declared),
  })
}

function declaration(given: unknown): ParameterDeclaration {
  const { name, per, count, start } = readOptions(given, 'parameters', PARAMETER)
  return { name, per, count, start }
}

function computationOf(
  activation: Activation | undefined,
  forward: ((rows: ForwardRows) => void) | undefined,
  backward: ((rows: BackwardRows) => void) | undefined,
  declared: readonly ParameterDeclaration[],
): NodeKind['computation'] {
  if (activation !== undefined) {
    if (forward !== undefined || backward !== undefined) {
      throw new NeuriteError(invalidOption('activation', activation.name, 'left out beside forward', 'defineKind'))
    }
    refuseOther(declared)
    return { form: 'affine', activation }
  }
  if (forward === undefined || backward === undefined) {
    const missing = forward === undefined ? 'forward' : 'backward'
    throw new NeuriteError(invalidOption(missing, undefined, 'a function that is not async', 'defineKind'))
  }
  return { form: 'custom', forward, backward }
}

/** What an affine kind learns is a weight per edge, and a bias before it or none. */
function refuseOther(declared: readonly ParameterDeclaration[]): void {
  const names = declared.map(({ name, per, count }) => `${name} ${per} ${String(count)}`)
  if (names.join() === 'bias node 1,weight edge 1' || names.join() === 'weight edge 1') return
  const wants = "{ name: 'bias' }, where there is one, and { name: 'weight', per: 'edge' } beside an activation"
  throw new NeuriteError(
    invalidOption(
      'parameters',
      declared.map(({ name }) => name),
      wants,
      'defineKind',
    ),
  )
}
