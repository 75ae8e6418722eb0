/**
 * The states that are kept, within a budget of bytes: evenly spaced, and whenever the budget is full the spacing doubles and
 * every other one goes. So a run of any length is covered, and a seek recomputes at most 2n/M actions of n with M kept.
 */

import type { Address } from './log.ts'

/** The first spacing; a power of two. */
const SPACING = 32

interface Kept<State> {
  readonly position: number
  readonly state: State
  readonly bytes: number
  /** Where a branch begins by itself there is nothing to recompute it from. */
  readonly pinned: boolean
}

export class Keyframes<State> {
  readonly #limit: () => number
  readonly #bytesOf: (state: State) => number
  readonly #branches = new Map<number, Kept<State>[]>()
  #spacing: number
  #bytes = 0
  #count = 0
  #pinned = 0

  /**
   * At most so many bytes as `limit` says by then, counted by `bytesOf`; states that branches begin with stay. A `spacing`
   * is that of others whose states are taken over.
   */
  constructor(limit: () => number, bytesOf: (state: State) => number, spacing: number = SPACING) {
    this.#limit = limit
    this.#bytesOf = bytesOf
    this.#spacing = spacing
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

  /** Goes on with the spacing of a history that was kept. */
  spaced(spacing: number): void {
    this.#spacing = Math.max(SPACING, spacing)
  }

  isDue(position: number): boolean {
    // The spacing is a power of two.
    return (position & (this.#spacing - 1)) === 0
  }

  keep({ branch, position }: Address, state: State, pinned = false): void {
    const kept = this.#branches.get(branch) ?? []
    this.#branches.set(branch, kept)
    const at = lastUpTo(kept, position)
    if (kept[at]?.position === position) return
    const bytes = this.#bytesOf(state)
    kept.splice(at + 1, 0, { position, state, bytes, pinned })
    this.#bytes += bytes
    this.#count++
    if (pinned) this.#pinned++
    this.fit()
  }

  /** Lets go what is beyond the limit, which may have become lower. Pinned ones alone do not widen the spacing. */
  fit(): void {
    while (this.#bytes > this.#limit() && this.#count > this.#pinned) this.#thin()
  }

  /** The last one of a branch at or before a position. */
  upTo({ branch, position }: Address): { readonly position: number; readonly state: State } | null {
    const kept = this.#branches.get(branch) ?? []
    return kept[lastUpTo(kept, position)] ?? null
  }

  /** All of them, branch by branch, in order. */
  *all(): IterableIterator<Address & { readonly state: State; readonly pinned: boolean }> {
    for (const [branch, kept] of this.#branches) {
      for (const { position, state, pinned } of kept) yield { branch, position, state, pinned }
    }
  }

  /** Doubles the spacing, and lets those go that do not suit it. */
  #thin(): void {
    this.#spacing *= 2
    for (const [branch, kept] of this.#branches) {
      const left = kept.filter(({ position, pinned }) => pinned || position % this.#spacing === 0)
      for (const { bytes } of kept) this.#bytes -= bytes
      for (const { bytes } of left) this.#bytes += bytes
      this.#count += left.length - kept.length
      this.#branches.set(branch, left)
    }
  }
}

function lastUpTo(kept: readonly { readonly position: number }[], position: number): number {
  let [low, high] = [0, kept.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if ((kept[middle] as { position: number }).position <= position) low = middle + 1
    else high = middle - 1
  }
  return high
}
