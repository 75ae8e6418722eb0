/** Where a run began to go wrong. */

import { filter, firstValueFrom, map } from 'rxjs'
import type { TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Rewindable } from '../engine/trainable.ts'
import type { Span } from '../past/search.ts'
import { SPAN } from '../past/search-options.ts'
import { abnormalFinder } from './abnormal-finder.ts'
import type { Finding } from './finding.ts'
import { type HealthLimits, LIMIT_OPTIONS } from './health-limits.ts'
import { pastSteps } from './past-steps.ts'

/** Which steps, and what is still normal. */
export type FirstAbnormalOptions = HealthLimits & Span

const OPTIONS: TableOf<FirstAbnormalOptions, keyof HealthLimits> = { ...SPAN, ...LIMIT_OPTIONS }

/**
 * The first number in a range of steps that leaves what was normal until then, with step, node and edge; null where none does.
 * Rejects with UNKNOWN_STEP, UNKNOWN_BRANCH, INVALID_OPTION.
 *
 * @example
 * await firstAbnormal(net) // { step: 137, node: 'x2', value: 1e9, cause, wayOut }
 */
export async function firstAbnormal(net: Rewindable, options?: FirstAbnormalOptions): Promise<Finding | null> {
  const read = readOptions(options, 'firstAbnormal', OPTIONS)
  const { branch: _, from: __, to: ___, ...limits } = read
  const found$ = pastSteps(net, read, 'firstAbnormal').pipe(
    map(abnormalFinder(limits)),
    filter((finding) => finding !== null),
  )
  return firstValueFrom(found$, { defaultValue: null })
}
