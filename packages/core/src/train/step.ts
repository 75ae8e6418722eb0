/** What a training emits: one update, as an immutable value. */

import type { Snapshot } from '../state/snapshot.ts'

/** One update of the parameters. */
export class Step {
  /** Which update of the network this is, from 1. */
  readonly step: number
  /** Which pass over the data it belongs to, from 0. */
  readonly epoch: number
  /** Which batch of that pass it was, from 0. */
  readonly batch: number
  /** How many rows the batch had. */
  readonly rows: number
  /** The mean loss over the rows, before the update. */
  readonly loss: number
  readonly #look: (step: Step) => Snapshot
  #snapshot: Snapshot | null = null

  constructor(step: number, epoch: number, batch: number, rows: number, loss: number, look: (step: Step) => Snapshot) {
    this.step = step
    this.epoch = epoch
    this.batch = batch
    this.rows = rows
    this.loss = loss
    this.#look = look
  }

  /**
   * The network after this update. It is copied out when it is first looked at, and stays. Throws SNAPSHOT_GONE when it
   * is first looked at only after a later update.
   */
  get snapshot(): Snapshot {
    this.#snapshot ??= this.#look(this)
    return this.#snapshot
  }

  toJSON(): { step: number; epoch: number; batch: number; rows: number; loss: number } {
    const { step, epoch, batch, rows, loss } = this
    return { step, epoch, batch, rows, loss }
  }
}
