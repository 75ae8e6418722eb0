/** The type of an RxJS operator on an edge. The graph only carries it; the flow subscribes. */

import type { OperatorFunction } from 'rxjs'
import type { Signal } from '../../signal.ts'

/** What an operator may emit for a message: a signal, or as many numbers as rows came in. */
export type Passed = Signal | ArrayLike<number>

/**
 * An edge's operators. Each must emit exactly once, synchronously, for each message; a tick in which one does not stops
 * with TICK_STALLED and nothing is kept. The operator is subscribed with the first message, and anew after it failed;
 * what it keeps for itself (a `scan`) is neither rolled back by a failed tick nor part of a snapshot.
 */
export interface Through {
  /** What the value meets on its way: a tap, noise, a scan. */
  readonly operator: OperatorFunction<Signal, Passed>
  /** What the error signal meets on its way back. Left out, it passes unchanged: the operator is taken for the identity. */
  readonly back?: OperatorFunction<Signal, Passed>
}
