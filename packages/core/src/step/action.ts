/** What can happen to a network: the actions that its history is made of, and how they are done again. */

import { epochOrder } from '../data/batches.ts'
import type { StepData } from '../data/step-data.ts'
import type { RowLog } from '../history/row-log.ts'
import { type Cursor, cursorAtStart, type Run } from '../state/cursor.ts'
import type { MadeChange } from './change.ts'
import type { Transition } from './transition.ts'

/** One update per batch of a run of `train`; the offset counts its batches, from `at` on. */
export interface BatchAction {
  readonly type: 'batch'
  readonly data: StepData
  readonly run: Run
  /** Where the run began, or went on. */
  readonly at: Cursor
}

/** One update from a row that came along, or from several at once; the offset is its number in the `RowLog`. */
export interface RowAction {
  readonly type: 'row'
  /** Where so many rows came at a time, from a number of theirs on: then the offset counts these batches. */
  readonly batch?: { readonly rows: number; readonly from: number }
  /** Where the training over data stands meanwhile. */
  readonly at: Cursor
}

/** Something else than a step. */
export interface ChangeAction {
  readonly type: 'change'
  /** Null where it was let go: it cannot be done again. */
  readonly change: MadeChange | null
}

export type StepAction = BatchAction | RowAction
export type Action = StepAction | ChangeAction

/** The numbers in the `RowLog` of what such an action reads. */
export function rowsRead({ batch }: RowAction, offset: number): { readonly first: number; readonly count: number } {
  return batch === undefined
    ? { first: offset, count: 1 }
    : { first: batch.from + offset * batch.rows, count: batch.rows }
}

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

/** The cursor after one of this run's: what `cursorAt` gives for the next offset, without dividing. */
function following(action: StepAction, { epoch, batch, run: own }: Cursor): Cursor {
  if (action.type === 'row') return action.at
  const { data, run } = action
  if ((batch + 1) * run.batchSize < data.rows) return { epoch, batch: batch + 1, run: own }
  const isOver = run.epochs !== null && epoch + 1 >= run.firstEpoch + run.epochs
  return { epoch: epoch + 1, batch: 0, run: isOver ? null : run }
}

/** How many rows the batch has that stands at this cursor. */
export function rowsAt({ data, run }: BatchAction, { batch }: Cursor): number {
  return Math.min(run.batchSize, data.rows - batch * run.batchSize)
}

/** Puts the rows of steps into the slabs. It remembers the last epoch's order and the last cursor, and nothing else. */
export class Rows {
  #action: StepAction | null = null
  #offset = 0
  #cursor: Cursor = cursorAtStart
  #order: Int32Array | null = null
  #of: { seed: number; epoch: number; rows: number } | null = null

  /** As `cursorAt`, for who goes on from one offset to the next: then it is computed once, and counted on. */
  cursorAt(action: StepAction, offset: number): Cursor {
    return action === this.#action && offset === this.#offset ? this.#cursor : this.#another(action, offset)
  }

  #another(action: StepAction, offset: number): Cursor {
    const isNext = action === this.#action && offset === this.#offset + 1
    // Before anything is made for as many rows as it says.
    if (!isNext && action.type === 'batch') action.data.require()
    this.#cursor = isNext ? following(action, this.#cursor) : cursorAt(action, offset)
    this.#action = action
    this.#offset = offset
    return this.#cursor
  }

  /** The rows of one step. Throws ROWS_GONE. */
  prepare(transition: Transition, seed: number, action: StepAction, offset: number, log: RowLog | null): Cursor {
    const cursor = this.cursorAt(action, offset)
    if (action.type === 'row') {
      const { first, count } = rowsRead(action, offset)
      const { values, targets } = transition.prepare(count)
      for (let n = 0; n < count; n++) (log as RowLog).read(first + n, values, targets, n, count)
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
