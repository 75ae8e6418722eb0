/** Comes back to any state of a history: load the nearest kept one, do again what happened since. Bit for bit, or it says so. */

import { orderChanged, replayDiffers, stateGone } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { History } from './history.ts'
import type { Address, Happening } from './log.ts'

/** What does actions. The same state and action must always give the same state and measure. */
export interface Replayable<State, Action> {
  /** Puts a state in force. */
  load(state: State): void
  /** Does an action, and gives what is measured at it. Throws what keeps it from being done. */
  perform(action: Action, offset: number): number
  /** The state in force. */
  capture(): State
  /** The state that many actions ago, if it is still at hand. */
  recent(back: number): State | null
}

export class Replay<State, Action> {
  readonly #history: History<State, Action>
  readonly #machine: Replayable<State, Action>
  /** Where the machine stands; null before it first did, and after a failure. */
  #at: Address | null = null
  /** How many actions it has done since it loaded a state. */
  #done = 0
  /** How many it has done in all: what looking back has cost. */
  #performed = 0

  constructor(history: History<State, Action>, machine: Replayable<State, Action>) {
    this.#history = history
    this.#machine = machine
  }

  get performed(): number {
    return this.#performed
  }

  /** The state there. Throws REPLAY_DIFFERS where doing it again measures something else, and what the machine throws. */
  at(address: Address): State {
    const found = this.atHand(address)
    if (found !== null) return found
    this.reach(address)
    return this.#machine.capture()
  }

  /** The state there, where nothing is to be done again for it; else null. Throws STATE_GONE. */
  atHand(address: Address): State | null {
    const { log } = this.#history
    const at = this.#at
    if (at !== null && at.position - address.position <= this.#done && log.leadsTo(address, at)) {
      const state = this.#machine.recent(at.position - address.position)
      if (state !== null) return state
    }
    const { at: kept, state } = this.#history.nearest(address)
    return kept.position === address.position ? state : null
  }

  /** Brings the machine there. */
  reach(address: Address): void {
    this.#approach(address)
    while ((this.#at as Address).position < address.position) this.#advance(address)
  }

  /** As `reach`, one action at a time; nobody else may ask meanwhile. */
  *towards(address: Address): Generator<void, void, void> {
    if (this.atHand(address) !== null) return
    this.#approach(address)
    while ((this.#at as Address).position < address.position) {
      this.#advance(address)
      yield
    }
  }

  /**
   * Brings the machine there by the very action that led there, so that what that action computed on its way can be read.
   * At a state that nothing led to, there is nothing to read.
   */
  redo(address: Address): void {
    const { branch, position } = address
    if (this.#done > 0 && this.#at?.position === position && this.#history.log.leadsTo(address, this.#at)) return
    this.reach({ branch, position: position - 1 })
    this.#advance(address)
  }

  /** Puts the machine at a kept state, whatever else is kept nearer to where it goes. */
  begin(at: Address, state: State): void {
    this.#machine.load(state)
    this.#at = at
    this.#done = 0
  }

  /** Goes on from where the machine stands to a state that lies ahead. */
  onward(address: Address): void {
    while (this.#at !== null && this.#at.position < address.position) this.#advance(address)
  }

  /** What the machine last did is to be done again before it is read. */
  forget(): void {
    this.#at = null
  }

  /** Lets the machine do something else from a state: what it computes can be read, and leads nowhere. Throws as it does. */
  attempt(from: Address, action: Action, offset: number): number {
    this.reach(from)
    this.#at = null
    return this.#machine.perform(action, offset)
  }

  /** Puts the machine at the best place before, or at, a state: where it stands, or the nearest state that is kept. */
  #approach(address: Address): void {
    const here = this.#at
    const isOnTheWay = here !== null && this.#history.log.leadsTo(here, address)
    // One action is done as fast as a state is loaded: nothing is looked up for who goes on step by step.
    if (isOnTheWay && address.position - here.position <= 1) return
    const { at, state } = this.#history.nearest(address)
    if (isOnTheWay && here.position >= at.position) return
    this.#at = null
    this.#machine.load(state)
    this.#at = at
    this.#done = 0
  }

  #advance(towards: Address): void {
    const from = this.#at as Address
    if (this.#history.log.isGone(towards)) throw new NeuriteError(stateGone(null))
    if (this.#history.log.isSealed({ branch: towards.branch, position: from.position })) {
      const { log } = this.#history
      throw new NeuriteError(orderChanged(log.stepAt(towards), log.stepAt(from)))
    }
    const next: Happening<Action> = this.#history.log.next({ branch: towards.branch, position: from.position })
    const address = { branch: towards.branch, position: from.position + 1 }
    this.#at = null
    const measure = this.#machine.perform(next.action, next.offset)
    this.#performed++
    const recorded = this.#history.measureOf(address)
    if (recorded !== undefined && !Object.is(recorded, measure)) {
      throw new NeuriteError(replayDiffers(this.#history.log.stepAt(address), recorded, measure))
    }
    this.#at = this.#history.log.owner(address)
    this.#done++
  }
}
