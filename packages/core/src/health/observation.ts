/** What one update looked like from inside. It knows neither whether the update is live nor whether it is replayed. */

import type { Slabs } from '../kernels/memory.ts'
import type { Plan } from '../plan/plan.ts'

/** All arrays are read-only, and valid during the call only. */
export interface Observation {
  /** The number of this update, from 1. */
  readonly step: number
  /** The mean loss over the rows; NaN or infinite where the update failed. */
  readonly loss: number
  readonly plan: Plan
  /** Of the tick. */
  readonly slabs: Slabs
  readonly gradients: Float64Array
  /** The parameters before the update. */
  readonly before: Float64Array
  /** The parameters after it; the pending ones where it failed. */
  readonly after: Float64Array
}
