/** Training as a cold Observable of steps. */

import type { Observable } from 'rxjs'
import { type Data, dataset } from '../data/dataset.ts'
import { isObject, milliseconds, option, type TableOf } from '../door/option.ts'
import { type ReadOptions, readOptions } from '../door/read-options.ts'
import type { Engine } from '../engine/engine.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Trainable } from '../engine/trainable.ts'
import { endsWith, Reported } from '../flow/reported.ts'
import type { Metric } from '../graph/contracts/metric.ts'
import type { Values } from '../graph/value/known.ts'
import { slices } from '../host/slices.ts'
import type { Step } from '../step/step.ts'
import type { HeldOut, Validating } from './held-out.ts'
import { RUN_OPTIONS, type RunOptions, runAction } from './run-action.ts'

export interface TrainOptions<Raw = Values, Metrics extends readonly Metric[] = readonly Metric[]> extends RunOptions {
  /** How many milliseconds of training at a stretch before everything else has its turn. Default 12. */
  readonly slice?: number
  /** Scores on data that is not learned from, in `step.validation`: `heldOut(rows, { metrics, every })`. */
  readonly validation?: HeldOut<Raw, Metrics>
}

const OPTIONS: TableOf<TrainOptions, keyof RunOptions | 'slice'> = {
  ...RUN_OPTIONS,
  slice: milliseconds(12),
  validation: option<HeldOut>('heldOut(rows)', (value) => isObject(value) && typeof value.start === 'function'),
}

/**
 * Trains the network on the data: one `Step` per update. Nothing happens before somebody subscribes; unsubscribing stops
 * it before the next step, and all that was learned stays. A run that was stopped goes on where it was, with the next
 * batch, when `train` is called again with equal data and options; one that was finished begins anew, with the next epoch.
 *
 * It works for `slice` milliseconds at a stretch, then lets the host have its turn (a macrotask), so that a page or a
 * server stays responsive. The clock decides only when to pause, never what is computed.
 *
 * With `validation`, `step.validation` has the scores of the network after that step, null where none were made. Training has the
 * same bits with or without; what the past gives again has none, since nobody recorded them. Who unsubscribes while scores are
 * made is one step further than was told.
 *
 * It errors with ALREADY_TRAINING, NO_LOSS, TRAINING_DIVERGED, UNKNOWN_OPTION, INVALID_OPTION, EMPTY_DATA, what a row's refusal
 * says or what an observer threw, its own included: no further step is made then. The network stands after the last step that was
 * emitted. (Where an observer of the new state threw, of `snapshot$` say, it stands after the update that it was told of.)
 * Where `switchMap`, `merge` and their like subscribe to it, RxJS reports what observers behind them throw, and goes on.
 *
 * To go on by hand, a neuron, phase or step at a time and back again, see `walk`.
 *
 * @example
 * train(net, rows, { batchSize: 4, epochs: 2000 })
 *   .pipe(takeWhile((step) => step.loss > 0.01, true))
 *   .subscribe((step) => console.log(step.step, step.loss))
 * train(net, rows, { validation: heldOut(others, { metrics: [accuracy] }) })
 *   .subscribe(({ validation }) => validation && console.log(validation.loss, validation.accuracy))
 */
export function train<Id extends string, Raw, const Metrics extends readonly Metric[] = readonly Metric[]>(
  net: Trainable<Id, Raw>,
  data: Data<NoInfer<Raw>>,
  options?: TrainOptions<NoInfer<Raw>, Metrics>,
): Observable<Step<Id, Metrics>> {
  return new Reported<Step>((subscriber) => {
    const own = engineOf(net, 'train')
    const { slice, validation: held, ...run } = readOptions(options, 'train', OPTIONS)
    const release = own.claim()
    subscriber.add(release)
    const next = stepper(own, data as Data, run)
    const validation = held?.start(own) ?? null
    if (validation !== null) subscriber.add(() => validation.close())
    /** A step that is made, and told when its scores are there. */
    let waiting: Step | null = null
    const work = (): boolean => {
      if (waiting !== null && validation?.next()) return true
      const step = waiting === null ? next() : (validation as Validating).scored(waiting)
      if (step === null) {
        // Released before the end is told, so that whoever goes on from there may train.
        release()
        subscriber.complete()
        return false
      }
      if (waiting === null && validation?.begins(step)) {
        waiting = step
        return true
      }
      waiting = null
      subscriber.next(step)
      return !subscriber.closed
    }
    const failed = (error: unknown): void => {
      release()
      subscriber.error(error)
    }
    return slices(work, slice, failed)
  }, endsWith) as Observable<Step<Id, Metrics>>
}

/** Gives the next step of this run at each call, null when the run is done. The first call finds where it begins. */
function stepper(own: Engine, data: Data, options: ReadOptions<typeof RUN_OPTIONS>): () => Step | null {
  const { transition } = own
  // What is wrong with data or options is refused before the first step.
  const given = dataset(data, transition.plan.graph)
  let action = runAction(own, given, options)
  let { graph } = transition.plan
  let offset = -1
  return () => {
    if (offset > 0 && own.cursor.run === null) return null
    if (offset === -1 || transition.plan.graph !== graph) {
      // Somebody may have changed the network before the first step, or the graph since the last.
      action = runAction(own, given, options)
      graph = transition.plan.graph
      offset = 0
    }
    return own.learn(action, offset++)
  }
}
