/**
 * The append-only log of what happened, branch by branch. State 0 is where it begins; action p leads from state p to
 * state p + 1. It knows nothing of what a state or an action is.
 */

/** A state in the log: so many actions along that branch. */
export interface Address {
  readonly branch: number
  readonly position: number
}

/** The same action again and again; `offset` tells the times apart, counted on from `first`. */
export interface Entry<Action> {
  readonly action: Action
  readonly first: number
  /** The position of the state before it. */
  readonly start: number
  /** How many steps there had been before it. */
  readonly startStep: number
  /** Whether each of its actions is a step; others, edits, change a state without being one. */
  readonly isStep: boolean
  readonly count: number
}

/** One action of an entry. */
export interface Happening<Action> {
  readonly action: Action
  readonly offset: number
  readonly isStep: boolean
}

/** A part of an entry: from the state before its first action to the one after its last. */
export interface Stretch<Action> {
  readonly entry: Entry<Action>
  readonly from: number
  readonly to: number
}

/** A line of states. It shares those up to `parent` with the branch it left. */
export interface BranchLog<Action> {
  readonly index: number
  readonly name: string
  /** Where it left another branch; null for one that began by itself. */
  readonly parent: Address | null
  /** The position and step of its first own state. */
  readonly start: number
  readonly startStep: number
  readonly entries: readonly Entry<Action>[]
  /** The position and step of its last state. */
  readonly end: number
  readonly endStep: number
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
type OpenEntry<Action> = Writable<Entry<Action>>
type OpenBranch<Action> = Writable<Omit<BranchLog<Action>, 'entries'>> & { entries: OpenEntry<Action>[] }

export class Log<Action> {
  readonly #branches: OpenBranch<Action>[] = []
  #entries = 0

  get branches(): readonly BranchLog<Action>[] {
    return this.#branches
  }

  /** About how many bytes it takes. */
  get bytes(): number {
    return this.#entries * 160
  }

  branch(index: number): BranchLog<Action> {
    return this.#branches[index] as BranchLog<Action>
  }

  /** A branch that leaves another there, or begins by itself with that many steps behind it. */
  open(name: string, parent: Address | null, startStep = 0): BranchLog<Action> {
    const start = parent?.position ?? 0
    const step = parent === null ? startStep : this.stepAt(parent)
    const index = this.#branches.length
    const branch = { index, name, parent, start, startStep: step, entries: [], end: start, endStep: step }
    this.#branches.push(branch)
    return branch
  }

  rename(index: number, name: string): void {
    ;(this.#branches[index] as OpenBranch<Action>).name = name
  }

  /** Appends one action to a branch, and gives the new position of its end. */
  append(index: number, action: Action, offset: number, isStep: boolean): number {
    const branch = this.#branches[index] as OpenBranch<Action>
    const last = branch.entries[branch.entries.length - 1]
    if (last !== undefined && last.action === action && last.first + last.count === offset) last.count++
    else {
      this.#entries++
      const { end, endStep } = branch
      branch.entries.push({ action, first: offset, start: end, startStep: endStep, isStep, count: 1 })
    }
    if (isStep) branch.endStep++
    return ++branch.end
  }

  /** Appends a whole entry, as a file holds them. */
  appendEntry(index: number, { action, first, isStep, count }: Entry<Action>): void {
    const branch = this.#branches[index] as OpenBranch<Action>
    this.#entries++
    branch.entries.push({ action, first, start: branch.end, startStep: branch.endStep, isStep, count })
    branch.end += count
    if (isStep) branch.endStep += count
  }

  /** The same state, named by the branch that first came to it. */
  owner({ branch, position }: Address): Address {
    return { branch: this.#ownerOf(branch, position).index, position }
  }

  #ownerOf(branch: number, position: number): BranchLog<Action> {
    let own = this.branch(branch)
    while (own.parent !== null && position <= own.start) own = this.branch(own.parent.branch)
    return own
  }

  /** Whether this state lies on the way to that one, or is it. */
  leadsTo(from: Address, to: Address): boolean {
    const { branch, position } = from
    if (position > to.position) return false
    return branch === to.branch || this.#ownerOf(branch, position) === this.#ownerOf(to.branch, position)
  }

  /** What leads on from a state, towards the end of the branch in which it is named. */
  next(address: Address): Happening<Action> {
    const { entries } = this.#ownerOf(address.branch, address.position + 1)
    const { action, first, start, isStep } = entries[entryAt(entries, address.position + 1)] as Entry<Action>
    return { action, offset: first + (address.position - start), isStep }
  }

  /**
   * What leads on from a state to the end of the branch in which it is named, as stretches of entries, from one position to
   * another: for who goes through many actions, and would not look each one up.
   */
  *stretchesFrom({ branch, position }: Address): IterableIterator<Stretch<Action>> {
    const line = this.branch(branch)
    for (let from = position; from < line.end; ) {
      let [own, to] = [line, line.end]
      while (own.parent !== null && from < own.start) {
        to = own.start
        own = this.branch(own.parent.branch)
      }
      const entry = own.entries[entryAt(own.entries, from + 1)] as Entry<Action>
      to = Math.min(to, entry.start + entry.count)
      yield { entry, from, to }
      from = to
    }
  }

  /** How many steps there had been at a state. */
  stepAt(address: Address): number {
    const { position } = address
    const { entries, startStep } = this.#ownerOf(address.branch, position)
    const entry = entries[entryAt(entries, position)]
    if (entry === undefined) return startStep
    return entry.startStep + (entry.isStep ? position - entry.start : 0)
  }

  /** The state before the last action that was no step, on the way to this one; null where there was none. */
  beforeLastChange({ branch, position }: Address): Address | null {
    let at = position
    for (let own = this.branch(this.owner({ branch, position }).branch); ; ) {
      for (let k = entryAt(own.entries, at); k >= 0; k--) {
        const { start, count, isStep } = own.entries[k] as Entry<Action>
        if (!isStep) return { branch, position: Math.min(at, start + count) - 1 }
      }
      if (own.parent === null) return null
      at = own.start
      own = this.branch(own.parent.branch)
    }
  }

  /**
   * The last state of a branch with that many steps behind it: whatever was changed after that step has happened. With
   * `first`, the state right after the step. Null where the branch has no such step.
   */
  find(branch: number, step: number, first = false): Address | null {
    // Steps never fall along a branch: the first position that has `wanted` or more behind it.
    const firstWith = (wanted: number): number => {
      let [low, high] = [0, this.branch(branch).end + 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if (this.stepAt({ branch, position: middle }) < wanted) low = middle + 1
        else high = middle
      }
      return low
    }
    const position = first ? firstWith(step) : firstWith(step + 1) - 1
    if (position < 0 || position > this.branch(branch).end) return null
    return this.stepAt({ branch, position }) === step ? this.owner({ branch, position }) : null
  }
}

/** The place of the entry whose last actions lead to a position beyond its start; −1 before the first. */
function entryAt(entries: readonly Entry<unknown>[], position: number): number {
  let [low, high] = [0, entries.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if ((entries[middle] as Entry<unknown>).start < position) low = middle + 1
    else high = middle - 1
  }
  return high
}
