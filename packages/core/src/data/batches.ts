/** How an epoch is cut into batches, as pure functions of numbers: nothing here remembers where a run is. */

import type { Issue } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { permutation } from '../numerics/random.ts'

/** Rows from to from + count - 1 of an epoch's order. */
export interface Batch {
  readonly from: number
  readonly count: number
}

/** What is wrong with a batch size: nothing where it is a whole number, 1 or more; INVALID_OPTION otherwise. */
export function batchSizeIssues(batchSize: unknown): Issue[] {
  const right = Number.isSafeInteger(batchSize) && (batchSize as number) >= 1
  return right ? [] : [invalidOption('batchSize', batchSize, 'a whole number of rows, 1 or more')]
}

/** How many batches an epoch has; the last holds what is left. Throws INVALID_OPTION for an impossible batch size. */
export function batchCount(rows: number, batchSize: number): number {
  const issues = batchSizeIssues(batchSize)
  if (issues.length > 0) throw new NeuriteError(issues)
  return Math.ceil(rows / batchSize)
}

/**
 * Batch `index` of an epoch, counted from 0. Throws a RangeError beyond the last.
 *
 * @example
 * batchAt(2, 10, 4) // { from: 8, count: 2 }
 */
export function batchAt(index: number, rows: number, batchSize: number): Batch {
  const last = batchCount(rows, batchSize) - 1
  if (!Number.isInteger(index) || index < 0 || index > last) {
    throw new RangeError(`batch ${index} is outside 0 to ${last}`)
  }
  const from = index * batchSize
  return { from, count: Math.min(batchSize, rows - from) }
}

/**
 * The order in which an epoch, counted from 0, visits the rows; null where it is the rows' own. The same numbers always
 * give the same order, so that a run resumes and replays from anywhere. Its stream is the epoch; `permutation` shares no
 * bits with the streams that start weights are drawn from. Throws INVALID_OPTION for an impossible seed.
 */
export function epochOrder(seed: number, epoch: number, rows: number, shuffle: boolean): Int32Array | null {
  return shuffle ? permutation(seed, epoch, rows) : null
}
