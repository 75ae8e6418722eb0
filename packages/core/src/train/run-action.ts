/** A run of `train` as an action: over which data, in which batches, and where it begins or goes on. */

import { type Data, dataset } from '../data/dataset.ts'
import { alsoCalled, option, type TableOf, trueOrFalse, wholeNumber } from '../door/option.ts'
import type { Engine } from '../engine/engine.ts'
import type { BatchAction } from '../step/action.ts'

export interface RunOptions {
  /** Rows per update; the last batch of an epoch may have fewer. Default 32. */
  readonly batchSize?: number
  /** Passes over the data that this run makes. Default 1; `Infinity` trains until it is unsubscribed. */
  readonly epochs?: number
  /** Whether each epoch has an order of its own, drawn by the network's seed. Default true. */
  readonly shuffle?: boolean
}

/** Where an epoch is counted as something else, this is meant. */
const EPOCHS = alsoCalled(
  option<number, number>(
    'a whole number above 0, or Infinity',
    (value) => value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 1),
    1,
  ),
  'iterations',
  'steps',
  'rounds',
)

export const RUN_OPTIONS: TableOf<RunOptions, keyof RunOptions> = {
  batchSize: wholeNumber(1, 32),
  epochs: EPOCHS,
  shuffle: trueOrFalse(true),
}

/** The run itself, wherever it is taken up. Throws NO_LOSS, and what the data is refused for. */
export function runAction(own: Engine, data: Data, options: Required<RunOptions>): BatchAction {
  const { batchSize, epochs, shuffle } = options
  own.refuseWithoutLoss()
  const given = own.once(dataset(data, own.transition.plan.graph))
  const { epoch, batch, run } = own.cursor
  const isSame =
    run !== null &&
    run.data === given.fingerprint &&
    run.batchSize === batchSize &&
    run.shuffle === shuffle &&
    (run.epochs ?? Number.POSITIVE_INFINITY) === epochs
  // The run that was stopped here goes on; any other begins with the next untouched epoch.
  if (isSame) return { type: 'batch', data: given, run, at: { epoch, batch, run } }
  const firstEpoch = batch === 0 ? epoch : epoch + 1
  const begun = Object.freeze({
    data: given.fingerprint,
    batchSize,
    shuffle,
    firstEpoch,
    epochs: Number.isFinite(epochs) ? epochs : null,
  })
  return { type: 'batch', data: given, run: begun, at: { epoch: firstEpoch, batch: 0, run: begun } }
}
