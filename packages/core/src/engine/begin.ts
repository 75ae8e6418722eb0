/** Brings a graph to life. */

import { refuse } from '../graph/check/refuse.ts'
import { errorsIn } from '../graph/check/validate.ts'
import type { Graph } from '../graph/value/graph.ts'
import { withinMemory } from '../numerics/within-memory.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { Optimizers } from '../optimize/optimizers.ts'
import { tryOut } from '../optimize/try-out.ts'
import type { Remembered } from '../past/remembered.ts'
import type { Fuse } from '../plan/fuse.ts'
import { initialSnapshot } from '../state/update.ts'
import { Engine } from './engine.ts'

/** A network that has not learned yet. Throws what `validate` finds, and DELAY_NOT_RUNNABLE where an edge has a delay. */
export function begin(
  graph: Graph,
  { optimizer, seed, fuse }: { readonly optimizer: Optimizer; readonly seed: number; readonly fuse: Fuse },
  remembers: { readonly remembered?: Remembered } = {},
): Engine {
  refuse(errorsIn(graph))
  tryOut(optimizer, optimizer.hyperparameters, graph)
  const optimizers = new Optimizers([optimizer])
  return withinMemory(() => new Engine(initialSnapshot({ graph, optimizer, seed }), { fuse, optimizers, ...remembers }))
}
