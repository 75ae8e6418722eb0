/** What options of optimizers may be. */

import type { Option } from '@neurite/core/define'

const number = (wants: string, suits: (value: number) => boolean): Option<number> => ({
  wants,
  suits: (value) => typeof value === 'number' && Number.isFinite(value) && suits(value),
  required: true,
})

export const notNegative: Option<number> = number('a finite number, 0 or more', (value) => value >= 0)
export const positive: Option<number> = number('a finite number above 0', (value) => value > 0)
export const upToOne: Option<number> = number('a number above 0, 1 at most', (value) => value > 0 && value <= 1)
export const count: Option<number> = number('a whole number, 1 or more', (v) => Number.isSafeInteger(v) && v >= 1)
export const countOrNone: Option<number> = number('a whole number, 0 or more', (v) => Number.isSafeInteger(v) && v >= 0)

/** The same option, with what is taken where it is left out. */
export const otherwise = <T>({ wants, suits }: Option<T>, value: T): Option<T> => ({ wants, suits, otherwise: value })

/** Which parameters are meant. */
export interface OfOptions {
  /** A list of names: `*:weight`, `h4`, `conv/*`, `x1->h4`, `h4:bias`. All weights if left out: biases are left alone. */
  readonly of?: readonly string[]
}

export const WEIGHTS: readonly string[] = Object.freeze(['*:weight'])
export const OF: Option<readonly string[]> = {
  wants: "a list of names, such as ['*:weight']",
  suits: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  otherwise: WEIGHTS,
}
