/** The update of whoever says what is to be taken away: it is taken away. */

import { readOptions } from '../door/read-options.ts'
import type { Hyperparameters, Optimizer, Transform, Update } from './optimizer.ts'

/** An optimizer's `update`, by its `transform`. Throws INVALID_OPTION where it cannot be steered so. */
export function takeSteps(update: Update): void {
  const { optimizer, parameters, nextParameters } = update
  refuseWrong(optimizer, update.hyperparameters)
  const told: Transform = { ...update, options: optimizer.options, updates: nextParameters }
  optimizer.transform?.(told)
  for (let i = 0; i < parameters.length; i++) {
    nextParameters[i] = (parameters[i] as number) - (nextParameters[i] as number)
  }
}

/** Which hyperparameters were found right, and for whom. */
const found = new WeakMap<Hyperparameters, Optimizer>()

/** Throws INVALID_OPTION where an optimizer's table has no room for these; looked up once for each. */
export function refuseWrong(optimizer: Optimizer, hyperparameters: Hyperparameters): void {
  const { steering, name } = optimizer
  if (steering === undefined || found.get(hyperparameters) === optimizer) return
  readOptions(hyperparameters, name, steering)
  found.set(hyperparameters, optimizer)
}
