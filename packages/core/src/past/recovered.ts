/** What became of a history that was damaged: what was lost, and where the network stands now. */

import type { Place } from '../errors/issue.ts'

/** What was lost of a history: where, and what is wrong there. */
export interface Lost {
  readonly place: Place
  readonly what: string
}

/** A plain value; `timeline.recovered`. */
export interface Recovered {
  /** Where the network stands. */
  readonly step: number
  readonly position: number
  readonly branch: string
  /** Where it stood when it was kept; null where that is lost as well. What is done now at another step begins a branch. */
  readonly stood: { readonly step: number; readonly position: number; readonly branch: string } | null
  readonly lost: readonly Lost[]
}
