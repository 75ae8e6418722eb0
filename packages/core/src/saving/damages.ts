/** What is wrong with a history that is being restored: refused at once, or, to recover, told and left out. */

import { type Form, fit } from '../door/form.ts'
import { timelineDamaged } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Lost } from '../past/recovered.ts'

/** What is a matter of how it was asked for, not of what is there. */
const ASKED = new Set([
  'TOO_LARGE',
  'NEWER_FORMAT',
  'INVALID_OPTION',
  'UNKNOWN_KIND',
  'UNKNOWN_DEFINITION',
  'DATA_CHANGED',
  'DATA_MISSING',
])
const ALWAYS = new Set(['TOO_LARGE', 'NEWER_FORMAT'])
/** So many are listed; of a file that is one heap of rubble nobody reads more. */
const LISTED = 1000

export class Damages {
  readonly recover: boolean
  readonly #told: (damage: Lost) => void
  readonly #lost: Lost[] = []
  #count = 0
  /** What the first damage would have been refused with. */
  #first: NeuriteError | null = null

  constructor(recover: boolean, told: (damage: Lost) => void) {
    this.recover = recover
    this.#told = told
  }

  get count(): number {
    return this.#count
  }

  get first(): NeuriteError | null {
    return this.#first
  }

  get lost(): readonly Lost[] {
    const more = this.#count - this.#lost.length
    return more === 0 ? this.#lost : [...this.#lost, { place: {}, what: `and ${more} things more` }]
  }

  /** Throws TIMELINE_DAMAGED, unless it recovers. */
  found(key: string, what: string, cause?: unknown): void {
    const error = new NeuriteError(timelineDamaged({ key }, `${key}: ${what}`), cause === undefined ? {} : { cause })
    if (!this.recover) throw error
    this.#first ??= cause instanceof NeuriteError ? cause : error
    const lost = { place: { key }, what }
    this.add(lost)
    this.#told(lost)
  }

  /** One that was told already, by who read the bytes. */
  add(lost: Lost): void {
    if (this.#count++ < LISTED) this.#lost.push(lost)
  }

  /** What is made of an item, or null, to recover, where that cannot be. Throws TIMELINE_DAMAGED with the cause. */
  attempt<T>(key: string, make: () => T): T | null {
    try {
      return make()
    } catch (error) {
      if (!(error instanceof NeuriteError) || ALWAYS.has(error.code)) throw error
      if (!this.recover && (ASKED.has(error.code) || error.code === 'TIMELINE_DAMAGED')) throw error
      const [issue] = error.issues
      this.found(key, issue?.what ?? error.message, error)
      return null
    }
  }

  /** The head of an item, if it has this form. */
  head<T>(key: string, head: unknown, form: Form<T>): T | null {
    return this.attempt(key, () =>
      fit(form, head, ({ at, wants }) => {
        return new NeuriteError(
          timelineDamaged({ key, ...(at !== '' && { at }) }, `${key}: ${at || 'its head'} is not ${wants}`),
        )
      }),
    )
  }
}
