/** Learning from a live stream: one update per event, which is a row or a batch of rows. */

import { type OperatorFunction, tap } from 'rxjs'
import { type Row, rowReader } from '../data/row.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Trainable } from '../engine/trainable.ts'
import { atEvent, emptyData } from '../errors/data.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { endsWith, Reported } from '../flow/reported.ts'
import type { Values } from '../graph/value/known.ts'
import type { RowAction } from '../step/action.ts'
import type { Step } from '../step/step.ts'
import { answering, blame, type OnRefused, onRefusedOption } from './on-refused.ts'

export interface LearnOptions<Raw = Values> {
  /** What becomes of an event that is refused, or of which the network would diverge. Default 'error'. */
  readonly onRefused?: OnRefused<Row<Raw> | readonly Row<Raw>[]>
}

/**
 * An operator that makes one update for each event, a row or an array of rows, and gives the step. The network is claimed
 * while it is subscribed; join several sources with `merge` before it. It errors with what a row's refusal says, counting
 * events from 0, with TRAINING_DIVERGED, ALREADY_TRAINING or NO_LOSS; nothing of the refused event was kept. Throws
 * UNKNOWN_OPTION and INVALID_OPTION.
 *
 * @example
 * sensor$.pipe(map(({ x, y }) => ({ input: [x], target: [y] })), learn(net)).subscribe((step) => console.log(step.loss))
 * rows$.pipe(bufferCount(32), learn(net, { onRefused: (refusal) => console.warn(refusal.message) })).subscribe()
 */
export function learn<Id extends string, Raw>(
  net: Trainable<Id, Raw>,
  options?: LearnOptions<NoInfer<Raw>>,
): OperatorFunction<Row<Raw> | readonly Row<Raw>[], Step<Id>>
export function learn(net: Trainable, options?: LearnOptions): OperatorFunction<Row | readonly Row[], Step> {
  const own = engineOf(net, 'learn')
  const { onRefused } = readOptions(options, 'learn', { onRefused: onRefusedOption })
  return (rows$) =>
    new Reported<Step>((subscriber) => {
      const release = own.claim()
      subscriber.add(release)
      const diverged = (error: unknown): boolean => own.transition.hasDiverged(error)
      const steps = answering(rowByRow(net), diverged, onRefused as OnRefused<Row | readonly Row[]>)
      // Released before the end is told, so that whoever goes on from there may train.
      rows$.pipe(steps, tap({ error: release, complete: release })).subscribe(subscriber)
    }, endsWith)
}

/**
 * One update from one row, or from all rows of an array, at each call; refusals name the row by `number`. A run of `train`
 * that was stopped stays stopped where it is.
 */
export function rowByRow(net: Trainable): (event: Row | readonly Row[], number: number) => Step {
  const own = net.engine
  const { transition } = own
  let { graph } = transition.plan
  let reader = rowReader(graph)
  let action: RowAction = { type: 'row', at: own.cursor }
  let batches: RowAction = action
  const read = (event: Row | readonly Row[], number: number): void => {
    const rows = isBatch(event) ? event.length : 1
    if (rows === 0) throw new NeuriteError(atEvent(emptyData(), number))
    const { values, targets } = transition.prepare(rows)
    const { prepared } = transition
    if (!isBatch(event)) {
      reader.readRow(event, number, values, targets, 0, 1)
      transition.refuseOther(prepared)
      return
    }
    try {
      for (let n = 0; n < rows; n++) reader.readRow(event[n] as Row, n, values, targets, n, rows)
    } catch (error) {
      if (!(error instanceof NeuriteError)) throw error
      throw new NeuriteError(error.issues.map((issue) => atEvent(issue, number)))
    }
    transition.refuseOther(prepared)
  }
  return (event, number) => {
    transition.turn.makeWay()
    if (transition.plan.graph !== graph) {
      own.refuseWithoutLoss()
      graph = transition.plan.graph
      reader = rowReader(graph)
    }
    try {
      read(event, number)
    } catch (error) {
      throw blame(error)
    }
    if (!isBatch(event)) {
      if (action.at !== own.cursor) action = { type: 'row', at: own.cursor }
      return own.learnRow(action)
    }
    batches = batchAction(batches, own.cursor, event.length, own.nextRow)
    return own.learnRow(batches)
  }
}

const isBatch = (event: Row | readonly Row[]): event is readonly Row[] => Array.isArray(event)

/** The action that goes on with as many rows at a time, from a number of theirs on; the same one where it does. */
function batchAction(before: RowAction, at: RowAction['at'], rows: number, next: number): RowAction {
  const { batch } = before
  const goesOn = before.at === at && batch?.rows === rows && (next - batch.from) % rows === 0
  return goesOn ? before : { type: 'row', at, batch: { rows, from: next } }
}
