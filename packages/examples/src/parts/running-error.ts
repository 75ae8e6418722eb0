/** The error of a stream of answers: now, on the whole, and as a curve. */

import { sparkline } from '../terminal/sparkline.ts'

/** Events that are put together for the curve. */
const TOGETHER = 40
/** How many of those are remembered. */
const REMEMBERED = 150

/** Takes one error per event; what it keeps does not grow. */
export class RunningError {
  /** Means over neighbors, the last one over those that have come so far. */
  readonly #means: number[] = []
  #count = 0
  #sum = 0
  #part = 0

  /** The mean over all of them. */
  get mean(): number {
    return this.#sum / this.#count
  }

  /** The mean over the last few. */
  get now(): number {
    const [before = 0, last = before] = this.#means.slice(-2)
    const share = (this.#count % TOGETHER || TOGETHER) / TOGETHER
    return this.#means.length < 2 ? last : before * (1 - share) + last * share
  }

  add(error: number): void {
    const inPart = this.#count % TOGETHER
    if (inPart === 0) {
      this.#part = 0
      this.#means.push(0)
      if (this.#means.length > REMEMBERED) this.#means.shift()
    }
    this.#count++
    this.#sum += error
    this.#part += error
    this.#means[this.#means.length - 1] = this.#part / (inPart + 1)
  }

  /** The last 6,000 events in one line of at most `width` characters, a full one for an error of 1. */
  curve(width: number): string {
    return sparkline(this.#means, width, 1)
  }
}
