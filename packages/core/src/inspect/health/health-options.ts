/** The limits of the health checks: what is still healthy, and for how long something must last to be told. */

import { numberOption } from '../../optimize/number-option.ts'

export interface HealthOptions {
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

export type Limits = Required<HealthOptions>

const DEFAULTS: Limits = {
  window: 50,
  rows: 500,
  lossWindow: 500,
  start: 5,
  abnormalFactor: 100,
  warmUp: 10,
  vanishing: 1e-3,
  gradientFactor: 100,
  gradientLimit: 1e6,
  lowRatio: 1e-6,
  highRatio: 0.1,
  spread: 1000,
}

/** Below so many, a third of the loss window would be no mean. */
const SHORTEST_LOSS_WINDOW = 9
const COUNTS: readonly string[] = ['window', 'rows', 'start', 'warmUp']

/** The limits with defaults filled in. Throws INVALID_OPTION. */
export function healthLimits(options: HealthOptions = {}): Limits {
  const given: Record<string, number> = { ...DEFAULTS }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || !(name in DEFAULTS)) continue
    if (name === 'lossWindow') given[name] = count(name, value, SHORTEST_LOSS_WINDOW)
    else if (COUNTS.includes(name)) given[name] = count(name, value, 1)
    else given[name] = numberOption(name, value, 'a finite number above 0', (number) => number > 0)
  }
  return Object.freeze(given as unknown as Limits)
}

function count(name: string, value: unknown, least: number): number {
  return numberOption(name, value, `a whole number from ${least} on`, (n) => Number.isInteger(n) && n >= least)
}
