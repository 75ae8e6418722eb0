/** A curve in one line of text. */

const HEIGHTS = '▁▂▃▄▅▆▇█'

/**
 * A curve of at most `width` characters over numbers from 0 up. More values than that are put together, and each
 * character shows the mean of its own. `top` is the height of a full character, the highest where left out.
 *
 * @example
 * sparkline([0, 1, 2, 3], 4) // ▁▃▆█
 */
export function sparkline(values: readonly number[], width: number, top?: number): string {
  const count = Math.min(width, values.length)
  const means = Array.from({ length: count }, (_, k) => {
    const own = values.slice(Math.floor((k * values.length) / count), Math.floor(((k + 1) * values.length) / count))
    return own.reduce((sum, value) => sum + value, 0) / own.length
  })
  const highest = top ?? Math.max(...means)
  return means.map((mean) => HEIGHTS[level(mean, highest)]).join('')
}

function level(value: number, highest: number): number {
  if (!(value > 0 && highest > 0)) return 0
  return Math.round(Math.min(1, value / highest) * (HEIGHTS.length - 1))
}
