/** The losses of one run or several, one above the other: logarithmic, so that a jump does not flatten the rest. */

import { sparkline } from '../terminal/sparkline.ts'

/** One line per run, all in one scale from the lowest loss to the highest, with the mean of its last tenth behind it. */
export function lossCurves(runs: Readonly<Record<string, readonly number[]>>, width: number): string {
  const logs = Object.values(runs).flatMap((losses) => losses.map(Math.log).filter(Number.isFinite))
  const lowest = logs.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const highest = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const longest = Math.max(...Object.keys(runs).map((name) => name.length))
  return Object.entries(runs)
    .map(([name, losses]) => {
      const heights = losses.map((loss) => (Math.log(loss) - lowest) / (highest - lowest))
      const final = losses.length === 0 ? '–' : finalLoss(losses).toPrecision(3)
      return `${name.padEnd(longest)}  ${sparkline(heights, width, 1)}  ${final}`
    })
    .join('\n')
}

/** The mean of the last tenth. */
export function finalLoss(losses: readonly number[]): number {
  const last = losses.slice(-Math.ceil(losses.length / 10))
  return last.reduce((sum, loss) => sum + loss, 0) / last.length
}
