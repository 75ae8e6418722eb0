/** Numbers that JSON would lose, and rows of numbers, as plain values. */

import { invalidFormat } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { floatsFromBase64, floatsToBase64 } from '../state/floats-base64.ts'

/** A number that JSON has no word for. */
export interface LostNumber {
  readonly $number: '-0' | 'NaN' | 'Infinity' | '-Infinity'
}

/** A row of numbers in JSON: base64 of the little-endian float64. */
export interface Float64Json {
  readonly $float64: string
}

const LOST: Readonly<Record<LostNumber['$number'], number>> = {
  '-0': -0,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/** The number itself, or what stands for it. */
export function numberToWire(value: number): number | LostNumber {
  if (Object.is(value, -0)) return { $number: '-0' }
  return Number.isFinite(value) ? value : { $number: String(value) as LostNumber['$number'] }
}

/** A copy that is a Float64Array for `structuredClone`, and for JSON says itself what it is. */
export function floatsToWire(values: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(values)
  Object.defineProperty(copy, 'toJSON', { value: (): Float64Json => ({ $float64: floatsToBase64(copy) }) })
  return copy
}

/** Whether a record of this key alone stands for numbers. */
export const isNumbers = (key: string): boolean => key === '$number' || key === '$float64'

/** The number or numbers that such a record stands for. Throws INVALID_FORMAT. */
export function numbersFromWire(key: string, value: unknown, at: string): number | Float64Array {
  if (key === '$number') {
    if (typeof value === 'string' && Object.hasOwn(LOST, value)) return LOST[value as LostNumber['$number']]
    throw misfit(at, `one of ${Object.keys(LOST).join(', ')}`)
  }
  const floats = typeof value === 'string' ? floatsFromBase64(value) : null
  if (floats instanceof Float64Array) return floats
  throw misfit(at, 'base64 of float64')
}

export function misfit(at: string, wants: string): NeuriteError {
  const field = at === '' ? 'the value' : at
  return new NeuriteError(invalidFormat(`${field} is not ${wants}`, { field }, 'hand in what toWire wrote, unchanged'))
}
