/**
 * The states that are kept, within a budget of bytes: evenly spaced, and whenever the budget is full the spacing doubles and
 * every other one goes. So a run of any length is covered, and a seek recomputes at most 2n/M actions of n with M kept.
 * Where the way on from old states has gone, those go first: they lead nowhere. Then the spacing is the one that reaches back
 * the farthest over what can be done again, and what is too much goes from its old end.
 */

import { lastWhere } from '../numerics/last-where.ts'
import { farthestSpacing, SPACING } from './farthest-spacing.ts'
import type { Address } from './log.ts'

/** From so many states on, more than the least is let go at once, since each time all are looked at. */
const MANY = 256
/** And up to so many are few. */
const FEW = 16

interface Keyframe<State> {
  readonly position: number
  readonly state: State
  readonly bytes: number
  /** Where a branch begins by itself there is nothing to recompute it from. */
  readonly pinned: boolean
}

export interface KeyframeOptions<State> {
  /** How many bytes they may take by now; states that branches begin with stay. */
  readonly limit: () => number
  readonly bytesOf: (state: State) => number
  /** The positions up to which nothing leads on in these branches; 0 where all can be done again. */
  readonly horizons?: (branches: Iterable<number>) => ReadonlyMap<number, number>
  /** The branch that grows, and how many of its latest actions can be done again; null where all can. */
  readonly window?: () => { readonly branch: number; readonly actions: number } | null
}

export class Keyframes<State> {
  readonly #options: KeyframeOptions<State>
  readonly #branches = new Map<number, Keyframe<State>[]>()
  #spacing = SPACING
  /** Of those that lead nowhere. */
  #oldSpacing = SPACING
  #bytes = 0
  #count = 0
  #pinned = 0
  #latest = 0

  constructor(options: KeyframeOptions<State>) {
    this.#options = options
  }

  /** Actions from one to the next. */
  get spacing(): number {
    return this.#spacing
  }

  get bytes(): number {
    return this.#bytes
  }

  get count(): number {
    return this.#count
  }

  /** How many bytes the state takes that was kept last. */
  get latest(): number {
    return this.#latest
  }

  /** Goes on with the spacing of a history that was kept. */
  spaced(spacing: number): void {
    this.#spacing = Math.max(SPACING, spacing)
  }

  isDue(position: number): boolean {
    return position % this.#spacing === 0
  }

  /** Whether it is worth to look there for a narrower spacing: often, where there is room for few states only. */
  isFew(position: number): boolean {
    return this.#spacing > SPACING && position % (this.#spacing / 4) === 0 && this.#count <= FEW
  }

  /** Whether a state may be kept there at the narrowest spacing. */
  mayBeDue(position: number): boolean {
    return position % SPACING === 0
  }

  keep({ branch, position }: Address, state: State, pinned = false): void {
    const kept = this.#branches.get(branch) ?? []
    this.#branches.set(branch, kept)
    const at = lastUpTo(kept, position)
    if (kept[at]?.position === position) return
    const bytes = this.#options.bytesOf(state)
    const isPinned = pinned || position === 0
    kept.splice(at + 1, 0, { position, state, bytes, pinned: isPinned })
    this.#bytes += bytes
    this.#latest = bytes
    this.#count++
    if (isPinned) this.#pinned++
    this.fit()
  }

  /** Lets go what is beyond the limit, which may have become lower. Pinned ones alone do not widen the spacing. */
  fit(): void {
    const limit = this.#options.limit()
    if (this.#bytes <= limit || this.#count === this.#pinned) return
    const horizons = this.#options.horizons?.(this.#branches.keys()) ?? new Map<number, number>()
    this.#thinOld(horizons, this.#count > MANY ? limit * (7 / 8) : limit)
    const best = this.narrow()
    while (this.#bytes > limit && this.#count > this.#pinned) {
      if (best === null || best.spacing > this.#spacing || !this.#dropOldest(best.branch)) this.#thin(horizons)
    }
  }

  /** Where only the latest actions can be done again: the spacing is no wider than the best for these, which it gives. */
  narrow(): { readonly branch: number; readonly spacing: number } | null {
    const window = this.#options.window?.() ?? null
    if (window === null) return null
    const room = Math.floor(this.#options.limit() / (this.#bytes / this.#count))
    const spacing = farthestSpacing(window.actions, Math.max(2, room))
    this.#spacing = Math.min(this.#spacing, spacing)
    return { branch: window.branch, spacing }
  }

  /** Lets the oldest state of a branch go; false where it is its only one. */
  #dropOldest(branch: number): boolean {
    const kept = this.#branches.get(branch) ?? []
    const oldest = kept.findIndex(({ pinned }) => !pinned)
    if (oldest === -1 || oldest === kept.length - 1) return false
    this.#keepOnly(branch, kept.toSpliced(oldest, 1))
    return true
  }

  /** Forgets the states of a branch behind a position. */
  drop(branch: number, after: number): void {
    const kept = this.#branches.get(branch) ?? []
    this.#keepOnly(branch, kept.slice(0, lastUpTo(kept, after) + 1))
  }

  /** The last one of a branch at or before a position. */
  upTo({ branch, position }: Address): { readonly position: number; readonly state: State } | null {
    const kept = this.#branches.get(branch) ?? []
    return kept[lastUpTo(kept, position)] ?? null
  }

  /** The first one of a branch at or behind a position. */
  from({ branch, position }: Address): { readonly position: number; readonly state: State } | null {
    const kept = this.#branches.get(branch) ?? []
    return kept[lastUpTo(kept, position - 1) + 1] ?? null
  }

  /** All of them, branch by branch, in order. */
  *all(): IterableIterator<Address & { readonly state: State; readonly pinned: boolean }> {
    for (const [branch, kept] of this.#branches) {
      for (const { position, state, pinned } of kept) yield { branch, position, state, pinned }
    }
  }

  /** Widens the spacing of states before the horizon, until so many bytes are left or none of them. */
  #thinOld(horizons: ReadonlyMap<number, number>, wanted: number): void {
    for (let old = this.#old(horizons); this.#bytes > wanted && old > 0; old = this.#old(horizons)) {
      for (const [branch, horizon] of horizons) {
        this.#filter(branch, ({ position }) => position >= horizon || position % this.#oldSpacing === 0)
      }
      if (this.#bytes > wanted) this.#oldSpacing *= 2
    }
    if (this.#bytes > wanted && this.#count <= FEW) this.#dropBeginnings(horizons)
  }

  /** Lets the states go that branches begin with, where nothing leads on from them and something later is kept. */
  #dropBeginnings(horizons: ReadonlyMap<number, number>): void {
    for (const [branch, horizon] of horizons) {
      const [first, ...later] = this.#branches.get(branch) ?? []
      if (first?.pinned === true && later.length > 0 && first.position < horizon) this.#keepOnly(branch, later)
    }
  }

  #old(horizons: ReadonlyMap<number, number>): number {
    let count = 0
    for (const [branch, horizon] of horizons) {
      for (const { position, pinned } of this.#branches.get(branch) ?? []) {
        if (position >= horizon) break
        if (!pinned) count++
      }
    }
    return count
  }

  /** Doubles the spacing, and lets those go that do not suit it; the first behind a horizon, which others need, the last. */
  #thin(horizons: ReadonlyMap<number, number>): void {
    this.#spacing *= 2
    const count = this.#count
    for (const [branch, kept] of this.#branches) {
      const horizon = horizons.get(branch) ?? 0
      const first = horizon === 0 ? undefined : kept[lastUpTo(kept, horizon - 1) + 1]
      this.#filter(branch, (each) => each === first || each.position % this.#spacing === 0)
    }
    if (this.#count < count) return
    for (const branch of this.#branches.keys()) this.#filter(branch, ({ position }) => position % this.#spacing === 0)
  }

  /** Keeps the pinned ones of a branch, and those for which it holds. */
  #filter(branch: number, holds: (kept: Keyframe<State>) => boolean): void {
    const kept = this.#branches.get(branch) ?? []
    this.#keepOnly(
      branch,
      kept.filter((each) => each.pinned || holds(each)),
    )
  }

  #keepOnly(branch: number, left: Keyframe<State>[]): void {
    const kept = this.#branches.get(branch) ?? []
    if (left.length === kept.length) return
    for (const { bytes } of kept) this.#bytes -= bytes
    for (const { bytes } of left) this.#bytes += bytes
    this.#count += left.length - kept.length
    this.#pinned += pinnedIn(left) - pinnedIn(kept)
    if (left.length === 0) this.#branches.delete(branch)
    else this.#branches.set(branch, left)
  }
}

const pinnedIn = (kept: readonly { readonly pinned: boolean }[]): number => kept.filter(({ pinned }) => pinned).length

function lastUpTo(kept: readonly { readonly position: number }[], position: number): number {
  return lastWhere(kept.length, (k) => (kept[k] as { position: number }).position <= position)
}
