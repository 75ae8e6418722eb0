/** What can happen to a network: the actions that its history is made of, and how they are done again. */

import { epochOrder } from '../data/batches.ts'
import type { StepData } from '../data/step-data.ts'
import type { Cursor, Run } from '../state/cursor.ts'
import type { Change } from './change.ts'
import type { RowLog } from './row-log.ts'
import type { Transition } from './transition.ts'

/** One update per batch of a run of `train`; the offset counts its batches, from `at` on. */
export interface BatchAction {
  readonly type: 'batch'
  readonly data: StepData
  readonly run: Run
  /** Where the run began, or went on. */
  readonly at: Cursor
}

/** One update from a row that came along; the offset is its number in the `RowLog`. */
export interface RowAction {
  readonly type: 'row'
  /** Where the training over data stands meanwhile. */
  readonly at: Cursor
}

/** Something else than a step. */
export interface ChangeAction {
  readonly type: 'change'
  readonly change: Change
}

export type StepAction = BatchAction | RowAction
export type Action = StepAction | ChangeAction

/** Where training stands in its data before that action of a row of them. */
export function cursorAt(action: StepAction, offset: number): Cursor {
  if (action.type === 'row') return action.at
  const { at, run, data } = action
  const batches = Math.ceil(data.rows / run.batchSize)
  const batch = at.batch + offset
  const epoch = at.epoch + Math.floor(batch / batches)
  const isOver = run.epochs !== null && epoch >= run.firstEpoch + run.epochs
  return { epoch, batch: batch % batches, run: isOver ? null : run }
}

/** How many rows the batch has that stands at this cursor. */
export function rowsAt({ data, run }: BatchAction, { batch }: Cursor): number {
  return Math.min(run.batchSize, data.rows - batch * run.batchSize)
}

/** Puts the rows of steps into the slabs. It remembers the last epoch's order, and nothing else. */
export class Rows {
  #order: Int32Array | null = null
  #of: { seed: number; epoch: number; rows: number } | null = null

  /** The rows of one step. Throws ROWS_GONE. */
  prepare(transition: Transition, seed: number, action: StepAction, offset: number, log: RowLog): Cursor {
    const cursor = cursorAt(action, offset)
    if (action.type === 'row') {
      const { values, targets } = transition.prepare(1)
      log.read(offset, values, targets)
      return cursor
    }
    const { data, run } = action
    const rows = rowsAt(action, cursor)
    const { values, targets } = transition.prepare(rows)
    data.gather(this.order(seed, cursor.epoch, action), cursor.batch * run.batchSize, rows, values, targets)
    return cursor
  }

  /** The order of an epoch; null where it is the rows' own. */
  order(seed: number, epoch: number, { data: { rows }, run: { shuffle } }: BatchAction): Int32Array | null {
    if (!shuffle) return null
    const { seed: s, epoch: e, rows: r } = this.#of ?? {}
    if (s !== seed || e !== epoch || r !== rows) {
      this.#order = epochOrder(seed, epoch, rows, true)
      this.#of = { seed, epoch, rows }
    }
    return this.#order
  }
}
