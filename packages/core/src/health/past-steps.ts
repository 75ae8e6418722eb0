/** The steps of a past as checks look at them, each replayed once. */

import type { Observable } from 'rxjs'
import { momentsOf } from '../engine/moments-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { replaySteps } from '../past/replay-steps.ts'
import type { Span } from '../past/search.ts'
import type { Observation } from './observation.ts'
import { observed } from './observed.ts'

/** The steps asked for, the one that was refused among them. Throws UNKNOWN_STEP, UNKNOWN_BRANCH. */
export function pastSteps(net: Rewindable, line: Span, where: string): Observable<Observation> {
  const range = momentsOf(net, where).range(line)
  return replaySteps(
    () => range,
    (step) => observed(step, range.past.insideOf(step, false)),
  )
}
