/** Training as a cold Observable of steps. */

import { Observable } from 'rxjs'
import { batchCount, epochOrder } from '../data/batches.ts'
import { type Data, dataset } from '../data/dataset.ts'
import { invalidOption, NeuriteError } from '../errors.ts'
import type { Cursor, Run } from '../state/cursor.ts'
import type { Learner, Trainable } from './learner.ts'
import { slices } from './slices.ts'
import type { Step } from './step.ts'

export interface TrainOptions {
  /** Rows per update; the last batch of an epoch may have fewer. Default 32. */
  readonly batchSize?: number
  /** Passes over the data that this run makes. Default 1; `Infinity` trains until it is unsubscribed. */
  readonly epochs?: number
  /** Whether each epoch has an order of its own, drawn by the network's seed. Default true. */
  readonly shuffle?: boolean
  /** How many milliseconds of training at a stretch before everything else has its turn. Default 12. */
  readonly slice?: number
}

/**
 * Trains the network on the data: one `Step` per update. Nothing happens before somebody subscribes; unsubscribing stops
 * it before the next step, and all that was learned stays. A run that was stopped goes on where it was, with the next
 * batch, when `train` is called again with equal data and options; one that was finished begins anew, with the next epoch.
 *
 * It works for `slice` milliseconds at a stretch, then lets the host have its turn (a macrotask), so that a page or a
 * server stays responsive. The clock decides only when to pause, never what is computed.
 *
 * It errors with ALREADY_TRAINING, NO_LOSS, TRAINING_DIVERGED, INVALID_OPTION, EMPTY_DATA, what a row's refusal says or
 * what an observer threw; the network then stands after the last step that was emitted. (Where an observer of the new
 * state threw, of `snapshot$` say, it stands after the update that the observer was told of.)
 *
 * @example
 * train(net, rows, { batchSize: 4, epochs: 2000 })
 *   .pipe(takeWhile((step) => step.loss > 0.01, true))
 *   .subscribe((step) => console.log(step.step, step.loss))
 */
export function train(net: Trainable, data: Data, options: TrainOptions = {}): Observable<Step> {
  return new Observable<Step>((subscriber) => {
    const own = net.learner
    const release = own.claim()
    subscriber.add(release)
    const next = stepper(own, data, options)
    const { slice = 12 } = options
    if (!(slice > 0)) throw new NeuriteError(invalidOption('slice', slice, 'a number of milliseconds above 0'))
    const work = (): boolean => {
      const step = next()
      if (step === null) {
        // Released before the end is told, so that whoever goes on from there may train.
        release()
        subscriber.complete()
        return false
      }
      subscriber.next(step)
      return !subscriber.closed
    }
    const failed = (error: unknown): void => {
      release()
      subscriber.error(error)
    }
    subscriber.add(slices(work, slice, failed))
  })
}

/** Gives the next step of this run at each call, null when the run is done. The first call finds where it begins. */
function stepper(own: Learner, data: Data, options: TrainOptions): () => Step | null {
  const { batchSize = 32, epochs = 1, shuffle = true } = options
  if (!(epochs === Number.POSITIVE_INFINITY || (Number.isInteger(epochs) && epochs >= 1))) {
    throw new NeuriteError(invalidOption('epochs', epochs, 'a whole number above 0, or Infinity'))
  }
  const { transition } = own
  const given = dataset(data, transition.plan.graph)
  const batches = batchCount(given.rows, batchSize)
  const orderOf = (epoch: number): Int32Array | null => epochOrder(own.seed, epoch, given.rows, shuffle)
  let at: Cursor | null = null
  let order: Int32Array | null = null
  return () => {
    if (at === null) {
      at = begin(own.cursor, {
        data: given.fingerprint,
        batchSize,
        shuffle,
        epochs: Number.isFinite(epochs) ? epochs : null,
      })
      order = orderOf(at.epoch)
    }
    if (at.run === null) return null
    const from = at.batch * batchSize
    const rows = Math.min(batchSize, given.rows - from)
    const { values, targets } = transition.prepare(rows)
    given.gather(order, from, rows, values, targets)
    const next = following(at, at.run, batches)
    const step = own.learn(at, next)
    if (next.epoch !== at.epoch && next.run !== null) order = orderOf(next.epoch)
    at = next
    return step
  }
}

/** Where this run goes on: at the cursor if it is the run that was stopped there, else with the next untouched epoch. */
function begin({ epoch, batch, run }: Cursor, wanted: Omit<Run, 'firstEpoch'>): Cursor {
  const same = run !== null && Object.entries(wanted).every(([key, value]) => run[key as keyof Run] === value)
  if (same) return { epoch, batch, run }
  const firstEpoch = batch === 0 ? epoch : epoch + 1
  return { epoch: firstEpoch, batch: 0, run: Object.freeze({ ...wanted, firstEpoch }) }
}

function following({ epoch, batch }: Cursor, run: Run, batches: number): Cursor {
  if (batch + 1 < batches) return { epoch, batch: batch + 1, run }
  const more = run.epochs === null || epoch + 1 < run.firstEpoch + run.epochs
  return { epoch: epoch + 1, batch: 0, run: more ? run : null }
}
