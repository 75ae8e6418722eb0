/** The health of a training, looked up in its history. */

import { lastValueFrom, map } from 'rxjs'
import type { TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Rewindable } from '../engine/trainable.ts'
import type { Span } from '../past/search.ts'
import { SPAN } from '../past/search-options.ts'
import { inspectable } from '../text/inspectable.ts'
import { Checks } from './checks.ts'
import type { Finding } from './finding.ts'
import { HEALTH_OPTIONS, type HealthOptions } from './health-options.ts'
import { pastSteps } from './past-steps.ts'

/** Which steps, what is still healthy, and which checks look. */
export type ReviewOptions = HealthOptions & Span

const OPTIONS: TableOf<ReviewOptions, keyof HealthOptions> = { ...SPAN, ...HEALTH_OPTIONS }

/** What was found over a history. `String(report)` is a table for people. */
export interface HealthReport {
  readonly findings: readonly Finding[]
  toString(): string
}

/**
 * What went wrong in a range of steps, each replayed once; the step that was refused is among them. Rejects with UNKNOWN_STEP,
 * UNKNOWN_BRANCH, INVALID_OPTION, and what a check of one's own throws.
 *
 * @example
 * console.log(String(await review(net, { from: 100, to: 200 })))
 */
export async function review(net: Rewindable, options?: ReviewOptions): Promise<HealthReport> {
  const read = readOptions(options, 'review', OPTIONS)
  const { branch: _, from: __, to: ___, ...health } = read
  const checks = new Checks(health)
  const observation$ = pastSteps(net, read, 'review')
  await lastValueFrom(observation$.pipe(map((observation) => checks.observe(observation))), { defaultValue: [] })
  return healthReport(checks)
}

function healthReport(checks: Checks): HealthReport {
  const report = { findings: Object.freeze([...checks.findings]) }
  const text = checks.report()
  inspectable(report, () => ({ title: `${report.findings.length} findings`, text }))
  return Object.freeze(report)
}
