/** Two runs side by side, step by step. */

import type { Observable } from 'rxjs'
import { alsoCalled, checkedLater, isObject, wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { momentsOf } from '../engine/moments-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { endsWith, Reported } from '../flow/reported.ts'
import { slices } from '../host/slices.ts'
import { forth } from '../past/search.ts'
import type { Step } from '../step/step.ts'
import { shape } from '../text/inspectable.ts'

/** A run: what a network has done, on the branch where it stands or on another. */
export type ComparedRun<Id extends string = string> =
  | Rewindable<Id>
  | { readonly network: Rewindable<Id>; readonly branch: string }

/** The same step of two runs; null where one of them has no such step. */
export interface Pair<A extends string = string, B extends string = string> {
  readonly step: number
  readonly a: Step<A> | null
  readonly b: Step<B> | null
}

const pair = shape<Pair>()
const OPTIONS = { from: alsoCalled(wholeNumber(0), 'start', 'begin', 'since') }
const RUN = { network: checkedLater<Rewindable>('a network'), branch: checkedLater<string>('the name of a branch') }

/**
 * The steps of two runs, from step 1 or the one given to the last of the longer run, each to be looked into. Cold: it reads
 * what has been done when somebody subscribes. It errors with UNKNOWN_BRANCH, UNKNOWN_STEP.
 *
 * @example
 * const fork = fork(net, 137, { hyperparameters: { learningRate: 0.1 } })
 * compare(net, fork, { from: 138 }).subscribe(({ step, a, b }) => console.log(step, a?.loss, b?.loss))
 */
export function compare<A extends string, B extends string>(
  a: ComparedRun<A>,
  b: ComparedRun<B>,
  options?: { readonly from?: number },
): Observable<Pair<A, B>> {
  return new Reported<Pair<A, B>>((subscriber) => {
    const { from } = readOptions(options, 'compare', OPTIONS)
    const [left, right] = [stepsOf(a, from), stepsOf(b, from)]
    const work = (): boolean => {
      const [next, other] = [take(left), take(right)]
      if (next === null && other === null) subscriber.complete()
      else subscriber.next(pair({ step: (next ?? other)?.step as number, a: next, b: other }))
      return !subscriber.closed
    }
    subscriber.add(slices(work, 12, (error) => subscriber.error(error)))
  }, endsWith)
}

function stepsOf(run: ComparedRun, from: number | undefined): IterableIterator<Step> {
  const isBranch = isObject(run) && 'network' in run
  const { network, branch } = isBranch ? readOptions(run, 'compare', RUN) : { network: run, branch: undefined }
  const moments = momentsOf(network, 'compare')
  if (from !== undefined && from > moments.branch(branch).endStep) return [].values()
  const range = { ...(branch !== undefined && { branch }), ...(from !== undefined && { from }) }
  return forth(moments.range(range))
}

function take(steps: IterableIterator<Step>): Step | null {
  const { value, done } = steps.next()
  return done === true ? null : value
}
