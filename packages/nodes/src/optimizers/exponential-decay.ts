import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { exp, log } from '@neurite/core/math'
import { scaled } from './scaled.ts'
import { count, otherwise, positive } from './steering.ts'

/**
 * A schedule: steps become smaller evenly, u ← by^(k / every) · u with k updates behind it. (As torch.optim.lr_scheduler.ExponentialLR,
 * with `every` updates for what is an epoch there.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(adam(), exponentialDecay({ every: 1000, by: 0.5 })) })
 */
export function exponentialDecay(given: { readonly every?: number; readonly by: number }): Optimizer {
  const options = readOptions(given, 'exponentialDecay', { every: otherwise(count, 1), by: positive })
  return defineOptimizer({ name: 'exponentialDecay', options, steering: { every: count, by: positive }, transform })
}

function transform(given: Transform): void {
  const { every, by } = given.hyperparameters as { every: number; by: number }
  scaled(given, exp(log(by) * ((given.step - 1) / every)))
}
