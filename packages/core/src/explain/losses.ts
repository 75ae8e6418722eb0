/** The losses of a line of steps, in as few numbers as a screen has points. */

import { type TableOf, wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { momentsOf } from '../engine/moments-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import type { StepStretch } from '../history/branches.ts'
import { Bucket } from '../history/digest.ts'
import type { Address } from '../history/log.ts'
import type { Past } from '../past/past.ts'
import type { Range, Span } from '../past/search.ts'
import { SPAN } from '../past/search-options.ts'
import { shape } from '../text/inspectable.ts'

/** The losses of neighboring steps, bucket by bucket; all arrays are as long as there are buckets. */
export interface Losses {
  /** The first and the last step of each bucket, both of them in it. */
  readonly from: Float64Array
  readonly to: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  /** The loss of its last step. */
  readonly last: Float64Array
  readonly mean: Float64Array
}

export interface LossesOptions extends Span {
  /** How many buckets at most; one for each step where there are fewer of those. Default 800. */
  readonly buckets?: number
}

const MOST = 2 ** 20
const OPTIONS: TableOf<LossesOptions, 'buckets'> = {
  ...SPAN,
  buckets: {
    ...wholeNumber(1, 800),
    wants: `a whole number from 1 to ${MOST}`,
    suits: (value) => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MOST,
  },
}

/** Losses that print as a line. */
export const lossesOf: (fields: Losses) => Losses = shape<Losses>(({ from, to, last }) => ({
  title: `Losses(${from.length})`,
  value: { from: from[0] ?? null, to: to.at(-1) ?? null, last: last.at(-1) ?? null },
}))

/**
 * The losses of all steps of a line, or of a part of it, in so many buckets at most: each with the steps that it stands for,
 * their least and greatest loss, the last one and the mean. Neither steps are made nor anything is computed again: it reads
 * what was recorded, and begins with the first step whose loss is still held (the oldest are let go beyond an eighth of the
 * history's bytes). Ten million steps take a few milliseconds. Throws UNKNOWN_STEP, UNKNOWN_BRANCH, INVALID_OPTION, NO_HISTORY.
 *
 * @example
 * const { to, min, max, last } = losses(net, { buckets: 800 }) // a band, and the line of the last ones
 */
export function losses(net: Rewindable, options?: LossesOptions): Losses {
  const { buckets, ...line } = readOptions(options, 'losses', OPTIONS)
  const range = momentsOf(net, 'losses').range(line)
  const { history } = range.past
  // A loss is held longer than what its step read.
  const from = line.from ?? history.log.stepAt({ branch: range.branch, position: 0 }) + 1
  return summedUp(history, [...recorded(history, { ...range, from })], buckets)
}

/** The steps of a range whose losses are held, in stretches that stand together. */
function* recorded({ log, measures }: Past['history'], { branch, from, to }: Range): IterableIterator<StepStretch> {
  const begin = from <= to ? (log.find(branch, from, true) as Address) : null
  if (begin === null) return
  for (const stretch of log.stepsFrom({ branch, position: begin.position - 1 })) {
    const { from: start, startStep } = stretch
    if (startStep >= to) return
    const end = Math.min(stretch.to, start + to - startStep)
    for (const held of measures.heldBetween(stretch.branch, start + 1, end + 1)) {
      const first = held.from - 1
      yield { branch: stretch.branch, from: first, to: held.to - 1, startStep: startStep + first - start }
    }
  }
}

function summedUp({ measures }: Past['history'], stretches: readonly StepStretch[], most: number): Losses {
  const count = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  const length = Math.min(most, count)
  const numbers = (): Float64Array => new Float64Array(length)
  const found = { from: numbers(), to: numbers(), min: numbers(), max: numbers(), last: numbers(), mean: numbers() }
  let [at, done, bucket] = [0, 0, new Bucket()]
  const beginOf = (k: number): number => Math.floor((k * count) / length)
  for (const { branch, from, to, startStep } of stretches) {
    for (let position = from; position < to; ) {
      if (done === beginOf(at)) found.from[at] = startStep + position - from + 1
      const end = Math.min(to, position + beginOf(at + 1) - done)
      measures.sumUp(branch, position + 1, end + 1, bucket)
      done += end - position
      position = end
      if (done < beginOf(at + 1)) continue
      found.to[at] = startStep + position - from
      found.min[at] = bucket.min
      found.max[at] = bucket.max
      found.last[at] = measures.at(branch, position) as number
      found.mean[at] = bucket.sum / (beginOf(at + 1) - beginOf(at))
      at++
      bucket = new Bucket()
    }
  }
  return lossesOf(found)
}
