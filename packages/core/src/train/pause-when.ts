/** A breakpoint. */

import { type MonoTypeOperatorFunction, takeWhile } from 'rxjs'
import { condition } from '../door/condition.ts'
import type { Step } from './step.ts'

/**
 * Stops a training with the first step for which it holds, of which anything can be asked; that step is the last one emitted.
 * The network stands right after it: look around, go back, or call `train` again to go on.
 *
 * @example
 * train(net, rows).pipe(pauseWhen((step) => step.node('h4').delta.at(0) > 1))
 */
export function pauseWhen(predicate: (step: Step) => boolean): MonoTypeOperatorFunction<Step> {
  const holds = condition(predicate, 'pauseWhen')
  return takeWhile((step) => !holds(step), true)
}
