/** The immutable values that streams carry: one number per row of a batch (or per parameter), true for ever. */

import { demandFunction } from './door/demand.ts'
import { refusePromise } from './door/refuse-promise.ts'
import { NeuriteError } from './errors/neurite-error.ts'
import { invalidArgument } from './errors/options.ts'
import { inspectable } from './text/inspectable.ts'

/** What one can ask of a node: a number per row of a batch, or per parameter (gradient, weights). */
export type Quantity = 'netInput' | 'activation' | 'delta' | 'gradient' | 'weights'

/**
 * A read-only row of numbers. It looks into a slab that was copied for this tick and is never written again, so a kept
 * signal stays true; the slab itself is never handed out.
 *
 * @example
 * net.node('h4').activation$.subscribe((signal) => console.log(signal.tick, signal.at(0), signal.toArray()))
 */
export interface Signal extends Iterable<number> {
  /** Which wave of messages it belongs to; ticks count from 1. */
  readonly tick: number
  /** How many numbers it holds: the rows of the batch, or the parameters of a node. */
  readonly length: number
  /** The number of that row; from the end where negative. Throws INVALID_ARGUMENT outside. */
  at(row: number): number
  /** A copy as a plain array. */
  toArray(): number[]
  /** A new signal of the same tick, each number put through `change`. */
  map(change: (value: number, row: number) => number): Signal
  /** The mean over the rows, summed in row order. */
  mean(): number
  [Symbol.iterator](): IterableIterator<number>
  toJSON(): number[]
}

export class OwnSignal implements Signal {
  readonly tick: number
  readonly length: number
  readonly #slab: Float64Array
  readonly #offset: number

  /** Takes the slab over: whoever calls this must not write it afterwards. */
  constructor(tick: number, slab: Float64Array, offset: number, length: number) {
    this.tick = tick
    this.length = length
    this.#slab = slab
    this.#offset = offset
    Object.freeze(this)
  }

  at(row: number): number {
    if (typeof row !== 'number') throw outside(row, this.length)
    const index = row < 0 ? row + this.length : row
    if (!Number.isInteger(index) || index < 0 || index >= this.length) throw outside(row, this.length)
    return this.#slab[this.#offset + index] as number
  }

  toArray(): number[] {
    return Array.from(this.#slab.subarray(this.#offset, this.#offset + this.length))
  }

  map(change: (value: number, row: number) => number): Signal {
    demandFunction(change, 'map', 'change')
    const next = new Float64Array(this.length)
    for (let n = 0; n < this.length; n++) {
      const value: unknown = change(this.#slab[this.#offset + n] as number, n)
      if (typeof value !== 'number') throw noNumber(value)
      next[n] = value
    }
    return new OwnSignal(this.tick, next, 0, this.length)
  }

  mean(): number {
    let sum = 0
    for (let n = 0; n < this.length; n++) sum += this.#slab[this.#offset + n] as number
    return sum / this.length
  }

  *[Symbol.iterator](): IterableIterator<number> {
    for (let n = 0; n < this.length; n++) yield this.#slab[this.#offset + n] as number
  }

  toJSON(): number[] {
    return this.toArray()
  }
}

inspectable<Signal>(OwnSignal.prototype, (signal) => ({
  title: `Signal(${signal.length}) tick ${signal.tick}`,
  value: signal.toArray(),
}))

const outside = (row: unknown, length: number): NeuriteError =>
  new NeuriteError(invalidArgument('at', 'row', row, `a row from 0 to ${length - 1}`))

function noNumber(value: unknown): NeuriteError {
  refusePromise(value, 'the function given to map')
  return new NeuriteError(invalidArgument('map', 'what change gives', value, 'a number'))
}
