/** Learning from a live stream, one row per event. */

import { map, type OperatorFunction, tap } from 'rxjs'
import { type Row, rowReader } from '../data/row.ts'
import { endsWith, Watched } from '../flow/watched.ts'
import type { RowAction } from './action.ts'
import type { Trainable } from './learner.ts'
import type { Step } from './step.ts'

/**
 * An operator that makes one update for each row that comes along, and gives the step. The network is claimed while it is
 * subscribed; join several sources with `merge` before it. It errors with what a row's refusal says, TRAINING_DIVERGED,
 * ALREADY_TRAINING or NO_LOSS; nothing of the refused row was kept.
 *
 * @example
 * sensor$.pipe(map(({ x, y }) => ({ input: [x], target: [y] })), learn(net)).subscribe((step) => console.log(step.loss))
 */
export function learn(net: Trainable): OperatorFunction<Row, Step> {
  return (rows$) =>
    new Watched<Step>((subscriber) => {
      const release = net.learner.claim()
      subscriber.add(release)
      // Released before the end is told, so that whoever goes on from there may train.
      rows$.pipe(map(rowByRow(net)), tap({ error: release, complete: release })).subscribe(subscriber)
    }, endsWith)
}

/** One update from one row at each call. A run of `train` that was stopped stays stopped where it is. */
export function rowByRow(net: Trainable): (row: Row) => Step {
  const own = net.learner
  const { transition } = own
  let { graph } = transition.plan
  let reader = rowReader(graph)
  let action: RowAction = { type: 'row', at: own.cursor }
  return (row) => {
    const { values, targets } = transition.prepare(1)
    if (transition.plan.graph !== graph) {
      graph = transition.plan.graph
      reader = rowReader(graph)
    }
    const { prepared } = transition
    reader.readRow(row, 0, values, targets, 0, 1)
    transition.refuseOther(prepared)
    if (action.at !== own.cursor) action = { type: 'row', at: own.cursor }
    return own.learnRow(action)
  }
}
