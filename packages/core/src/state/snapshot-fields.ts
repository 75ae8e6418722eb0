/** What a snapshot consists of, without its methods. */

import { demand } from '../door/demand.ts'
import { isObject } from '../door/option.ts'
import type { Reference } from '../graph/contracts/definition.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Hyperparameters } from '../optimize/optimizer.ts'
import type { Cursor } from './cursor.ts'
import type { ParameterStore } from './parameter-store.ts'

/** All that the next step reads, apart from its rows. */
export interface SnapshotFields {
  readonly graph: Graph
  /** All weights and biases, in the order of `layout(graph)`. */
  readonly parameters: ParameterStore
  /** What the optimizer keeps, by the names it gave, one number per parameter each. */
  readonly slots: Readonly<Record<string, ParameterStore>>
  /** The optimizer as it was made. What steers it now stands in `hyperparameters`. */
  readonly optimizer: Reference
  readonly hyperparameters: Hyperparameters
  /** The step at which this optimizer began: its own updates count from there. 0 unless it was exchanged on the way. */
  readonly since: number
  /** Every random number of the run is a function of this and of what it is for. */
  readonly seed: number
  /** How many updates there have been. */
  readonly step: number
  readonly cursor: Cursor
}

/** Throws INVALID_ARGUMENT for what has not these fields. One of another copy of this package has them, and will do. */
export function demandFields(given: unknown, where: string): void {
  const suits =
    isObject(given) &&
    ['graph', 'parameters', 'slots', 'hyperparameters', 'cursor'].every((field) => isObject(given[field])) &&
    typeof (given.parameters as { slice?: unknown }).slice === 'function'
  demand(suits, where, 'snapshot', given, 'a snapshot, such as net.snapshot or step.snapshot')
}
