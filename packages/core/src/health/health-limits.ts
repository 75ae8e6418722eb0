/** The limits of the health checks: what is still healthy, and for how long something must last to be told. */

import { numberAbove, type TableOf, wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'

export interface HealthLimits {
  /** What needs time must last for so many updates. Default 50. */
  readonly window?: number
  /** What is told of rows ("its slope is 0 in every row") must also last for so many rows: small batches take longer. Default 500. */
  readonly rows?: number
  /** Over so many updates the loss is expected to fall. Default 500. */
  readonly lossWindow?: number
  /** The initialization is judged by the first updates, so many. Default 5. */
  readonly start?: number
  /** By what factor a number may leave its level; half of it for an input and the range seen of it. Default 100. */
  readonly abnormalFactor?: number
  /** So many updates make the first level (of data: so many rows), and only what is not finite is abnormal in them. Default 10. */
  readonly warmUp?: number
  /** The δ of a rank over the δ of the last one: below it a gradient vanishes. Default 1e-3. */
  readonly vanishing?: number
  /** By what factor the gradient's norm may exceed the highest running median so far. Default 100. */
  readonly gradientFactor?: number
  /** What the gradient's norm may be at most in any case. Default 1e6. */
  readonly gradientLimit?: number
  /** rms(Δw) / rms(w) of a node: below it nothing is learned. Default 1e-6. */
  readonly lowRatio?: number
  /** rms(Δw) / rms(w) of a node: above it learning overwrites what it learned. Default 0.1. */
  readonly highRatio?: number
  /** By what factor activations or δ may differ between the ranks of a network that begins. Default 1000. */
  readonly spread?: number
}

export type Limits = Required<HealthLimits>

/** Below nine, a third of the loss window would be no mean. */
export const LIMIT_OPTIONS: TableOf<HealthLimits, keyof HealthLimits> = {
  window: wholeNumber(1, 50),
  rows: wholeNumber(1, 500),
  lossWindow: wholeNumber(9, 500),
  start: wholeNumber(1, 5),
  abnormalFactor: numberAbove(0, 100),
  warmUp: wholeNumber(1, 10),
  vanishing: numberAbove(0, 1e-3),
  gradientFactor: numberAbove(0, 100),
  gradientLimit: numberAbove(0, 1e6),
  lowRatio: numberAbove(0, 1e-6),
  highRatio: numberAbove(0, 0.1),
  spread: numberAbove(0, 1000),
}

/** The limits with defaults filled in. Throws UNKNOWN_OPTION, INVALID_OPTION. */
export function healthLimits(options?: HealthLimits): Limits {
  return Object.freeze(readOptions(options, 'health', LIMIT_OPTIONS))
}
