/** Checks an activation of anyone's making: its slope by central differences, and the promises of its contract. */

import { demand } from '../door/demand.ts'
import { option, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Place } from '../errors/issue.ts'
import { type Activation, isActivation } from '../graph/contracts/activation.ts'
import { random, streamOf } from '../numerics/random.ts'
import { evenly } from './draw.ts'
import { CHECK_OPTIONS, type CheckOptions, type GradientReport, type Witness, witness } from './gradient-report.ts'

export interface CheckActivationOptions extends CheckOptions {
  /** Where its net inputs may lie. Default −6 to 6; far out it is then also checked for NaN. */
  readonly range?: readonly [low: number, high: number]
  /** How many net inputs to look at. Default 200. */
  readonly points?: number
}

/** Net inputs at which a formula that overflows shows it. */
const FAR = [-800, -40, 40, 800]
/** What stands in a slab outside of the range asked for. */
const OUTSIDE = 12345

const isRange = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] < value[1]

const OPTIONS: TableOf<CheckActivationOptions, 'seed' | 'points'> = {
  ...CHECK_OPTIONS,
  range: option('[low, high], two finite numbers', isRange),
  points: option<number, number>(
    'a whole number from 1 to 1000000',
    (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1e6,
    200,
  ),
}

/**
 * Checks delta = error · f′(netInput) by central differences of f at random net inputs and, that f and its slope stay
 * within the range from ≤ k < to, treat each number by itself, change nothing else, and give no NaN far out.
 * Returns the report; throws WRONG_GRADIENT, CONTRACT_BROKEN or TOO_MANY_KINKS with the worst place, and the report as `cause`.
 *
 * @example
 * test('softsign has the right slope', () => { checkActivation(softsign) })
 */
export function checkActivation(activation: Activation, options?: CheckActivationOptions): GradientReport {
  const wants = 'an activation, such as sigmoid or what defineActivation returned'
  demand(isActivation(activation), 'checkActivation', 'activation', activation, wants)
  const { range, points, seed, tolerance } = readOptions(options, 'checkActivation', OPTIONS)
  const [low, high] = range ?? [-6, 6]
  const witnessed = witness(tolerance)
  const next = random(seed, streamOf('activation'))
  const z = Float64Array.from({ length: points }, () => evenly(next, low, high))
  const error = Float64Array.from({ length: points }, () => evenly(next, -2, 2))
  const output = valuesOf(activation, z)
  const delta = deltasOf(activation, z, output, error)
  for (let k = 0; k < points; k++) {
    const e = error[k] as number
    const place = { activation: activation.name, netInput: z[k] as number }
    witnessed.compare(place, delta[k] as number, (x) => e * one(activation, x), z[k] as number)
  }
  checkRange(activation, z, error, output, delta, witnessed)
  if (range === undefined) for (const far of FAR) checkFar(activation, far, witnessed)
  return witnessed.verdict()
}

function valuesOf(activation: Activation, z: Float64Array): Float64Array {
  const output = new Float64Array(z.length).fill(Number.NaN)
  activation.forward(z, output, 0, z.length, activation.options)
  return output
}

function deltasOf(activation: Activation, z: Float64Array, output: Float64Array, error: Float64Array): Float64Array {
  const delta = new Float64Array(z.length).fill(Number.NaN)
  activation.backward(z, output, error, delta, 0, z.length, activation.options)
  return delta
}

const one = (activation: Activation, x: number): number => valuesOf(activation, Float64Array.of(x))[0] as number

/** The middle of the slabs alone: the same bits as before, and nothing around it. */
function checkRange(
  activation: Activation,
  z: Float64Array,
  error: Float64Array,
  output: Float64Array,
  delta: Float64Array,
  witnessed: Witness,
): void {
  const [from, to] = [z.length >> 2, z.length >> 1]
  const given = [z.slice(), output.slice(), error.slice()] as const
  const [value, slope] = [new Float64Array(z.length).fill(OUTSIDE), new Float64Array(z.length).fill(OUTSIDE)]
  activation.forward(given[0], value, from, to, activation.options)
  activation.backward(given[0], given[1], given[2], slope, from, to, activation.options)
  const place: Place = { activation: activation.name, from, to }
  for (let k = 0; k < z.length; k++) {
    const inside = k >= from && k < to
    if (!Object.is(value[k], inside ? output[k] : OUTSIDE) || !Object.is(slope[k], inside ? delta[k] : OUTSIDE)) {
      const wayOut = 'read and write index k alone, for from ≤ k < to, and keep nothing between calls'
      witnessed.breach({ ...place, index: k }, 'a number depends on the range it is computed in', wayOut)
    }
    if (!Object.is(given[0][k], z[k]) || !Object.is(given[1][k], output[k]) || !Object.is(given[2][k], error[k])) {
      witnessed.breach(
        { ...place, index: k },
        'a slab that is only to be read was changed',
        'write output or delta alone',
      )
    }
  }
}

function checkFar(activation: Activation, far: number, witnessed: Witness): void {
  const z = Float64Array.of(far)
  const output = valuesOf(activation, z)
  const [slope] = deltasOf(activation, z, output, Float64Array.of(1))
  if (Number.isNaN(output[0]) || Number.isNaN(slope)) {
    const what = `far from 0 it is ${output[0]} with the slope ${slope}`
    witnessed.breach({ activation: activation.name, netInput: far }, what, 'write it so that nothing overflows')
  }
}
