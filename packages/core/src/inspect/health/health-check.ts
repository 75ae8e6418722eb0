/** The contract of a check: it looks at one update after the other and tells what is new. */

import type { Anatomy } from './anatomy.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Limits } from './health-options.ts'
import type { Observation } from './observation.ts'

export interface HealthCheck {
  /** The new findings of this update; most often none, and then the same empty array. */
  observe(observation: Observation, facts: Facts): readonly Finding[]
}

/** Makes a check for one plan. It remembers what it needs from step to step and nothing is shared with other checks. */
export type MakeCheck = (anatomy: Anatomy, limits: Limits) => HealthCheck

/** Nothing to tell. */
export const NOTHING: readonly Finding[] = Object.freeze([])
