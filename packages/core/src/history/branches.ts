/** The branches of a log and their states: which leads to which, and how many steps lie behind each. Nothing of actions. */

import { lastWhere } from '../numerics/last-where.ts'
import { isStepOf } from './action-table.ts'
import { type BranchLog, LogBranch } from './branch.ts'
import type { Address } from './entry.ts'

/** What a branch takes besides its entries, about. */
const BRANCH_BYTES = 1536

/** Steps without anything in between. */
export interface StepStretch {
  readonly branch: number
  readonly from: number
  readonly to: number
  readonly startStep: number
}

export class Branches {
  protected readonly all: LogBranch[] = []
  /** What the entries and branches take. */
  protected taken = 0
  readonly #names = new Map<string, LogBranch>()
  #hasSealed = false

  /** All that ever were, by their index. */
  get branches(): readonly BranchLog[] {
    return this.all
  }

  branch(index: number): BranchLog {
    return this.own(index)
  }

  /** The branch of that name; null where there is none. */
  named(name: string): BranchLog | null {
    return this.#names.get(name) ?? null
  }

  protected own(index: number): LogBranch {
    return this.all[index] as LogBranch
  }

  /**
   * A branch that leaves another there, or begins by itself with that many steps behind it; from a file, also one that was
   * dropped: then its name is not taken.
   */
  open(name: string, parent: Address | null, startStep = 0, dropped = false): BranchLog {
    const above = parent === null ? null : this.own(parent.branch).ownerOf(parent.position)
    const step = parent === null ? startStep : this.stepAt(parent)
    const branch = new LogBranch(this.all.length, name, above, parent?.position ?? 0, step, dropped)
    above?.adopt(branch)
    this.all.push(branch)
    if (!dropped) this.#names.set(name, branch)
    this.taken += BRANCH_BYTES
    return branch
  }

  /** Up to this position its own entries were done in another order of sums. */
  seal(index: number, position: number): void {
    this.own(index).sealed = position
    this.#hasSealed ||= position > 0
  }

  /** Whether what leads on from a state was done in another order of sums: it cannot be done again. */
  isSealed({ branch, position }: Address): boolean {
    return this.#hasSealed && position < this.own(branch).ownerOf(position + 1).sealed
  }

  /** The position up to which what leads to a state was done in another order of sums; 0 where nothing was. */
  sealedOn({ branch, position }: Address): number {
    let end = position
    for (let own: LogBranch | null = this.own(branch).ownerOf(position); own !== null; own = own.above) {
      const sealed = Math.min(own.sealed, end)
      if (sealed > own.start) return sealed
      end = Math.min(end, own.start)
    }
    return 0
  }

  rename(index: number, name: string): void {
    const branch = this.own(index)
    this.#names.delete(branch.name)
    branch.name = name
    this.#names.set(name, branch)
  }

  protected freeName(branch: LogBranch): void {
    if (this.#names.get(branch.name) === branch) this.#names.delete(branch.name)
  }

  /** A branch that leads through a state and was not dropped; null where none does. */
  living({ branch, position }: Address): BranchLog | null {
    const owner = this.own(branch).ownerOf(position)
    if (position > owner.end) return null
    const waiting = [owner]
    for (let own = waiting.pop(); own !== undefined; own = waiting.pop()) {
      if (!own.dropped) return own
      for (const child of own.children) if (own !== owner || child.start >= position) waiting.push(child)
    }
    return null
  }

  /** Whether a state went with a branch that was dropped. */
  isGone({ branch, position }: Address): boolean {
    const owner = this.own(branch).ownerOf(position)
    return owner.dropped && position > owner.end
  }

  /** The same state, named by the branch that first came to it. */
  owner({ branch, position }: Address): Address {
    return { branch: this.own(branch).ownerOf(position).index, position }
  }

  /** The last position on the way to the end of a branch whose state belongs to the same owner. */
  endOn({ branch, position }: Address): number {
    const line = this.own(branch)
    const owner = line.ownerOf(position)
    if (owner === line) return line.end
    let below = line
    while (below.above !== owner) below = below.jump.depth > owner.depth ? below.jump : (below.above as LogBranch)
    return below.start
  }

  /** Whether this state lies on the way to that one, or is it. */
  leadsTo(from: Address, to: Address): boolean {
    const { branch, position } = from
    if (position > to.position) return false
    return branch === to.branch || this.own(branch).ownerOf(position) === this.own(to.branch).ownerOf(position)
  }

  /** How many steps there had been at a state. */
  stepAt({ branch, position }: Address): number {
    const { entries, startStep } = this.own(branch).ownerOf(position)
    const k = entries.leadingTo(position)
    if (k < 0) return startStep
    return entries.startStep(k) + (isStepOf(entries.what(k)) ? position - entries.start(k) : 0)
  }

  /** The state before the last action that was no step, on the way to this one; null where there was none. */
  beforeLastChange({ branch, position }: Address): Address | null {
    let at = position
    for (let own: LogBranch | null = this.own(branch).ownerOf(position); own !== null; own = own.above) {
      for (let k = own.entries.leadingTo(at); k >= 0; k--) {
        if (!isStepOf(own.entries.what(k))) return { branch, position: Math.min(at, own.behind(k)) - 1 }
      }
      at = own.start
    }
    return null
  }

  /**
   * The steps that lead on from a state to the end of the branch in which it is named, as stretches of them one after the
   * other: the branch that owns them, the positions of the state before the first and of the one after the last, and how many
   * steps lie behind the former. Nothing of actions.
   */
  *stepsFrom({ branch, position }: Address): IterableIterator<StepStretch> {
    const line = this.own(branch)
    for (let from = position; from < line.end; ) {
      const { index, entries } = line.ownerOf(from + 1)
      const k = entries.leadingTo(from + 1)
      const to = Math.min(this.endOn({ branch, position: from + 1 }), this.own(index).behind(k))
      const startStep = entries.startStep(k) + (from - entries.start(k))
      if (isStepOf(entries.what(k))) yield { branch: index, from, to, startStep }
      from = to
    }
  }

  /**
   * The last state of a branch with that many steps behind it: whatever was changed after that step has happened. With
   * `first`, the state right after the step. Null where the branch has no such step.
   */
  find(branch: number, step: number, first = false): Address | null {
    // Steps never fall along a branch: the first position that has `wanted` or more behind it.
    const firstWith = (wanted: number): number =>
      lastWhere(this.branch(branch).end + 1, (position) => this.stepAt({ branch, position }) < wanted) + 1
    const position = first ? firstWith(step) : firstWith(step + 1) - 1
    if (position < 0 || position > this.branch(branch).end) return null
    return this.stepAt({ branch, position }) === step ? this.owner({ branch, position }) : null
  }
}
