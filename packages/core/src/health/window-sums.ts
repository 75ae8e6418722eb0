/** Mean squares over whole windows: a figure per lane, added up update by update. */

export class WindowSums {
  readonly #window: number
  readonly #sums: Float64Array
  readonly #roots: Float64Array
  #count = 0

  constructor(lanes: number, window: number) {
    this.#window = window
    this.#sums = new Float64Array(lanes)
    this.#roots = new Float64Array(lanes)
  }

  /** Adds the rms of one update per lane. At the end of a window it gives the rms over all of it, valid until the next end; else null. */
  add(rms: Float64Array): Float64Array | null {
    const sums = this.#sums
    for (let k = 0; k < sums.length; k++) sums[k] = (sums[k] as number) + (rms[k] as number) * (rms[k] as number)
    if (++this.#count < this.#window) return null
    for (let k = 0; k < sums.length; k++) this.#roots[k] = Math.sqrt((sums[k] as number) / this.#count)
    this.#count = 0
    sums.fill(0)
    return this.#roots
  }
}
