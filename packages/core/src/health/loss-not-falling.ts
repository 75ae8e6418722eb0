/** A loss that does not get less over a long stretch. */

import { type Check, defineCheck, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'

/** The first so many losses of the run make the level it started at. */
const START = 10
/** A loss below this share of the start has fallen: that it stays there then is the end of learning, not its failure. */
const FALLEN = 0.5
/** Less than this share of a loss is no fall. */
const LEAST = 1e-4
/** So many standard errors of the difference are more than noise: 1 makes a fall likely, 3 make a rise certain. */
const FALL = 1
const RISE = 3

interface Third {
  readonly mean: number
  /** The variance of the mean. */
  readonly variance: number
}

/**
 * The mean of a window's last third against that of its first, with the noise as the standard error of their difference (a
 * two-sample z). Told of a loss near its start that has not fallen in two windows (plateaus are common, and end), and of one
 * that rises by half, wherever it stands.
 */
export const lossNotFalling: Check = defineCheck({
  name: 'loss not falling',
  looksAt: 'the loss over a long window',
  make: (_, { lossWindow }) => {
    const losses = new Float64Array(lossWindow)
    const third = Math.floor(lossWindow / 3)
    let count = 0
    let seen = 0
    let start = 0
    let flatBefore = false
    let told = false
    const look: Look = ({ loss }, facts) => {
      if (!facts.whole) return NOTHING
      if (seen++ < START) start += loss / START
      losses[count++] = loss
      if (count < lossWindow) return NOTHING
      count = 0
      const first = thirdOf(losses, 0, third)
      const last = thirdOf(losses, lossWindow - third, third)
      const noise = Math.sqrt(first.variance + last.variance)
      const fell = first.mean - last.mean > Math.max(FALL * noise, LEAST * Math.abs(first.mean))
      const rises = last.mean - first.mean > RISE * noise && last.mean > 1.5 * first.mean
      const before = told
      const flat = !fell && last.mean > FALLEN * start
      told = !facts.settled && (rises || (flat && flatBefore))
      flatBefore = flat
      if (!told || before) return NOTHING
      const means = `${figure(last.mean)} over the last third of ${lossWindow} updates, ${figure(first.mean)} over the first`
      return [
        {
          node: null,
          value: last.mean - first.mean,
          cause: `The mean loss is ${means}, with a standard error of ${figure(noise)} between them; the run began at ${figure(start)}.`,
          wayOut: rises
            ? 'Lower the learning rate, or go back to the step with the least loss.'
            : 'Try a learning rate ten times as high and one ten times as low, and see whether the network can learn ten rows by heart; if the rest is noise in the data, it has learned what there is.',
        },
      ]
    }
    return look
  },
})

function thirdOf(losses: Float64Array, from: number, count: number): Third {
  let sum = 0
  for (let k = from; k < from + count; k++) sum += losses[k] as number
  const mean = sum / count
  let squares = 0
  for (let k = from; k < from + count; k++) squares += ((losses[k] as number) - mean) * ((losses[k] as number) - mean)
  return { mean, variance: squares / (count * Math.max(1, count - 1)) }
}
