/** Collects what observers throw while they are told something: the first of it is thrown when that is over. */

type Thrown = { readonly error: unknown } | null

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

  /** Takes what was thrown; where nothing is told it is thrown on. */
  report(error: unknown): void {
    if (this.#depth === 0) throw error
    this.#thrown ??= { error }
  }
}
