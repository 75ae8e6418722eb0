/** Asks an optimizer whether it can be steered by these hyperparameters, over this graph, before they are in force. */

import type { Graph } from '../graph/value/graph.ts'
import type { Hyperparameters, Optimizer } from './optimizer.ts'

/** Throws what the next update would be refused for, INVALID_OPTION above all: it makes one of no parameters at all. */
export function tryOut(optimizer: Optimizer, hyperparameters: Hyperparameters, graph: Graph): void {
  const none = new Float64Array(0)
  const slots = optimizer.slots.map(() => none)
  const [parameters, gradients, nextParameters, nextSlots] = [none, none, none, slots]
  const told = { optimizer, step: 1, hyperparameters, graph, parameters, gradients, slots, nextParameters, nextSlots }
  optimizer.update(told)
}
