/** What a history takes. */

/** What is kept of the past. */
export interface TimelineMemory {
  /** How many states, and how many actions lie between them. */
  readonly keyframes: number
  readonly spacing: number
  /** All that is kept, together. */
  readonly bytes: number
  /** The last states, on top. */
  readonly recent: number
}
