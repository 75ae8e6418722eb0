/** What a history is kept as: a set of items by key. The room knows nothing of networks, only how to keep these. */

/**
 * One thing to keep. Keys are unique within what is written together; what stands before their first `/` groups items
 * whose numbers resemble each other, such as the keyframes of one run.
 *
 * @example
 * const item: Item = { key: 'keyframe/000120', head: { step: 120 }, numbers: weights }
 */
export interface Item {
  readonly key: string
  /** A JSON value: what JSON.parse(JSON.stringify(head)) gives is what comes back, hence no undefined, NaN or −0. */
  readonly head: unknown
  /** Come back bit by bit, except that a NaN may lose its payload. */
  readonly numbers: Float64Array | null
}
