/** Where training stands in its data: enough to go on with the very next batch. */

/** A run of `train` over one set of data. */
export interface Run {
  /** The fingerprint of the data. */
  readonly data: string
  readonly batchSize: number
  readonly shuffle: boolean
  /** The epoch it began with, counted over all runs of the network. */
  readonly firstEpoch: number
  /** How many it makes; null where it goes on until it is stopped. */
  readonly epochs: number | null
}

export interface Cursor {
  /** Counted over all runs from 0. */
  readonly epoch: number
  /** The next batch of this epoch, from 0. */
  readonly batch: number
  /** The run that is under way; null between runs, and for rows that come one by one. */
  readonly run: Run | null
}

/** Before the first row. */
export const cursorAtStart: Cursor = Object.freeze({ epoch: 0, batch: 0, run: null })
