/** Training that goes on only when it is told to. */

import { Observable } from 'rxjs'
import type { Data } from '../data/dataset.ts'
import type { RunOptions } from './run-action.ts'
import type { Step } from './step.ts'
import type { Stride } from './stride.ts'
import type { Trainable } from './trainable.ts'
import { Walk } from './walk.ts'

export interface PaceOptions extends Required<RunOptions> {
  readonly by?: Stride
}

/** One stride for each that `pace` emits, one back where that is 'back'. It completes with the run, or with `pace`. */
export function paced(net: Trainable, data: Data, options: PaceOptions, pace: Observable<unknown>): Observable<Step> {
  const { by = 'step', ...run } = options
  return new Observable<Step>((subscriber) => {
    const release = net.learner.claim()
    subscriber.add(release)
    const walking = new Walk(net.learner, data, run, release)
    const close = (): void => {
      release()
      walking.close()
    }
    subscriber.add(close)
    // Closed before the end is told, so that whoever goes on from there may train.
    const failed = (error: unknown): void => {
      close()
      subscriber.error(error)
    }
    const complete = (): void => {
      close()
      subscriber.complete()
    }
    const next = (way: unknown): void => {
      try {
        if (way === 'back') walking.back(by)
        else {
          const step = walking.forward(by)
          if (step !== null) subscriber.next(step)
          if (!subscriber.closed && walking.isOver) complete()
        }
      } catch (error) {
        failed(error)
      }
    }
    subscriber.add(pace.subscribe({ next, error: failed, complete }))
  })
}
