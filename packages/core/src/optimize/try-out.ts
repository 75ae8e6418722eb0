/** Asks an optimizer whether it can be steered by these hyperparameters, before they are in force. */

import type { Hyperparameters, Optimizer } from './optimizer.ts'

/** Throws what the next update would be refused for, INVALID_OPTION above all: it makes one of no parameters at all. */
export function tryOut(optimizer: Optimizer, hyperparameters: Hyperparameters): void {
  const none = new Float64Array(0)
  const slots = optimizer.slots.map(() => none)
  const [parameters, gradients, nextParameters, nextSlots] = [none, none, none, slots]
  optimizer.update({ step: 1, hyperparameters, parameters, gradients, slots, nextParameters, nextSlots })
}
