/** What a node computed in steps that nobody watched, recomputed. */

import type { Observable } from 'rxjs'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { NodeId } from '../graph/graph.ts'
import type { Signal } from '../numerics/signal.ts'
import { shape } from '../text/inspectable.ts'
import type { NodeValues } from '../train/step.ts'
import { replaySteps } from './replay-steps.ts'
import type { Range } from './search.ts'

/** What can be asked of a node. */
export type Quantity = Exclude<keyof NodeValues, 'id'>

/** A quantity of a node at one step. */
export interface Probed {
  readonly step: number
  readonly signal: Signal
}

const probed = shape<Probed>(({ step, signal }) => ({ value: { step, signal: signal.toArray() } }))

const QUANTITIES: readonly string[] = ['netInput', 'activation', 'delta', 'gradient', 'weights']

/** Cold. Throws INVALID_OPTION; errors with what the range is refused for, and UNKNOWN_NODE. */
export function probe(range: () => Range, node: NodeId, what: Quantity): Observable<Probed> {
  if (!QUANTITIES.includes(what)) throw new NeuriteError(invalidOption('what', what, `one of ${QUANTITIES.join(', ')}`))
  return replaySteps(range, (step) => probed({ step: step.step, signal: step.node(node)[what] }))
}
