/**
 * The counting joins of one direction: a receiver becomes ready when each of its senders has sent in this tick. Stamped by
 * tick, so that what a failed tick left behind, or a late message, counts for nothing. Glitch-free: it fires once.
 */

import type { Routes } from '../plan/routes.ts'
import type { ReadyQueue } from './ready-queue.ts'

export class Joins {
  readonly #routes: Routes
  readonly #ready: ReadyQueue
  readonly #missing: Int32Array
  /** The joins that wait for nobody. */
  readonly #free: Int32Array
  #tick = 0
  /** Joins that are not full yet; 0 once a tick is through, and then every count is ready for the next. */
  #open = 0

  constructor(routes: Routes, ready: ReadyQueue) {
    this.#routes = routes
    this.#ready = ready
    this.#missing = new Int32Array(routes.need.length)
    this.#free = Int32Array.from(routes.need.keys()).filter((join) => routes.need[join] === 0)
  }

  /** Every join is empty again; who waits for nobody is ready. Only a tick that failed leaves anything to clear. */
  start(tick: number): void {
    this.#tick = tick
    if (this.#open > 0) this.#missing.set(this.#routes.need)
    this.#ready.restart()
    this.#open = this.#missing.length
    for (let k = 0; k < this.#free.length; k++) this.#fill(this.#free[k] as number)
  }

  /** Counts one message of that sender. */
  arrive(sender: number, tick: number): void {
    if (tick !== this.#tick) return
    const { start, items } = this.#routes.joinsOf
    const end = start[sender + 1] as number
    const missing = this.#missing
    for (let k = start[sender] as number; k < end; k++) {
      const join = items[k] as number
      const left = (missing[join] as number) - 1
      if (left > 0) missing[join] = left
      else this.#fill(join)
    }
  }

  #fill(join: number): void {
    this.#missing[join] = this.#routes.need[join] as number
    this.#open--
    const { start, items } = this.#routes.receivers
    const end = start[join + 1] as number
    for (let k = start[join] as number; k < end; k++) this.#ready.push(items[k] as number)
  }
}
