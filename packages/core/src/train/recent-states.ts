/**
 * The last states of a network, without copying any: the memory that an update leaves behind stays as it is, and the next one
 * is written into what the oldest of them leaves free.
 */

import type { Retired } from '../kernels/memory.ts'
import type { Cursor } from '../state/cursor.ts'
import { ParameterStore } from '../state/parameter-store.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { nextSnapshot } from '../state/update.ts'

/** A state that is no longer in force. */
export interface PastState extends Retired {
  /** A snapshot that is equal in all but the numbers, step and cursor. */
  readonly base: Snapshot
  /** Whose numbers the slots are, in their order: a snapshot from elsewhere may name them in another one. */
  readonly slotNames: readonly string[]
  readonly step: number
  readonly cursor: Cursor
}

export class RecentStates {
  /** How many are held at most: as many as fit into the bytes, but no more than `most`. */
  readonly #most: number
  readonly #bytes: number
  /** A ring; `#next` is the place of the oldest once it is full. */
  readonly #states: PastState[] = []
  #next = 0
  #count = 0
  #held = 0

  constructor(most: number, bytes: number) {
    this.#most = most
    this.#bytes = bytes
  }

  get bytes(): number {
    return this.#held
  }

  /** Keeps a state, and gives the arrays that are free for it: another's of the same size, or new ones. */
  keep(state: PastState): Retired {
    const size = bytesOf(state)
    const room = Math.max(0, Math.min(this.#most, Math.floor(this.#bytes / Math.max(1, size))))
    // Where states became larger, the ring begins anew.
    if (this.#states.length > room) this.#restart(room)
    if (room === 0) return state
    const fits = this.#states.length < room && this.#held + size <= this.#bytes
    if (fits && this.#next === this.#states.length) {
      this.#states.push(state)
      this.#held += size
      this.#next++
      this.#count++
      return like(state)
    }
    if (this.#next === this.#states.length) this.#next = 0
    const oldest = this.#states[this.#next] as PastState
    this.#states[this.#next++] = state
    this.#held += size - bytesOf(oldest)
    this.#count = Math.min(this.#count + 1, this.#states.length)
    const isLike = oldest.parameters.length === state.parameters.length && oldest.slots.length === state.slots.length
    return isLike ? oldest : like(state)
  }

  /** The state that many actions ago, from 1; null where it is not held. */
  at(back: number): Snapshot | null {
    if (back < 1 || back > this.#count) return null
    const { length } = this.#states
    const { base, parameters, slots, slotNames, step, cursor } = this.#states[
      (this.#next - back + 2 * length) % length
    ] as PastState
    const named = slotNames.map((name, k) => [name, ParameterStore.copyOf(slots[k] as Float64Array)])
    return nextSnapshot(base, {
      parameters: ParameterStore.copyOf(parameters),
      slots: Object.fromEntries(named),
      step,
      cursor,
    })
  }

  /** Forgets what led to the state in force; the arrays stay to be used again. */
  clear(): void {
    this.#count = 0
  }

  #restart(room: number): void {
    for (const state of this.#states.splice(0, this.#states.length - room)) this.#held -= bytesOf(state)
    this.#next = this.#states.length
    this.#count = 0
  }
}

function bytesOf({ parameters, slots }: Retired): number {
  return parameters.byteLength * (1 + slots.length)
}

function like({ parameters, slots }: Retired): Retired {
  return {
    parameters: new Float64Array(parameters.length),
    slots: slots.map(({ length }) => new Float64Array(length)),
  }
}
