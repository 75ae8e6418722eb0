import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { scaled, wholePower } from './scaled.ts'
import { count, positive } from './steering.ts'

/**
 * A schedule: steps become smaller at once every so many updates, u ← by^⌊k / every⌋ · u with k updates behind it. (As
 * torch.optim.lr_scheduler.StepLR.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(sgd({ learningRate: 0.1 }), stepDecay({ every: 1000, by: 0.1 })) })
 */
export function stepDecay(given: { readonly every: number; readonly by: number }): Optimizer {
  return defineOptimizer({
    name: 'stepDecay',
    options: readOptions(given, 'stepDecay', STEERING),
    steering: STEERING,
    transform,
  })
}

const STEERING = { every: count, by: positive }

function transform(given: Transform): void {
  const { every, by } = given.hyperparameters as { every: number; by: number }
  scaled(given, wholePower(by, Math.floor((given.step - 1) / every)))
}
