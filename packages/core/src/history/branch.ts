/** A line of states, and its place among those that left it and that it left. */

import type { Address } from './entry.ts'
import { EntryColumns } from './entry-columns.ts'

/** A branch, to be looked at: it shares the states up to `parent` with the branch it left. */
export interface BranchLog {
  readonly index: number
  readonly name: string
  /** Where it left another branch; null for one that began by itself. */
  readonly parent: Address | null
  /** The position and step of its first own state. */
  readonly start: number
  readonly startStep: number
  /** How many entries it has of its own; each but the last one stays as it is. */
  readonly entryCount: number
  /** The position and step of its last state. */
  readonly end: number
  readonly endStep: number
  /** Whether it was given up: then it has no more than other branches share with it. */
  readonly dropped: boolean
  /** What of its own leads up to this position was done in another order of sums, and cannot be done again; 0 for nothing. */
  readonly sealed: number
}

/** The branch itself. */
export class LogBranch implements BranchLog {
  readonly entries: EntryColumns = new EntryColumns()
  /** Those that left it, and are still needed. */
  readonly children: Set<LogBranch> = new Set()
  readonly index: number
  name: string
  readonly above: LogBranch | null
  /** Far above, so that the way up a chain of branches has few hops (a skew-binary list). */
  readonly jump: LogBranch
  readonly depth: number
  readonly start: number
  readonly startStep: number
  end: number
  endStep: number
  dropped: boolean
  sealed = 0
  /** How many of the children left it at a position, and these positions in order; null where they changed. */
  readonly #leaving: Map<number, number> = new Map()
  #places: number[] | null = null

  constructor(
    index: number,
    name: string,
    above: LogBranch | null,
    start: number,
    startStep: number,
    dropped: boolean,
  ) {
    this.index = index
    this.name = name
    this.above = above
    this.start = start
    this.startStep = startStep
    this.dropped = dropped
    this.end = start
    this.endStep = startStep
    this.depth = above === null ? 0 : above.depth + 1
    const far = above?.jump
    const isEven = far !== undefined && above !== null && above.depth - far.depth === far.depth - far.jump.depth
    this.jump = isEven ? far.jump : (above ?? this)
  }

  get parent(): Address | null {
    return this.above === null ? null : { branch: this.above.index, position: this.start }
  }

  get entryCount(): number {
    return this.entries.count
  }

  adopt(child: LogBranch): void {
    this.children.add(child)
    this.#leaving.set(child.start, (this.#leaving.get(child.start) ?? 0) + 1)
    this.#places = null
  }

  disown(child: LogBranch): void {
    if (this.children.delete(child)) this.#leaving.set(child.start, (this.#leaving.get(child.start) as number) - 1)
  }

  /** The last position that a child shares; −1 where there is no child. */
  get shared(): number {
    this.#places ??= [...this.#leaving.keys()].sort((a, b) => a - b)
    while (this.#leaving.get(this.#places[this.#places.length - 1] ?? -1) === 0) {
      this.#leaving.delete(this.#places.pop() as number)
    }
    return this.#places[this.#places.length - 1] ?? -1
  }

  /** The position behind entry k. */
  behind(k: number): number {
    return k + 1 < this.entries.count ? this.entries.start(k + 1) : this.end
  }

  /** The branch on the way to this one that first came to a position. */
  ownerOf(position: number): LogBranch {
    let own: LogBranch = this
    while (own.above !== null && position <= own.start) {
      const { jump } = own
      own = jump.above !== null && position <= jump.start ? jump : own.above
    }
    return own
  }
}
