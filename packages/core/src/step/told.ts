/** Collects what observers throw while they are told something: the first of it is thrown when that is over. */

export type Thrown = { readonly error: unknown } | null

export class Told {
  /** How many calls are telling something, one inside the other. */
  #depth = 0
  /** What the innermost of them has collected. */
  #thrown: Thrown = null

  get depth(): number {
    return this.#depth
  }

  /** Begins to collect; gives what the call around this one has collected so far. */
  begin(): Thrown {
    const outer = this.#thrown
    this.#depth++
    this.#thrown = null
    return outer
  }

  /** Throws what was collected since `begin` gave this. */
  end(outer: Thrown): void {
    const thrown = this.#thrown
    this.#depth--
    this.#thrown = outer
    if (thrown !== null) throw thrown.error
  }

  during<T>(work: () => T): T {
    const outer = this.begin()
    try {
      return work()
    } finally {
      this.end(outer)
    }
  }

  /** One after the other, each of which may bring the next: each counts as a call inside the one before, so that none is endless. */
  each(works: Iterable<() => void>): void {
    const outer = this.begin()
    const depth = this.#depth
    try {
      for (const work of works) {
        work()
        this.#depth++
      }
    } finally {
      this.#depth = depth
      this.end(outer)
    }
  }

  /** Takes what was thrown; where nothing is told it is thrown on. */
  report(error: unknown): void {
    if (this.#depth === 0) throw error
    this.#thrown ??= { error }
  }
}
