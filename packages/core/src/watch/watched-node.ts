/** A node and an edge of a running network: their streams. */

import type { Observable } from 'rxjs'
import type { NodeId } from '../graph/value/graph.ts'
import type { Signal } from '../signal.ts'
import { shape } from '../text/inspectable.ts'

/**
 * A node of a running network. The streams of a tick emit once per tick, a signal with one number per row of the batch, in
 * the order in which the batch was gathered (`shuffle: false` keeps that of the data). A prediction is a tick as well: it
 * brings `netInput$` and `activation$`, and no `delta$`, `gradient$` or loss.
 * `gradient$` and `weights$` have the node's parameters: bias first, then the weights in fan-in order.
 */
export interface WatchedNode {
  readonly id: NodeId
  /** The name of its kind. */
  readonly kind: string
  /** z: what came in, weighted and summed, before the activation. */
  readonly netInput$: Observable<Signal>
  /** a: what it sends on. */
  readonly activation$: Observable<Signal>
  /** δ = ∂L/∂z of each row's own loss; a textbook's "error of a unit" is −δ. For an input node ∂L/∂a. */
  readonly delta$: Observable<Signal>
  /** ∂(mean loss of the batch)/∂parameter. */
  readonly gradient$: Observable<Signal>
  /** The parameters in force: at once, then after each update. */
  readonly weights$: Observable<Signal>
}

/** An edge of a running network. */
export interface WatchedEdge {
  readonly id: string
  readonly from: NodeId
  readonly to: NodeId
  /** Its weight, a signal of one number: at once, then after each update. */
  readonly weight$: Observable<Signal>
  /** What arrives by it, once per tick: what its source sends on, or what its operator made of that. */
  readonly activation$: Observable<Signal>
  /**
   * What comes back along it, once per update: the share of ∂L/∂a of its source that it brings, weight · δ of the node it
   * enters, or what its operator made of that on the way back. All that leave a node and its losses add up to ∂L/∂a.
   */
  readonly delta$: Observable<Signal>
}

export const watchedNode: (fields: WatchedNode) => WatchedNode = shape<WatchedNode>(
  ({ id, kind, ...streams }) => ({ value: { id, kind, streams: Object.keys(streams) } }),
  { json: true },
)
export const watchedEdge: (fields: WatchedEdge) => WatchedEdge = shape<WatchedEdge>(
  ({ id, from, to, ...streams }) => ({ value: { id, from, to, streams: Object.keys(streams) } }),
  { json: true },
)
