/**
 * The last states of a network, without copying any: the memory that an update leaves behind stays as it is, and the next one
 * is written into what the oldest of them leaves free.
 */

import type { Retired } from '../kernels/memory.ts'
import type { Cursor } from '../state/cursor.ts'
import { storeOf } from '../state/parameter-store.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { nextSnapshot } from '../state/update.ts'

/** A state that is no longer in force. Its place in the ring is written again and again: nothing is made per update. */
interface PastState {
  parameters: Float64Array
  slots: Float64Array[]
  /** Whose numbers the slots are, in their order: a snapshot from elsewhere may name them in another one. */
  slotNames: readonly string[]
  /** A snapshot that is equal in all but the numbers, step and cursor. */
  base: Snapshot
  step: number
  cursor: Cursor
}

export class RecentStates {
  /** How many are held at most: as many as fit into the bytes, but no more than `most`. */
  readonly #most: number
  readonly #bytes: number
  /** Of a state as the last one was: its parameters and slots, its bytes, and how many such fit. */
  #parameters = -1
  #slots = -1
  #size = 0
  #room = -1
  /** A ring; `#next` is the place of the oldest once it is full. */
  readonly #states: PastState[] = []
  #next = 0
  #count = 0
  #held = 0
  readonly #free: { parameters: Float64Array; slots: Float64Array[] } = { parameters: new Float64Array(), slots: [] }

  constructor(most: number, bytes: number) {
    this.#most = most
    this.#bytes = bytes
  }

  get bytes(): number {
    return this.#held
  }

  /**
   * Keeps a state, and gives the arrays that are free for it: another's of the same size, or new ones. Read them at once:
   * what comes back is the same object each time.
   */
  keep(
    parameters: Float64Array,
    slots: Float64Array[],
    slotNames: readonly string[],
    base: Snapshot,
    step: number,
    cursor: Cursor,
  ): Retired {
    if (parameters.length !== this.#parameters || slots.length !== this.#slots) this.#measure(parameters, slots)
    const free = this.#free
    free.parameters = parameters
    free.slots = slots
    if (this.#room === 0) return free
    const states = this.#states
    if (this.#next === states.length) {
      if (states.length < this.#room && this.#held + this.#size <= this.#bytes) {
        states.push({ parameters, slots, slotNames, base, step, cursor })
        this.#held += this.#size
        this.#next++
        this.#count++
        return like(parameters, slots)
      }
      this.#next = 0
    }
    const oldest = states[this.#next++] as PastState
    if (this.#count < states.length) this.#count++
    free.parameters = oldest.parameters
    free.slots = oldest.slots
    oldest.parameters = parameters
    oldest.slots = slots
    oldest.slotNames = slotNames
    oldest.base = base
    oldest.step = step
    oldest.cursor = cursor
    if (free.parameters.length === parameters.length && free.slots.length === slots.length) return free
    this.#held += this.#size - bytesOf(free)
    return like(parameters, slots)
  }

  /** The state that many actions ago, from 1; null where it is not held. */
  at(back: number): Snapshot | null {
    if (back < 1 || back > this.#count) return null
    const { length } = this.#states
    const { base, parameters, slots, slotNames, step, cursor } = this.#states[
      (this.#next - back + 2 * length) % length
    ] as PastState
    const named = slotNames.map((name, k) => [name, storeOf(slots[k] as Float64Array)])
    return nextSnapshot(base, {
      parameters: storeOf(parameters),
      slots: Object.fromEntries(named),
      step,
      cursor,
    })
  }

  /** Forgets what led to the state in force; the arrays stay to be used again. */
  clear(): void {
    this.#count = 0
  }

  /** How many states of this size there is room for; where that is fewer than there are, the ring begins anew. */
  #measure(parameters: Float64Array, slots: Float64Array[]): void {
    this.#parameters = parameters.length
    this.#slots = slots.length
    this.#size = bytesOf({ parameters, slots })
    this.#room = Math.max(0, Math.min(this.#most, Math.floor(this.#bytes / Math.max(1, this.#size))))
    const tooMany = this.#states.length - this.#room
    if (tooMany <= 0) return
    for (const state of this.#states.splice(0, tooMany)) this.#held -= bytesOf(state)
    this.#next = this.#states.length
    this.#count = 0
  }
}

function bytesOf({ parameters, slots }: Retired): number {
  return parameters.byteLength * (1 + slots.length)
}

function like(parameters: Float64Array, slots: Float64Array[]): Retired {
  return {
    parameters: new Float64Array(parameters.length),
    slots: slots.map(({ length }) => new Float64Array(length)),
  }
}
