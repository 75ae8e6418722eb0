/** The handle of what keeps a history, for its owner. */

export interface Kept extends AsyncDisposable {
  /** The step up to which it is kept: on the disk, and found there by `load`. */
  readonly step: number
  /** How far that is behind: steps, and milliseconds since all was kept; 0 where nothing is missing. */
  readonly lag: { readonly steps: number; readonly milliseconds: number }
  /** What the last flush failed with; null where it did not. */
  readonly failure: unknown
  /**
   * Keeps what has happened so far, whatever failed before. Rejects with STORE_FAILED, STORE_UNAVAILABLE (what the database
   * said is the cause), and with STORE_IN_USE where somebody else has taken the place: then it has ended.
   */
  flush(): Promise<void>
  /** Flushes, and ends: `await using` does it by itself. A database that was handed in stays open. Rejects as `flush` where something is not kept, and has ended all the same. */
  close(): Promise<void>
}
