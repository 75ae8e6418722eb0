import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { halfTurnCosine } from './half-turn-cosine.ts'
import { scaled } from './scaled.ts'
import { count, notNegative, otherwise, upToOne } from './steering.ts'

/**
 * A schedule: steps grow from a part of theirs to whole within the first share of the way, and go down again until its end, each by
 * half a cosine. With k updates behind it and r = warmUp · steps, u ← f · u, f = from + (1 − from) · ½ (1 − cos(π k / r)) while
 * k < r, then f = to + (1 − to) · ½ (1 + cos(π (k − r) / (steps − r))), and `to` behind the end. The momentum is left alone. (Smith
 * and Topin, "Super-Convergence", 2017; by cosines, as torch.optim.lr_scheduler.OneCycleLR has it.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(sgd({ learningRate: 0.5, momentum: 0.9 }), oneCycle({ steps: 5000 })) })
 */
export function oneCycle(given: {
  readonly steps: number
  /** Which share of the steps it grows. Default 0.3. */
  readonly warmUp?: number
  /** Default 0.04. */
  readonly from?: number
  /** Default 0.000004. */
  readonly to?: number
}): Optimizer {
  const options = readOptions(given, 'oneCycle', {
    steps: count,
    warmUp: otherwise(upToOne, 0.3),
    from: otherwise(notNegative, 0.04),
    to: otherwise(notNegative, 0.000004),
  })
  const steering = { steps: count, warmUp: upToOne, from: notNegative, to: notNegative }
  return defineOptimizer({ name: 'oneCycle', options, steering, transform })
}

function transform(given: Transform): void {
  const { steps, warmUp, from, to } = given.hyperparameters as Readonly<
    Record<'steps' | 'warmUp' | 'from' | 'to', number>
  >
  const k = given.step - 1
  const top = warmUp * steps
  const share =
    k < top
      ? 0.5 * (1 - halfTurnCosine(k / top))
      : 0.5 * (1 + halfTurnCosine((Math.min(k, steps) - top) / (steps - top)))
  const low = k < top ? from : to
  scaled(given, k >= steps ? to : low + (1 - low) * share)
}
