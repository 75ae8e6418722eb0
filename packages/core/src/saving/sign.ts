/** Signs of life in a database, and who is dead: who has been silent for two intervals, by the clock of who waits. */

/** Milliseconds from one sign of life to the next; without two of them a writer is dead. */
export const BEAT = 1000
/** And at most, whatever a sign says of itself. */
const LONGEST_BEAT = 10_000
/** So far the clocks of two machines may be apart: what is older needs no waiting. */
const SKEW = 60_000

export interface Life {
  readonly writer: string
  readonly beat: number
  readonly at: number
  readonly every: number
}

/** For how long a sign that stays the same is watched before its writer is dead. */
export function patienceFor({ at, every }: Life): number {
  const patience = 2 * Math.min(every, LONGEST_BEAT)
  return Math.abs(Date.now() - at) > patience + SKEW ? 0 : patience
}

/** Signs as they were seen. */
export class Lives {
  readonly #seen = new Map<string, { readonly beat: number; readonly until: number }>()

  /** Whether this one has not changed for as long as one waits. */
  isDead(life: Life): boolean {
    const now = performance.now()
    const seen = this.#seen.get(life.writer)
    if (seen?.beat === life.beat) return now >= seen.until
    const until = now + patienceFor(life)
    this.#seen.set(life.writer, { beat: life.beat, until })
    return now >= until
  }
}
