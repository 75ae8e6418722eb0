/** The least, greatest and sum of numbers, block by block, so that a long line of them is summed up at a glance. */

/** So many numbers are one block. */
export const BLOCK = 512
const WIDTH = 3

/** What is known of numbers that are written once, from the first on. Blocks are digested when they are first asked for. */
export class Digest {
  readonly #values: Float64Array
  readonly #blocks: Float64Array
  #done = 0

  constructor(values: Float64Array) {
    this.#values = values
    this.#blocks = new Float64Array(WIDTH * Math.floor(values.length / BLOCK))
  }

  /** Takes the numbers from `from` up to, not including, `to` into a bucket; those up to `to` are there and stay. */
  take(from: number, to: number, into: Bucket): void {
    const first = Math.ceil(from / BLOCK)
    const last = Math.floor(to / BLOCK)
    if (first >= last) {
      into.take(this.#values, from, to)
      return
    }
    for (; this.#done < last; this.#done++) this.#digest(this.#done)
    into.take(this.#values, from, first * BLOCK)
    for (let at = first * WIDTH; at < last * WIDTH; at += WIDTH) {
      const [least, most] = [this.#blocks[at] as number, this.#blocks[at + 1] as number]
      if (least < into.min) into.min = least
      if (most > into.max) into.max = most
      into.sum += this.#blocks[at + 2] as number
    }
    into.take(this.#values, last * BLOCK, to)
  }

  #digest(block: number): void {
    const own = new Bucket()
    own.take(this.#values, block * BLOCK, (block + 1) * BLOCK)
    this.#blocks.set([own.min, own.max, own.sum], block * WIDTH)
  }
}

/** What is summed up. */
export class Bucket {
  min: number = Number.POSITIVE_INFINITY
  max: number = Number.NEGATIVE_INFINITY
  sum = 0

  take(values: Float64Array, from: number, to: number): void {
    let { min, max, sum } = this
    for (let k = from; k < to; k++) {
      const value = values[k] as number
      if (value < min) min = value
      if (value > max) max = value
      sum += value
    }
    this.min = min
    this.max = max
    this.sum = sum
  }
}
