/**
 * The contract of an optimizer: a pure pair. `init` gives the slots; `transform` makes of gradients what is taken away from the
 * parameters, or, in a chain, what the next link gets for gradients; `update` takes it away.
 */

import type { OptionTable } from '../door/option.ts'
import type { Definition, Options } from '../graph/contracts/definition.ts'
import type { Graph } from '../graph/value/graph.ts'

/** The numbers that steer an optimizer; they live in the snapshot, so that they can be changed and replayed. */
export type Hyperparameters = Readonly<Record<string, number | boolean>>

/** One update, told to whoever moves the parameters. All arrays have one number per parameter. */
export interface Update {
  /** Who is asked. */
  readonly optimizer: Optimizer
  /** Which update this is, from 1. */
  readonly step: number
  readonly hyperparameters: Hyperparameters
  /** The graph whose parameters these are; `placesOf(graph)` of /define says where each belongs. */
  readonly graph: Graph
  /** Read only. */
  readonly parameters: Float64Array
  /** Read only: the mean gradient over the batch. */
  readonly gradients: Float64Array
  /** Read only: what the last update left. */
  readonly slots: readonly Float64Array[]
  /** To be written, every element: the next parameters. */
  readonly nextParameters: Float64Array
  /** To be written, every element: the next slots. */
  readonly nextSlots: readonly Float64Array[]
}

/** One update, told to a link. Its gradients are the mean gradient over the batch, or what the link before made of it. */
export interface Transform<Given extends Options = Options> extends Omit<Update, 'nextParameters'> {
  /** What it was made with. */
  readonly options: Given
  /** To be written, every element: what is taken away from the parameters, or the gradients of the next link. */
  readonly updates: Float64Array
}

/** What a penalty is of. */
export type Penalized<Given extends Options = Options> = Pick<
  Transform<Given>,
  'optimizer' | 'options' | 'hyperparameters' | 'graph' | 'parameters'
>

export interface Optimizer extends Definition {
  readonly type: 'optimizer'
  /** Those of its options that are numbers or booleans; of a chain those of its links: `adam.learningRate`. */
  readonly hyperparameters: Hyperparameters
  /** What hyperparameters may be, where they were changed; it may also look for itself. */
  readonly steering?: OptionTable
  /** The names of its slots, each one number per parameter: ['velocity']. */
  readonly slots: readonly string[]
  readonly links?: readonly Optimizer[]
  /** The slots before the first update; zeros if left out. */
  init?(parameters: number, optimizer: Optimizer): Float64Array[]
  /** Writes the next parameters and slots; depends on nothing but its argument. */
  update(update: Update): void
  /** Writes updates and next slots; left out where `update` takes away what depends on no parameter, so that it shows in that. */
  transform?(transform: Transform): void
  /** What it adds to the loss that is told, a function of the parameters before the update; its `transform` adds the gradient. */
  penalty?(penalized: Penalized): number
}
