/**
 * The append-only log of what happened, branch by branch. State 0 is where it begins; action p leads from state p to
 * state p + 1. It knows nothing of what a state or an action is.
 */

import { type ActionCodec, type ActionReference, ActionTable, isStepOf } from './action-table.ts'
import type { LogBranch } from './branch.ts'
import { Branches } from './branches.ts'
import type { Address, Entry, Happening, Stretch } from './entry.ts'
import type { EntryColumns } from './entry-columns.ts'

export type { Address, Entry, Happening, Stretch } from './entry.ts'

/** What a branch no longer has: the states behind a position. */
export interface Freed {
  readonly branch: number
  readonly after: number
}

/** An entry's action, as it was made from its numbers. */
interface FoundStep<Action> {
  readonly branch: number
  readonly k: number
  readonly action: Action
  readonly first: number
}

export class Log<Action> extends Branches {
  readonly #actions: ActionTable<Action>
  /** The action that was appended last: mostly the next one is the same. */
  #last: { readonly branch: number; readonly action: Action; next: number } | null = null
  /** The entry that was looked at last, likewise. */
  #found: FoundStep<Action> | null = null

  /** With a codec, what is in changes takes at most `limit` bytes: the oldest are let go. */
  constructor(codec: ActionCodec<Action> | null = null, limit: number = Number.POSITIVE_INFINITY) {
    super()
    this.#actions = new ActionTable(codec, limit)
  }

  /** Whether no change was ever let go. */
  get isWhole(): boolean {
    return this.#actions.isWhole
  }

  /** About how many bytes it takes. */
  get bytes(): number {
    return this.taken + this.#actions.bytes
  }

  /** Entry k of a branch. */
  entry(index: number, k: number): Entry<Action> {
    const branch = this.own(index)
    const { entries } = branch
    let found = this.#found
    if (found === null || found.branch !== index || found.k !== k) {
      const last = k === entries.count - 1 && this.#last?.branch === index ? this.#last : null
      const { action, first } = this.#actions.get(index, this.#reference(entries, k))
      found = { branch: index, k, action: last?.action ?? action, first }
      this.#found = found
    }
    const { action, first } = found
    const start = entries.start(k)
    const isStep = isStepOf(entries.what(k))
    return { action, first, start, startStep: entries.startStep(k), isStep, count: branch.behind(k) - start }
  }

  #reference(entries: EntryColumns, k: number): ActionReference {
    return { what: entries.what(k), first: entries.first(k) }
  }

  /** Appends one action to a branch, and gives the new position of its end. */
  append(index: number, action: Action, offset: number, isStep: boolean): number {
    const branch = this.own(index)
    const last = this.#last
    if (last !== null && last.branch === index && last.action === action && last.next === offset) last.next++
    else if (this.#goesOn(branch, action, offset)) this.#last = { branch: index, action, next: offset + 1 }
    else this.#push(branch, action, offset, isStep)
    if (isStep) branch.endStep++
    return ++branch.end
  }

  /** Appends a whole entry, as a file holds them. */
  appendEntry(index: number, { action, first, isStep, count }: Entry<Action>): void {
    const branch = this.own(index)
    this.#push(branch, action, first, isStep)
    ;(this.#last as { next: number }).next = first + count
    branch.end += count
    if (isStep) branch.endStep += count
  }

  /** Whether an action is what the last entry of a branch does, with the offset that comes next. */
  #goesOn({ index, entries }: LogBranch, action: Action, offset: number): boolean {
    const k = entries.count - 1
    if (k < 0 || !this.#actions.isSame(index, this.#reference(entries, k), action)) return false
    const { first, count } = this.entry(index, k)
    return first + count === offset
  }

  #push(branch: LogBranch, action: Action, first: number, isStep: boolean): void {
    const { index, entries, end, endStep } = branch
    const reference = this.#actions.add(index, action, first, isStep)
    const before = entries.bytes
    entries.push(reference.what, reference.first, end, endStep)
    this.taken += entries.bytes - before
    this.#last = { branch: index, action, next: first + 1 }
  }

  /** Whether the action that leads on from a state is this one. */
  isNext(address: Address, action: Action, offset: number): boolean {
    const { branch, position } = address
    const { index, entries } = this.own(branch).ownerOf(position + 1)
    const k = entries.leadingTo(position + 1)
    if (this.next(address).offset !== offset) return false
    return this.entry(index, k).action === action || this.#actions.isSame(index, this.#reference(entries, k), action)
  }

  /**
   * Gives a branch up: its name is free again, and it keeps only the states that branches which left it share with it.
   * Tells what went, also of branches given up earlier of which it was the last to need something.
   */
  drop(index: number): Freed[] {
    const freed: Freed[] = []
    const branch = this.own(index)
    branch.dropped = true
    this.freeName(branch)
    for (let own: LogBranch | null = branch; own?.dropped === true; own = own.above) {
      const after = own.shared
      this.#cut(own, Math.max(own.start, after))
      freed.push({ branch: own.index, after })
      if (after >= 0) break
      own.above?.disown(own)
    }
    return freed
  }

  #cut(branch: LogBranch, end: number): void {
    const { index, entries } = branch
    const step = this.stepAt({ branch: index, position: end })
    const before = entries.bytes
    const count = entries.leadingTo(end) + 1
    for (let k = entries.count - 1; k >= count; k--) this.#actions.remove(index, this.#reference(entries, k))
    entries.cut(count)
    this.taken += entries.bytes - before
    branch.end = end
    branch.endStep = step
    branch.sealed = Math.min(branch.sealed, end)
    this.#found = null
    this.#last = null
  }

  /** What leads on from a state, towards the end of the branch in which it is named. */
  next({ branch, position }: Address): Happening<Action> {
    const { index, entries } = this.own(branch).ownerOf(position + 1)
    const { action, first, start, isStep } = this.entry(index, entries.leadingTo(position + 1))
    return { action, offset: first + (position - start), isStep }
  }

  /** The stretch that leads on from a state towards the end of the branch in which it is named, up to another branch. */
  stretchFrom({ branch, position }: Address): Stretch<Action> {
    const own = this.own(branch).ownerOf(position + 1)
    const entry = this.entry(own.index, own.entries.leadingTo(position + 1))
    return { entry, from: position, to: entry.start + entry.count }
  }

  /**
   * What leads on from a state to the end of the branch in which it is named, as stretches of entries, from one position to
   * another: for who goes through many actions, and would not look each one up.
   */
  *stretchesFrom({ branch, position }: Address): IterableIterator<Stretch<Action>> {
    const line = this.own(branch)
    // The branches on the way, the last one first, each up to where the next one leaves it.
    const parts = [{ own: line, end: line.end }]
    for (let own = line; own.above !== null && position < own.start; own = own.above) {
      parts.push({ own: own.above, end: own.start })
    }
    let from = position
    for (const { own, end } of parts.reverse()) {
      for (let k = own.entries.leadingTo(from + 1); from < end; k++) {
        const entry = this.entry(own.index, k)
        const to = Math.min(end, entry.start + entry.count)
        yield { entry, from, to }
        from = to
      }
    }
  }
}
