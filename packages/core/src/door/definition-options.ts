/** What the options of every definition have in common. */

import { isRecord, type Option, option, required } from './option.ts'

/** Options of the definition itself: JSON, by which it is known again. */
export const NAME: Option<string> = required(
  option<string>('a name', (value) => typeof value === 'string' && value !== ''),
)
export const OPTIONS: Option<Record<string, never> | undefined> = option('an object of JSON', isRecord)

const tagOf = (value: unknown): string => Object.prototype.toString.call(value)

/** A function that computes at once: no async one, and no generator. */
export const aFunction = <T>(): Option<T | undefined> =>
  option('a function that is not async', (value) => tagOf(value) === '[object Function]')

export const theFunction = <T>(): Option<Exclude<T, undefined>> => required(aFunction<T>())
