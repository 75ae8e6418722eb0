/** Whose turn it is: one tick at a time, and what must not be disturbed. It collects what observers throw meanwhile. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { tickBusy } from '../errors/training.ts'
import { type Thrown, Told } from './told.ts'

/** So many calls one inside the other are observers who move, without end, the network that they are told of. */
const DEEPEST = 64

export class Turn {
  #tick = 0
  /** The tick under way; 0 where none is, −1 where something else must not be disturbed. */
  #underWay = 0
  /** Whether that one rests between two firings. */
  #rests = false
  readonly #told = new Told()

  /** The last tick that began; they count from 1. */
  get tick(): number {
    return this.#tick
  }

  /** The tick under way, resting or not; 0 where none is. */
  get underWay(): number {
    return this.#underWay
  }

  /** Whether anything runs that must not be disturbed. */
  get isBusy(): boolean {
    return this.#underWay !== 0 && !this.#rests
  }

  /** Lets something else have its turn: a tick that rests gives way, and is forgotten. Throws TICK_BUSY. */
  makeWay(): void {
    if (this.isBusy) throw new NeuriteError(tickBusy())
    this.refuseEndless()
    this.#underWay = 0
    this.#rests = false
  }

  /** Throws TICK_BUSY for observers who do, without end, what they are told of. */
  refuseEndless(): void {
    if (this.#told.depth > DEEPEST) throw new NeuriteError(tickBusy())
  }

  /** The next tick. Throws TICK_BUSY. */
  begin(): number {
    this.makeWay()
    this.#underWay = ++this.#tick
    return this.#tick
  }

  /** That tick is over, unless it gave way to another. */
  end(tick: number): void {
    if (this.#underWay === tick) this.#underWay = 0
  }

  /** From here on what observers of the tick throw is collected; gives what `leave` wants. */
  enter(): Thrown {
    return this.#told.begin()
  }

  /** The tick that was entered is over. Throws what the first of its observers threw. */
  leave(outer: Thrown): void {
    this.#underWay = 0
    this.#told.end(outer)
  }

  /** Does a part of a tick that rests before and after it; throws what the first of its observers threw. */
  part<T>(work: () => T): T {
    this.#rests = false
    const done = this.tell(work)
    this.#rests = true
    return done
  }

  /** Does something during which whoever wants a tick or another state is refused. Throws TICK_BUSY. */
  undisturbed<T>(work: () => T): T {
    this.makeWay()
    this.#underWay = -1
    try {
      return work()
    } finally {
      this.#underWay = 0
    }
  }

  /** Does what tells observers something; throws what the first of them threw. */
  tell<T>(work: () => T): T {
    return this.#told.during(work)
  }

  /** The same, one thing after the other. */
  tellEach(works: Iterable<() => void>): void {
    this.#told.each(works)
  }

  /** Takes what an observer threw; where nothing is told it is thrown on, for RxJS to report. */
  readonly report = (error: unknown): void => this.#told.report(error)
}
