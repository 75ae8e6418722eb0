/** A breakpoint. */

import { type MonoTypeOperatorFunction, takeWhile } from 'rxjs'
import { type Condition, condition } from '../past/condition.ts'
import type { Step } from '../step/step.ts'

/**
 * Stops a training with the first step for which it holds, of which anything can be asked; that step is the last one emitted.
 * The network stands right after it: look around, go back, or call `train` again to go on.
 *
 * @example
 * train(net, rows).pipe(pauseWhen((step) => step.node('h4').delta.at(0) > 1))
 * train(net, rows).pipe(pauseWhen({ what: 'loss', is: '<', value: 0.01 }))
 */
export function pauseWhen<Id extends string>(what: Condition<Id>): MonoTypeOperatorFunction<Step<Id>> {
  const holds = condition(what, 'pauseWhen')
  return takeWhile((step) => !holds(step), true)
}
