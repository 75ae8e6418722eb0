/**
 * What happened, and where one stands in it: the log, a number measured at each action, and the states that are kept. States
 * and actions are whatever its owner says; states must be immutable.
 */

import { stateGone } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { ActionCodec } from './action-table.ts'
import { Chunks } from './chunks.ts'
import { Horizons, type LostActions } from './horizons.ts'
import { Keyframes } from './keyframes.ts'
import { type Address, Log } from './log.ts'

export interface HistorySettings<State, Action> {
  /**
   * How many bytes keyframes, measures, the log and what `others` counts may take together; half of them are for keyframes,
   * whatever the others take.
   */
  readonly bytes: number
  /** About how many bytes a state takes. */
  readonly bytesOf: (state: State) => number
  /** What the owner keeps besides, in bytes. */
  readonly others?: () => number
  /** Lets go what the owner keeps beyond its share, so that kept states need not. */
  readonly giveWay?: () => void
  /** How actions are packed, and how many bytes those that are no steps may take: beyond, the oldest are let go. */
  readonly codec?: ActionCodec<Action>
  readonly changes?: number
  /** How many bytes the measures may take. Default a quarter. */
  readonly measures?: number
  /** What can no longer be done again. Default nothing. */
  readonly losses?: LostActions<Action>
}

export class History<State, Action> {
  readonly log: Log<Action>
  readonly keyframes: Keyframes<State>
  /** What was measured at each action, by the position it led to; the oldest are let go. */
  readonly measures: Chunks
  readonly horizons: Horizons<Action>
  /** Told where a branch has left another. */
  whenLeft: ((branch: number, from: Address) => void) | null = null
  readonly #options: HistorySettings<State, Action>
  #head: Address = { branch: 0, position: 0 }

  constructor(options: HistorySettings<State, Action>) {
    const { bytes, bytesOf, others = () => 0, codec = null, changes, measures = bytes / 4, losses = null } = options
    this.#options = options
    this.log = new Log(codec, changes)
    this.horizons = new Horizons(this.log, losses)
    this.measures = new Chunks(measures)
    this.keyframes = new Keyframes({
      limit: () => Math.max(bytes / 2, bytes - this.measures.bytes - this.log.bytes - others()),
      bytesOf,
      horizons: (branches) => this.horizons.within(branches),
      window: () => {
        const { branch, position } = this.#head
        const horizon = this.horizons.of(branch, position, true)
        return horizon === 0 ? null : { branch, actions: position - horizon }
      },
    })
  }

  /** The state in force. */
  get head(): Address {
    return this.#head
  }

  /** How many bytes are in use. */
  get bytes(): number {
    return this.keyframes.bytes + this.measures.bytes + this.log.bytes + (this.#options.others?.() ?? 0)
  }

  /** Begins a branch that comes from nowhere, and stands at its beginning. */
  begin(name: string, state: State, step: number): void {
    const { index } = this.log.open(this.#free(name), null, step)
    this.#head = { branch: index, position: 0 }
    this.keyframes.keep(this.#head, state, true)
  }

  /** Stands at another state. */
  moveTo(address: Address): void {
    this.#head = address
  }

  /**
   * One action has happened to the state in force, which `capture` gives now. Where it was not the end of its branch, a new
   * branch begins there, and the old future stays.
   */
  record(action: Action, offset: number, isStep: boolean, measure: number, capture: () => State): void {
    let { branch } = this.#head
    if (this.#head.position !== this.log.branch(branch).end) branch = this.#leave()
    const position = this.log.append(branch, action, offset, isStep)
    this.measures.append(branch, position, measure)
    this.#head = { branch, position }
    if (!isStep) this.#options.giveWay?.()
    if (this.#isDue(isStep)) this.keyframes.keep(this.#head, capture())
    else this.keyframes.fit()
  }

  /** By the spacing; and where nothing that is kept leads here any more, what comes after it begins here. */
  #isDue(isStep: boolean): boolean {
    const { branch, position } = this.#head
    if (this.keyframes.isFew(position)) this.keyframes.narrow()
    if (this.keyframes.isDue(position)) return true
    if (!isStep) return this.horizons.isLost(branch, position - 1)
    if (!this.keyframes.mayBeDue(position)) return false
    const last = this.keyframes.upTo(this.#head)
    if (last === null || !this.#isCutOff(last.position)) return false
    this.keyframes.narrow()
    return true
  }

  /** Whether something has been lost between a state and the one in force; looked for in few places, the nearest first. */
  #isCutOff(from: number): boolean {
    const { branch, position } = this.#head
    const { horizons } = this
    for (let back = 32; position - back >= from; back *= 2) {
      // A change often stands at one of two neighbors.
      if (horizons.isLost(branch, position - back) || horizons.isLost(branch, position - back + 1)) return true
    }
    return horizons.isLost(branch, from)
  }

  /** Whether this is what happened next already: then it stands there, and nothing is recorded. */
  redone(action: Action, offset: number): boolean {
    const { branch, position } = this.#head
    if (position === this.log.branch(branch).end) return false
    if (!this.log.isNext(this.#head, action, offset)) return false
    // It leads to another state today.
    if (this.log.isSealed(this.#head)) return false
    this.#head = { branch, position: position + 1 }
    return true
  }

  /** What was measured at the action that led to this state; undefined where that was let go. */
  measureOf(address: Address): number | undefined {
    const { branch, position } = this.log.owner(address)
    return this.measures.at(branch, position)
  }

  /**
   * The kept state that is nearest before, or is, this one. Where none is left it throws why what led from the beginning is
   * lost (ROWS_GONE and its kin), or STATE_GONE.
   */
  nearest(address: Address): { readonly at: Address; readonly state: State } {
    if (this.log.isGone(address)) throw new NeuriteError(stateGone(null))
    const found = this.kept(address)
    if (found !== null) return found
    const why = this.horizons.why(address.branch, address.position)
    throw new NeuriteError(why ?? stateGone(this.log.stepAt(address)))
  }

  /** The same; null where none is left. */
  kept(address: Address): { readonly at: Address; readonly state: State } | null {
    if (this.log.isGone(address)) return null
    let { branch, position } = address
    for (;;) {
      const found = this.keyframes.upTo({ branch, position })
      if (found !== null) return { at: { branch, position: found.position }, state: found.state }
      const { parent, start } = this.log.branch(branch)
      if (parent === null) return null
      branch = parent.branch
      position = Math.min(position, start)
    }
  }

  /** The kept state that comes before a state other than it; null where none does. */
  keptBefore({ branch, position }: Address): { readonly at: Address; readonly state: State } | null {
    return position === 0 ? null : this.kept({ branch, position: position - 1 })
  }

  /**
   * The first state of a branch from which on everything can be done again, up to its end: the one it begins with, or the
   * first that is kept behind the horizon; null where none is.
   */
  firstWhole(branch: number, horizon: number = this.horizons.of(branch, this.log.branch(branch).end)): Address | null {
    const { log } = this
    for (let position = horizon; position <= log.branch(branch).end; ) {
      const end = log.endOn({ branch, position })
      const found = this.keyframes.from(log.owner({ branch, position }))
      if (found !== null && found.position <= end) return { branch, position: found.position }
      position = end + 1
    }
    return null
  }

  /** Gives a branch up, with all that only it has. One must not stand on it. */
  drop(branch: number): void {
    for (const freed of this.log.drop(branch)) {
      this.keyframes.drop(freed.branch, freed.after)
      this.measures.cut(freed.branch, freed.after + 1)
    }
  }

  /** The same past up to a state, as one branch of another history, which stands there. Kept states are shared. */
  fork(address: Address, name: string, forked: History<State, Action>): History<State, Action> {
    const { branch } = address
    forked.keyframes.spaced(this.keyframes.spacing)
    forked.log.open(name, null, this.log.stepAt({ branch, position: 0 }))
    for (const { entry, from, to } of this.log.stretchesFrom({ branch, position: 0 })) {
      const count = Math.min(to, address.position) - from
      if (count <= 0) break
      forked.log.appendEntry(0, { ...entry, first: entry.first + (from - entry.start), count })
    }
    forked.log.seal(0, this.log.sealedOn(address))
    for (let position = 1; position <= address.position; position++) {
      const measure = this.measureOf({ branch, position })
      if (measure !== undefined) forked.measures.append(0, position, measure)
    }
    for (const { branch: of, position, state, pinned } of this.keyframes.all()) {
      if (this.log.leadsTo({ branch: of, position }, address))
        forked.keyframes.keep({ branch: 0, position }, state, pinned)
    }
    forked.moveTo({ branch: 0, position: address.position })
    return forked
  }

  #leave(): number {
    const parent = this.log.owner(this.#head)
    const { index } = this.log.open(this.#free('branch'), parent)
    this.whenLeft?.(index, this.#head)
    return index
  }

  /** A name that no branch has: with a number where it is taken. */
  #free(name: string): string {
    const { log } = this
    const isTaken = (free: string): boolean => log.named(free) !== null
    if (name !== 'branch' && !isTaken(name)) return name
    for (let k = log.branches.length; ; k++) if (!isTaken(`${name} ${k}`)) return `${name} ${k}`
  }
}
