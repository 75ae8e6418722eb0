/** How far back what happened can be done again: the owner of actions lets go what the oldest of them need. */

import type { Issue } from '../errors/issue.ts'
import type { Entry, Log } from './log.ts'

/** What the owner of actions knows of them. */
export interface LostActions<Action> {
  /** How many of an entry's first actions can no longer be done again, now or `soon`. */
  readonly count: (entry: Entry<Action>, soon: boolean) => number
  /** Whether there is nothing of the kind, as far as the owner knows. */
  readonly isNone: (soon: boolean) => boolean
  /** Why one cannot be done again whose first actions are lost. */
  readonly why: (entry: Entry<Action>) => Issue
}

export class Horizons<Action> {
  readonly #log: Log<Action>
  readonly #losses: LostActions<Action> | null

  constructor(log: Log<Action>, losses: LostActions<Action> | null) {
    this.#log = log
    this.#losses = losses
  }

  /**
   * For each branch the position behind the last action on the way to its end that cannot be done again; 0 where all can.
   */
  all(): number[] {
    const all: number[] = []
    for (const { index, parent, end } of this.#log.branches) {
      const above = parent === null ? 0 : (all[parent.branch] as number)
      // What the branch above has lost behind the place where this one left it is none of its business.
      const shared = parent === null || above <= parent.position ? above : this.of(parent.branch, parent.position)
      all.push(Math.max(shared, this.own(index, end)))
    }
    return all
  }

  /** The position in each of these branches before which nothing leads on, now or soon: neither there nor in one that left it. */
  within(branches: Iterable<number>): ReadonlyMap<number, number> {
    const left = new Map<number, number>()
    for (const { index, parent, start, end } of this.#log.branches) {
      if (parent === null || end === start || this.isLost(index, start)) continue
      left.set(parent.branch, Math.min(parent.position, left.get(parent.branch) ?? parent.position))
    }
    const within = (branch: number): number =>
      Math.min(this.own(branch, this.#log.branch(branch).end, true), left.get(branch) ?? Number.POSITIVE_INFINITY)
    return new Map(Array.from(branches, (branch) => [branch, within(branch)]))
  }

  /** The same of one branch, up to a position. */
  of(branch: number, upTo: number, soon = false): number {
    let [own, end] = [this.#log.branch(branch), upTo]
    for (;;) {
      const horizon = this.own(own.index, end, soon)
      if (horizon > 0 || own.parent === null) return horizon
      end = Math.min(end, own.start)
      own = this.#log.branch(own.parent.branch)
    }
  }

  /** The same, of its own actions alone. */
  own(branch: number, upTo: number, soon = false): number {
    const { sealed, entryCount } = this.#log.branch(branch)
    const least = Math.min(sealed, upTo)
    if (this.#losses === null || this.#isNone(soon)) return least
    for (let k = entryCount - 1; k >= 0; k--) {
      const entry = this.#log.entry(branch, k)
      const count = entry.start < upTo ? this.#losses.count(entry, soon) : 0
      if (count > 0) return Math.max(Math.min(entry.start + count, upTo), least)
    }
    return least
  }

  /** Whether what happened to a state can no longer be done again. */
  isLost(branch: number, position: number): boolean {
    if (this.#log.isSealed({ branch, position })) return true
    if (this.#losses === null || this.#isNone(false)) return false
    const { entry } = this.#log.stretchFrom({ branch, position })
    return this.#losses.count(entry, false) > position - entry.start
  }

  /** Why a state cannot be come back to from the beginning of its branch; null where nothing on the way is lost. */
  why(branch: number, position: number): Issue | null {
    if (this.#losses === null || this.#isNone(false)) return null
    for (const { entry, from } of this.#log.stretchesFrom({ branch, position: 0 })) {
      if (from >= position) break
      if (this.#losses.count(entry, false) > from - entry.start) return this.#losses.why(entry)
    }
    return null
  }

  #isNone(soon: boolean): boolean {
    return this.#losses?.isNone(soon) === true && this.#log.isWhole
  }
}
