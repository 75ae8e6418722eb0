/** What a function needs of an argument: what plain JavaScript hands in may be anything. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidArgument } from '../errors/options.ts'
import { isObject } from './option.ts'

/** Throws INVALID_ARGUMENT with what is wanted, unless it suits. */
export function demand(suits: boolean, where: string, argument: string, value: unknown, wants: string): asserts suits {
  if (!suits) throw new NeuriteError(invalidArgument(where, argument, value, wants))
}

export function demandText(value: unknown, where: string, argument: string, wants = 'a text'): asserts value is string {
  demand(typeof value === 'string', where, argument, value, wants)
}

export function demandObject(value: unknown, where: string, argument: string, wants: string): asserts value is object {
  demand(isObject(value), where, argument, value, wants)
}

export function demandFunction(value: unknown, where: string, argument: string, wants = 'a function'): void {
  // A class is a function that cannot be called.
  const isCallable = typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value))
  demand(isCallable, where, argument, value, wants)
}

/** A whole number from `least` to `most`. */
export function demandWhole(
  value: unknown,
  where: string,
  argument: string,
  least = 0,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  const suits = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
  const wants = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`
  demand(suits, where, argument, value, `a whole number, ${wants}`)
}
