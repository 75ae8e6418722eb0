import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { halfTurnCosine } from './half-turn-cosine.ts'
import { scaled } from './scaled.ts'
import { count, countOrNone, notNegative, otherwise } from './steering.ts'

/**
 * A schedule: steps go down to a part of theirs by half a cosine, and may begin anew, u ← (to + (1 − to) · ½ (1 + cos(π k / T))) · u
 * with k updates behind it in a period of T. The first period is `steps`; each later one is `restart` times as long as the one
 * before; where that is 0 there is one, and then it stays at `to`. (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with
 * Warm Restarts", ICLR 2017, equation 5.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(adam(), cosineDecay({ steps: 1000, restart: 2 })) })
 */
export function cosineDecay(given: {
  readonly steps: number
  /** Default 0. */
  readonly to?: number
  /** Default 0: it goes down once. */
  readonly restart?: number
}): Optimizer {
  const options = readOptions(given, 'cosineDecay', {
    steps: count,
    to: otherwise(notNegative, 0),
    restart: otherwise(countOrNone, 0),
  })
  const steering = { steps: count, to: notNegative, restart: countOrNone }
  return defineOptimizer({ name: 'cosineDecay', options, steering, transform })
}

function transform(given: Transform): void {
  const { steps, to, restart } = given.hyperparameters as { steps: number; to: number; restart: number }
  let period = steps
  let k = given.step - 1
  if (restart === 1) k %= period
  else if (restart === 0) k = Math.min(k, period)
  else for (; k >= period; period *= restart) k -= period
  scaled(given, to + (1 - to) * (0.5 * (1 + halfTurnCosine(k / period))))
}
