import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { positive } from './steering.ts'

/**
 * Each gradient by itself is held between −most and most: g ← min(most, max(−most, g)). (Mikolov, "Statistical Language Models Based
 * on Neural Networks", 2012, section 3.2.2.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(clipByValue(0.5), adam()) })
 */
export function clipByValue(most: number): Optimizer {
  return defineOptimizer({
    name: 'clipByValue',
    options: readOptions({ most }, 'clipByValue', STEERING),
    steering: STEERING,
    transform,
  })
}

const STEERING = { most: positive }

function transform({ gradients, hyperparameters, updates }: Transform): void {
  const most = hyperparameters.most as number
  for (let i = 0; i < updates.length; i++) {
    const g = gradients[i] as number
    updates[i] = g > most ? most : g < -most ? -most : g
  }
}
