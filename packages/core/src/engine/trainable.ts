/** What the drivers of a training are handed. */

import type { Graph } from '../graph/value/graph.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Engine } from './engine.ts'

/** Any network: what the functions that are handed one need of it. */
export interface Trainable<Id extends string = string, Raw = never, Answer = unknown> {
  readonly graph: Graph<Id, string, Raw, Answer>
  /** The state in force. It is copied out when it is looked at. */
  readonly snapshot: Snapshot<Id>
  /** What runs it: for `train`, `learn`, `predict` and `trace`, not for their callers. @internal */
  readonly engine: Engine
}

/** Any network with a past: what the functions that look back, or keep it, are handed. */
export interface Rewindable<Id extends string = string, Raw = never, Answer = unknown>
  extends Trainable<Id, Raw, Answer> {
  /** All that it remembers. */
  readonly timeline: object
}
