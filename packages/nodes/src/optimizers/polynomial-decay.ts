import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { exp, log } from '@neurite/core/math'
import { scaled, wholePower } from './scaled.ts'
import { count, notNegative, otherwise, positive } from './steering.ts'

/**
 * A schedule: steps go down to a part of theirs, u ← (to + (1 − to) · (1 − min(k, steps) / steps)^power) · u with k updates behind it;
 * a straight line where power is 1. (As torch.optim.lr_scheduler.PolynomialLR, where `to` is 0.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(adam(), polynomialDecay({ steps: 5000, to: 0.01, power: 2 })) })
 */
export function polynomialDecay(given: {
  readonly steps: number
  /** Default 0. */
  readonly to?: number
  /** Default 1. */
  readonly power?: number
}): Optimizer {
  const options = readOptions(given, 'polynomialDecay', {
    steps: count,
    to: otherwise(notNegative, 0),
    power: otherwise(positive, 1),
  })
  const steering = { steps: count, to: notNegative, power: positive }
  return defineOptimizer({ name: 'polynomialDecay', options, steering, transform })
}

function transform(given: Transform): void {
  const { steps, to, power } = given.hyperparameters as { steps: number; to: number; power: number }
  const left = 1 - Math.min(given.step - 1, steps) / steps
  const share = Number.isInteger(power) ? wholePower(left, power) : left === 0 ? 0 : exp(power * log(left))
  scaled(given, to + (1 - to) * share)
}
