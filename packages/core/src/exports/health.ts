/** What goes wrong in a training, by name, with cause and way out. Import it as `@neurite/core/health`. */

export type { ActiveRun, Anatomy } from '../health/anatomy.ts'
export { type Check, defineCheck, type Found, type Look } from '../health/define-check.ts'
export type { Facts } from '../health/facts.ts'
export type { Finding } from '../health/finding.ts'
export { health } from '../health/health.ts'
export type { HealthLimits, Limits } from '../health/health-limits.ts'
export type { HealthOptions } from '../health/health-options.ts'
export type { Observation } from '../health/observation.ts'
export { type HealthReport, type ReviewOptions, review } from '../health/review.ts'
export { standardChecks } from '../health/standard-checks.ts'
export type { Steepness } from '../health/steepness.ts'
export type { Slabs } from '../kernels/memory.ts'
