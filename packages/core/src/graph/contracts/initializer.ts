/** The contract of an initializer: how a parameter that was given no start value is drawn. */

import { aFunction, NAME, OPTIONS, theFunction } from '../../door/definition-options.ts'
import { isObject } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import type { ActivationRange } from './activation.ts'
import { type Definition, freezeDefinition, type Options } from './definition.ts'

/** What an initializer may look at. For an edge i → j: fan-in of j, fan-out of i (edges leaving i). For a bias: fanOut of j. */
export interface InitialPlace {
  readonly fanIn: number
  readonly fanOut: number
}

export interface Initializer extends Definition {
  readonly type: 'initializer'
  /** The start value of one parameter. `random` gives the next number in [0, 1) of this node's own sequence. */
  draw(random: () => number, place: InitialPlace, options: Options): number
  /** Whether weights that start so suit an activation of that range: null where they do, else what does ("he()"). */
  readonly checkActivation?: (range: ActivationRange, options: Options) => string | null
}

const INITIALIZER = {
  name: NAME,
  options: OPTIONS,
  draw: theFunction<Initializer['draw']>(),
  checkActivation: aFunction<Initializer['checkActivation']>(),
}

/**
 * Makes an initializer. `draw` gets its options handed in, behind the place.
 *
 * @example
 * const lecun = defineInitializer({
 *   name: 'lecun',
 *   draw: (random, { fanIn }) => (2 * random() - 1) * Math.sqrt(3 / fanIn),
 * })
 */
export function defineInitializer<Given extends Options>(given: {
  readonly name: string
  readonly options?: Given
  readonly draw: (random: () => number, place: InitialPlace, options: Given) => number
  readonly checkActivation?: (range: ActivationRange, options: Given) => string | null
}): Initializer {
  const {
    name,
    options = {},
    draw,
    checkActivation = anyActivation,
  } = readOptions(given, 'defineInitializer', INITIALIZER)
  return freezeDefinition<Initializer>({ type: 'initializer', name, options, draw, checkActivation })
}

const anyActivation = (): null => null

export const isInitializer = (value: unknown): value is Initializer =>
  isObject(value) &&
  value.type === 'initializer' &&
  typeof value.name === 'string' &&
  isObject(value.options) &&
  typeof value.draw === 'function'
