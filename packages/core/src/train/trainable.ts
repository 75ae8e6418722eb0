/** What the drivers of a training are handed. */

import type { Graph } from '../graph/graph.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Learner } from './learner.ts'

/** Anything that can be trained: a `Network`. */
export interface Trainable {
  readonly graph: Graph
  /** The state in force. */
  readonly snapshot: Snapshot
  /** What runs it: for `train`, `learn`, `predict` and `trace`, not for their callers. @internal */
  readonly learner: Learner
}
