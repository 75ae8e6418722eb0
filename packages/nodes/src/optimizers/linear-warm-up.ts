import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { scaled } from './scaled.ts'
import { count } from './steering.ts'

/**
 * A schedule: steps grow from small to whole, u ← min(1, t / steps) · u in update t, counted from 1. Behind it any other schedule
 * may follow; their factors multiply. (Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.2.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(adam(), linearWarmUp({ steps: 100 }), cosineDecay({ steps: 5000 })) })
 */
export function linearWarmUp(given: { readonly steps: number }): Optimizer {
  return defineOptimizer({
    name: 'linearWarmUp',
    options: readOptions(given, 'linearWarmUp', STEERING),
    steering: STEERING,
    transform,
  })
}

const STEERING = { steps: count }

function transform(given: Transform): void {
  scaled(given, Math.min(1, given.step / (given.hyperparameters.steps as number)))
}
