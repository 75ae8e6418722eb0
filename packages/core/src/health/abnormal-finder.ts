/** The check for abnormal values by itself: for whoever replays a history and stops at the first one. */

import { abnormalValue } from './abnormal-value.ts'
import { CheckRound } from './check-round.ts'
import type { Finding } from './finding.ts'
import { type HealthLimits, healthLimits } from './health-limits.ts'
import type { Observation } from './observation.ts'

/**
 * A function that takes one update after the other, in order, and answers with the abnormal value that begins with it, or
 * null. What is normal it learns from what it is given, so begin some updates before the trouble. Throws INVALID_OPTION.
 *
 * @example
 * const look = abnormalFinder()
 * for (const observation of replayed) {
 *   const found = look(observation)
 *   if (found !== null) return found // { step: 137, node: 'x2', value: 1e9, … }
 * }
 */
export function abnormalFinder(options: HealthLimits = {}): (observation: Observation) => Finding | null {
  const watcher = new CheckRound([abnormalValue], healthLimits(options), [abnormalValue])
  return (observation) => watcher.observe(observation)[0] ?? null
}
