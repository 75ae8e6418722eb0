/** What a node computed in steps that nobody watched, recomputed. */

import type { Observable } from 'rxjs'
import { readOptions } from '../door/read-options.ts'
import { momentsOf } from '../engine/moments-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { replaySteps } from '../past/replay-steps.ts'
import type { Span } from '../past/search.ts'
import { SPAN } from '../past/search-options.ts'
import type { Quantity, Signal } from '../signal.ts'
import { QUANTITIES } from '../step/quantity.ts'
import { shape } from '../text/inspectable.ts'

/** A quantity of a node at one step. */
export interface Probed {
  readonly step: number
  readonly signal: Signal
}

const probed = shape<Probed>(({ step, signal }) => ({ value: { step, signal: signal.toArray() } }))

/**
 * What a node computed in steps that nobody watched, recomputed. Cold: it looks back for whoever subscribes. It errors with
 * UNKNOWN_STEP, UNKNOWN_BRANCH, UNKNOWN_NODE. Throws INVALID_OPTION.
 *
 * @example
 * probe(net, 'h4', 'delta', { from: 900, to: 1000 }).subscribe(({ step, signal }) => console.log(step, signal.toArray()))
 */
export function probe<Id extends string>(
  net: Rewindable<Id>,
  node: NoInfer<Id>,
  what: Quantity,
  options?: Span,
): Observable<Probed> {
  const moments = momentsOf(net, 'probe')
  if (!QUANTITIES.includes(what)) throw new NeuriteError(invalidOption('what', what, `one of ${QUANTITIES.join(', ')}`))
  const line = readOptions(options, 'probe', SPAN)
  return replaySteps(
    () => moments.range(line),
    (step) => probed({ step: step.step, signal: step.node(node)[what] }),
  )
}
