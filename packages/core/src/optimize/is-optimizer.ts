/** Whether a value that may be anything has the form of an optimizer. */

import { isObject, type Option, option } from '../door/option.ts'
import type { Optimizer } from './optimizer.ts'

export function isOptimizer(value: unknown): value is Optimizer {
  if (!isObject(value) || value.type !== 'optimizer' || typeof value.name !== 'string') return false
  if (!isObject(value.options) || !isObject(value.hyperparameters) || !Array.isArray(value.slots)) return false
  return typeof value.update === 'function'
}

/** An option that is an optimizer; what steers one is often written beside it. */
export const anOptimizer = <D extends Optimizer | undefined = undefined>(otherwise?: D): Option<Optimizer | D> => ({
  ...option<Optimizer, D>('an optimizer, such as sgd({ learningRate: 0.1 })', isOptimizer, otherwise),
  holds: STEERING.map((name) => name),
})

/** The hyperparameters by which this package's optimizers are steered. */
export const STEERING: readonly string[] = ['learningRate', 'momentum', 'nesterov', 'beta1', 'beta2', 'epsilon']
