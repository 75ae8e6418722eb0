/** The range that the columns of the data have had so far, and what falls far outside of it. */

import { figure } from './finding.ts'

/** A column that has hardly moved is held against this share of the median width of those that have. */
const OF_MEDIAN = 0.2

export class Ranges {
  readonly #lowest: Float64Array
  readonly #highest: Float64Array
  #empty = true
  /** The median of the widths, until one of them is wider. */
  #median: number | null = null

  constructor(columns: number) {
    this.#lowest = new Float64Array(columns).fill(Number.POSITIVE_INFINITY)
    this.#highest = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY)
  }

  /** How far this range sticks out of the column's, in widths of it; NaN where it is not finite. */
  outside(column: number, lowest: number, highest: number, factor: number): number {
    if (!(Number.isFinite(lowest) && Number.isFinite(highest))) return Number.NaN
    if (this.#empty) return 0
    const low = this.#lowest[column] as number
    const high = this.#highest[column] as number
    const out = Math.max(low - lowest, highest - high, 0)
    const width = high - low
    // Only what might be told is worth a median.
    if (out <= factor * width) return 0
    this.#median ??= this.#medianWidth()
    const usual = Math.max(width, OF_MEDIAN * this.#median)
    const held = usual > 0 ? usual : Math.max(Math.abs(low), Math.abs(high))
    return held === 0 ? 0 : out / held
  }

  /** The range of a column, for people: four digits that matter, as in every sentence. */
  text(column: number): string {
    return `${figure(this.#lowest[column] as number)} … ${figure(this.#highest[column] as number)}`
  }

  /** Widens the range of a column, where these are finite. */
  learn(column: number, lowest: number, highest: number): void {
    this.#empty = false
    this.#median = null
    if (!(Number.isFinite(lowest) && Number.isFinite(highest))) return
    if (lowest < (this.#lowest[column] as number)) this.#lowest[column] = lowest
    if (highest > (this.#highest[column] as number)) this.#highest[column] = highest
  }

  /** The lower median of the widths above 0; 0 where there is none. */
  #medianWidth(): number {
    const widths = this.#highest.map((high, k) => high - (this.#lowest[k] as number)).filter((width) => width > 0)
    return widths.sort()[(widths.length - 1) >> 1] ?? 0
  }
}
