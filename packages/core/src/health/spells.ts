/** How long something has lasted, lane by lane, and whether it was told already. */

import type { Limits } from './health-limits.ts'

export class Spells {
  readonly #limits: Limits
  readonly #steps: Int32Array
  readonly #rows: Int32Array
  readonly #over: Int32Array
  readonly #told: Uint8Array

  constructor(lanes: number, limits: Limits) {
    this.#limits = limits
    this.#steps = new Int32Array(lanes)
    this.#rows = new Int32Array(lanes)
    this.#over = new Int32Array(lanes)
    this.#told = new Uint8Array(lanes)
  }

  /**
   * Whether it is to be told now: it has held for a whole window, of updates and of rows, and was not told since it was
   * last over for a window.
   */
  see(lane: number, holds: boolean, rows: number): boolean {
    const { window, rows: enough } = this.#limits
    if (!holds) {
      this.#steps[lane] = 0
      this.#rows[lane] = 0
      const over = (this.#over[lane] as number) + 1
      this.#over[lane] = over
      if (over >= window) this.#told[lane] = 0
      return false
    }
    this.#over[lane] = 0
    if (this.#told[lane] === 1) return false
    const steps = (this.#steps[lane] as number) + 1
    const seen = (this.#rows[lane] as number) + rows
    this.#steps[lane] = steps
    this.#rows[lane] = seen
    if (steps < window || seen < enough) return false
    this.#told[lane] = 1
    return true
  }
}
