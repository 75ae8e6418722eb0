/** A step as checks look at it. */

import type { Inside, Step } from '../step/step.ts'
import type { Observation } from './observation.ts'

export function observed({ step, loss, failed }: Step, inside: Inside): Observation {
  const { plan, slabs, gradients, before, parameters } = inside
  return { step, loss: failed ? Number.NaN : loss, plan, slabs, gradients, before, after: parameters }
}
