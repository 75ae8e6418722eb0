/** What flows between blocks: one whole batch. */

/**
 * `values` is `lanes × batch`, row by row. Both are the engine's own and true only until the next tick: a block sends the
 * same message again and again, and who wants to keep what it says makes a copy (see Tap).
 */
export interface Message {
  tick: number
  values: Float64Array
}
