/** The contract of an optimizer: a pure pair. `init` gives the slots, `update` reads the old numbers and writes new ones. */

import type { Definition } from '../graph/contracts/definition.ts'

/** The numbers that steer an optimizer; they live in the snapshot, so that they can be changed and replayed. */
export type Hyperparameters = Readonly<Record<string, number | boolean>>

/** One update. All arrays have one number per parameter. */
export interface Update {
  /** Which update this is, from 1. */
  readonly step: number
  readonly hyperparameters: Hyperparameters
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

export interface Optimizer extends Definition {
  readonly type: 'optimizer'
  /** Equal to `options`, as numbers and booleans. */
  readonly hyperparameters: Hyperparameters
  /** The names of its slots, each one number per parameter: ['velocity']. */
  readonly slots: readonly string[]
  /** The slots before the first update. */
  init(parameters: number): Float64Array[]
  /** Writes the next parameters and slots; depends on nothing but its argument. */
  update(update: Update): void
}
