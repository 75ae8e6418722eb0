/** Training as a cold Observable of steps. */

import type { Observable } from 'rxjs'
import { type Data, dataset } from '../data/dataset.ts'
import { invalidOption, NeuriteError } from '../errors.ts'
import { endsWith, Watched } from '../flow/watched.ts'
import type { Learner, Trainable } from './learner.ts'
import { paced } from './paced.ts'
import { type RunOptions, runAction } from './run-action.ts'
import { slices } from './slices.ts'
import type { Step } from './step.ts'
import type { Stride } from './walk.ts'

export interface TrainOptions extends RunOptions {
  /** How many milliseconds of training at a stretch before everything else has its turn. Default 12. */
  readonly slice?: number
  /**
   * Goes on only when this emits: by one `by`, or back by one where it emits 'back'. The steps that are completed are
   * emitted; each firing is told by the network's streams as it happens.
   */
  readonly pace?: Observable<unknown>
  /** How far each goes. Default 'step'. */
  readonly by?: Stride
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
 * what an observer threw, its own included: no further step is made then. The network stands after the last step that was
 * emitted. (Where an observer of the new state threw, of `snapshot$` say, it stands after the update that it was told of.)
 * Where `switchMap`, `merge` and their like subscribe to it, RxJS reports what observers behind them throw, and goes on.
 *
 * With `pace` it goes on by hand: see `walk`, which gives the values as well.
 *
 * @example
 * train(net, rows, { batchSize: 4, epochs: 2000 })
 *   .pipe(takeWhile((step) => step.loss > 0.01, true))
 *   .subscribe((step) => console.log(step.step, step.loss))
 */
export function train(net: Trainable, data: Data, options: TrainOptions = {}): Observable<Step> {
  return new Watched<Step>((subscriber) => {
    if (options.pace !== undefined) return paced(net, data, options, options.pace).subscribe(subscriber)
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
    return slices(work, slice, failed)
  }, endsWith)
}

/** Gives the next step of this run at each call, null when the run is done. The first call finds where it begins. */
function stepper(own: Learner, data: Data, options: TrainOptions): () => Step | null {
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
