/**
 * The counting joins of one direction, and who is ready. A receiver is ready when each of its senders has sent in this
 * tick, and is taken in plan order, so that a tick always runs the same way. Glitch-free: it fires once.
 */

import type { Routes } from '../plan/routes.ts'

/** Nothing is allocated, and every table is at hand: this is counted in nanoseconds. */
export class Joins {
  readonly #need: Int32Array
  /** The joins of each sender, and the receivers of each join, as in a `Table`. */
  readonly #joinsStart: Int32Array
  readonly #joins: Int32Array
  readonly #receiversStart: Int32Array
  readonly #receivers: Int32Array
  /** The joins that wait for nobody. */
  readonly #free: Int32Array
  /** What is still missing in each join. A join that is full is made ready for the next tick at once. */
  readonly #missing: Int32Array
  readonly #ready: Uint8Array
  readonly #step: 1 | -1
  #tick = 0
  #cursor = 0
  /** Receivers that are ready and not taken, and joins that are not full: 0 once a tick is through. */
  #waiting = 0
  #open = 0

  constructor({ need, joinsOf, receivers }: Routes, order: 'ascending' | 'descending') {
    this.#need = need
    this.#joinsStart = joinsOf.start
    this.#joins = joinsOf.items
    this.#receiversStart = receivers.start
    this.#receivers = receivers.items
    this.#free = Int32Array.from(need.keys()).filter((join) => need[join] === 0)
    this.#missing = need.slice()
    this.#ready = new Uint8Array(receivers.items.length)
    this.#step = order === 'ascending' ? 1 : -1
  }

  /** Every join is empty again; who waits for nobody is ready. Only a tick that failed leaves anything to clear. */
  start(tick: number): void {
    if (this.#waiting + this.#open > 0) {
      this.#missing.set(this.#need)
      this.#ready.fill(0)
      this.#waiting = 0
    }
    this.#tick = tick
    this.#cursor = this.#step === 1 ? 0 : this.#ready.length - 1
    this.#open = this.#missing.length
    const free = this.#free
    for (let k = 0; k < free.length; k++) this.#fill(free[k] as number)
  }

  /** Counts one message of a sender. One of an earlier tick counts for nothing. */
  arrive(sender: number, tick: number): void {
    if (tick !== this.#tick) return
    const missing = this.#missing
    const joins = this.#joins
    const end = this.#joinsStart[sender + 1] as number
    for (let k = this.#joinsStart[sender] as number; k < end; k++) {
      const join = joins[k] as number
      const left = (missing[join] as number) - 1
      if (left > 0) missing[join] = left
      else this.#fill(join)
    }
  }

  /** The next receiver in order that is ready, taken out; -1 when none is. Nobody becomes ready behind one that was taken. */
  take(): number {
    if (this.#waiting === 0) return -1
    const ready = this.#ready
    let k = this.#cursor
    while (ready[k] === 0) k += this.#step
    ready[k] = 0
    this.#waiting--
    this.#cursor = k + this.#step
    return k
  }

  #fill(join: number): void {
    this.#missing[join] = this.#need[join] as number
    this.#open--
    const receivers = this.#receivers
    const end = this.#receiversStart[join + 1] as number
    for (let k = this.#receiversStart[join] as number; k < end; k++) {
      this.#ready[receivers[k] as number] = 1
      this.#waiting++
    }
  }
}
