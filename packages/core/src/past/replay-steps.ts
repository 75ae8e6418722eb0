/** Steps of the past as a stream, looked into one after the other. */

import type { Observable } from 'rxjs'
import { endsWith, Reported } from '../flow/reported.ts'
import { slices } from '../host/slices.ts'
import type { OwnStep } from '../step/step.ts'
import { forth, type Range } from './search.ts'

/** Cold; it works in slices of time, and stops when nobody listens any more. It errors with what `look` throws. */
export function replaySteps<T>(range: () => Range, look: (step: OwnStep) => T): Observable<T> {
  return new Reported<T>((subscriber) => {
    const steps = forth(range())
    const work = (): boolean => {
      const { value, done } = steps.next()
      if (done === true) subscriber.complete()
      else subscriber.next(look(value))
      return !subscriber.closed
    }
    subscriber.add(slices(work, 12, (error) => subscriber.error(error)))
  }, endsWith)
}
