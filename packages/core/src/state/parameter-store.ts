/** Numbers that are written once: all parameters of a network, or one optimizer slot of each, after one update. */

import { demand } from '../door/demand.ts'
import { inspectable } from '../text/inspectable.ts'

// Taken here, so that neither a subclass nor a stand-in with a `set` of its own is ever handed the private array.
const { set } = Float64Array.prototype

/**
 * An opaque row of float64. Nothing leads to its memory: what goes in is copied, what comes out is a number or a copy,
 * so that snapshots can share one. Immer neither drafts nor freezes it (a typed array inside a recipe could be written,
 * which would change every earlier snapshot).
 *
 * @example
 * net.snapshot.parameters.at(-1) // the last one
 */
export interface ParameterStore {
  readonly length: number
  /** One number; from the end where negative. Throws INVALID_ARGUMENT outside. */
  at(index: number): number
  /** A copy of the numbers from `from` up to, not including, `to`; both as for an array's `slice`. */
  slice(from?: number, to?: number): Float64Array
  /** Writes all numbers into `target` from place `at` on. Throws INVALID_ARGUMENT where it has no room for them. */
  copyInto(target: Float64Array, at?: number): void
  /** Whether the other holds the same bits: −0 is not 0, and NaN is itself. */
  equals(other: ParameterStore): boolean
  toJSON(): number[]
}

/** A store of these numbers, copied bit by bit. */
export const storeOf = (values: Float64Array): ParameterStore => new OwnStore(values)

export const isStore = (value: unknown): value is ParameterStore => value instanceof OwnStore

class OwnStore implements ParameterStore {
  readonly length: number
  readonly #values: Float64Array

  constructor(values: Float64Array) {
    this.#values = new Float64Array(values)
    this.length = values.length
    Object.freeze(this)
  }

  at(index: number): number {
    demand(typeof index === 'number', 'at', 'index', index, `a place from 0 to ${this.length - 1}`)
    const place = index < 0 ? index + this.length : index
    const value = this.#values[place]
    demand(value !== undefined, 'at', 'index', index, `a place from 0 to ${this.length - 1}`)
    return value
  }

  slice(from = 0, to: number = this.length): Float64Array {
    demand(Number.isInteger(from) && Number.isInteger(to), 'slice', 'from', from, 'two places, as of an array')
    return new Float64Array(this.#values.subarray(from, to))
  }

  copyInto(target: Float64Array, at = 0): void {
    const fits = target instanceof Float64Array && Number.isInteger(at) && at >= 0 && at + this.length <= target.length
    demand(fits, 'copyInto', 'target', target, `a Float64Array with room for ${this.length} numbers from there on`)
    set.call(target, this.#values, at)
  }

  toJSON(): number[] {
    return Array.from(this.#values)
  }

  equals(other: ParameterStore): boolean {
    if (other === this) return true
    demand(other instanceof OwnStore, 'equals', 'other', other, 'another store of parameters')
    if (other.length !== this.length) return false
    const mine = words(this.#values)
    const theirs = words(other.#values)
    for (let k = 0; k < mine.length; k++) if (mine[k] !== theirs[k]) return false
    return true
  }
}

inspectable<ParameterStore>(OwnStore.prototype, (store) => ({
  title: `ParameterStore(${store.length})`,
  value: store.slice(),
}))

function words(values: Float64Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length * 2)
}
