/** The contract of a kernel: the arithmetic of one block, on the slabs, for the whole batch at once. */

/** What sends an error signal back along the edges by which it read: a block or a loss. */
export interface GivesBack {
  /**
   * Adds onto the errors of all that it read what goes back along those edges: its lanes from the last to the first, the
   * edges of each in fan-in order. It goes on with the running sums; it makes none of its own. Of inputs it leaves those
   * out that `memory.errorsFrom` leaves out.
   */
  push(): void
  /** Writes what goes back along one edge alone, from its lane `reader` by that slot: a number per row. */
  share(reader: number, slot: number, target: Float64Array): void
}

export interface Kernel extends GivesBack {
  /** From the values of its inputs to the net inputs and values of its own lanes. */
  forward(): void
  /** From the errors of its own lanes to their deltas, and to the gradients of its parameters. */
  backward(): void
}
