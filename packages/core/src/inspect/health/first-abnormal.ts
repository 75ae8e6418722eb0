/** The check for abnormal values by itself: for whoever replays a history and stops at the first one. */

import { abnormalValue } from './abnormal-value.ts'
import type { Finding } from './finding.ts'
import { type HealthOptions, healthLimits } from './health-options.ts'
import type { Observation } from './observation.ts'
import { Watcher } from './watcher.ts'

/**
 * A function that takes one update after the other, in order, and answers with the abnormal value that begins with it, or
 * null. What is normal it learns from what it is given, so begin some updates before the trouble. Throws INVALID_OPTION.
 *
 * @example
 * const look = firstAbnormal()
 * for (const observation of replayed) {
 *   const found = look(observation)
 *   if (found !== null) return found // { step: 137, node: 'x2', value: 1e9, … }
 * }
 */
export function firstAbnormal(options: HealthOptions = {}): (observation: Observation) => Finding | null {
  const watcher = new Watcher([abnormalValue], healthLimits(options))
  return (observation) => watcher.observe(observation)[0] ?? null
}
