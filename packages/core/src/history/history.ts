/**
 * What happened, and where one stands in it: the log, a number measured at each action, and the states that are kept. States
 * and actions are whatever its owner says; states must be immutable.
 */

import { NeuriteError, stateGone } from '../errors.ts'
import { Chunks } from './chunks.ts'
import { Keyframes } from './keyframes.ts'
import { type Address, Log } from './log.ts'

export interface HistoryOptions<State> {
  /** How many bytes keyframes, measures, the log and what `others` counts may take together. */
  readonly bytes: number
  /** About how many bytes a state takes. */
  readonly bytesOf: (state: State) => number
  /** What the owner keeps besides, in bytes. */
  readonly others?: () => number
}

export class History<State, Action> {
  readonly log: Log<Action>
  readonly keyframes: Keyframes<State>
  /** What was measured at each action, by the position it led to; the oldest are let go beyond a quarter of the budget. */
  readonly measures: Chunks
  readonly #options: HistoryOptions<State>
  #head: Address

  /** With a log that is there already, and the spacing of the states that are kept of it. */
  constructor(options: HistoryOptions<State>, log: Log<Action> = new Log(), spacing?: number) {
    const { bytes, bytesOf, others = () => 0 } = options
    this.#options = options
    this.log = log
    this.measures = new Chunks(bytes / 4)
    this.keyframes = new Keyframes(() => bytes - this.measures.bytes - this.log.bytes - others(), bytesOf, spacing)
    this.#head = { branch: 0, position: 0 }
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
    if (this.keyframes.isDue(position)) this.keyframes.keep(this.#head, capture())
    else this.keyframes.fit()
  }

  /** Whether this is what happened next already: then it stands there, and nothing is recorded. */
  redone(action: Action, offset: number): boolean {
    const { branch, position } = this.#head
    if (position === this.log.branch(branch).end) return false
    const next = this.log.next(this.#head)
    if (next.action !== action || next.offset !== offset) return false
    this.#head = { branch, position: position + 1 }
    return true
  }

  /** What was measured at the action that led to this state; undefined where that was let go. */
  measureOf(address: Address): number | undefined {
    const { branch, position } = this.log.owner(address)
    return this.measures.at(branch, position)
  }

  /** The kept state that is nearest before, or is, this one. Throws STATE_GONE where a damaged file has left none. */
  nearest(address: Address): { readonly at: Address; readonly state: State } {
    let { branch, position } = address
    for (;;) {
      const found = this.keyframes.upTo({ branch, position })
      if (found !== null) return { at: { branch, position: found.position }, state: found.state }
      const { parent, start } = this.log.branch(branch)
      if (parent === null) throw new NeuriteError(stateGone(this.log.stepAt(address)))
      branch = parent.branch
      position = Math.min(position, start)
    }
  }

  /** The kept state that comes before a state other than it; null where none does. */
  keptBefore({ branch, position }: Address): { readonly at: Address; readonly state: State } | null {
    try {
      return position === 0 ? null : this.nearest({ branch, position: position - 1 })
    } catch (error) {
      if (error instanceof NeuriteError && error.code === 'STATE_GONE') return null
      throw error
    }
  }

  /**
   * A history of its own with the same past up to a state, as one branch that stands there. Kept states are shared; what
   * its owner keeps besides is counted by `others`.
   */
  fork(address: Address, name: string, others?: () => number): History<State, Action> {
    const { bytes, bytesOf } = this.#options
    const options = { bytes, bytesOf, ...(others !== undefined && { others }) }
    const forked = new History<State, Action>(options, new Log(), this.keyframes.spacing)
    const { branch } = address
    forked.log.open(name, null, this.log.stepAt({ branch, position: 0 }))
    for (const { entry, from, to } of this.log.stretchesFrom({ branch, position: 0 })) {
      const count = Math.min(to, address.position) - from
      if (count > 0) forked.log.appendEntry(0, { ...entry, first: entry.first + (from - entry.start), count })
    }
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
    return this.log.open(this.#free('branch'), parent).index
  }

  /** A name that no branch has: with a number where it is taken. */
  #free(name: string): string {
    const { log } = this
    const isTaken = (free: string): boolean => log.named(free) !== null
    if (name !== 'branch' && !isTaken(name)) return name
    for (let k = log.branches.length; ; k++) if (!isTaken(`${name} ${k}`)) return `${name} ${k}`
  }
}
