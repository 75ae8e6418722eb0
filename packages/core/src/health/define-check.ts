/** The contract of a check: it looks at one update after the other and tells what is new. The checks of this package are written by it. */

import { NAME, theFunction } from '../door/definition-options.ts'
import { text } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { NodeId } from '../graph/value/graph.ts'
import { inspectable } from '../text/inspectable.ts'
import type { Anatomy } from './anatomy.ts'
import type { Facts } from './facts.ts'
import type { Limits } from './health-limits.ts'
import type { Observation } from './observation.ts'

/** What a check has found: a finding without the name of the check and the step, which are known. */
export interface Found {
  /** Where; the whole network where it is left out. */
  readonly node?: NodeId | null
  readonly edge?: string | null
  /** The figure that made it a finding. */
  readonly value: number
  /** Full sentences for people. */
  readonly cause: string
  readonly wayOut: string
}

/** Looks at an update; gives what is new, most often nothing: null, undefined or an empty list. */
export type Look = (update: Observation, facts: Facts) => Found | readonly Found[] | null | undefined

export interface Check {
  readonly type: 'check'
  readonly name: string
  readonly looksAt: string
  readonly make: (network: Anatomy, limits: Limits) => Look
}

/**
 * A check of one's own, for `health` and `review`. `make` is called for each plan that a run has (at its beginning, and where its graph is
 * changed) with what is known of the network and the limits that were given, and answers with a function that looks at one update
 * after the other, in order. What must be remembered from one to the next stands beside it. `looksAt` says in a few words what it
 * looks at, for a report that has found nothing. All arrays are to be read only, and are true during the call. Throws
 * UNKNOWN_OPTION and INVALID_OPTION.
 *
 * @example
 * const stalled = defineCheck({
 *   name: 'stalled',
 *   looksAt: 'a hundred updates without a new least loss',
 *   make: () => {
 *     let [least, since] = [Infinity, 0]
 *     return ({ loss }) => {
 *       if (loss < least) [least, since] = [loss, 0]
 *       else since++
 *       return since === 100 ? { value: least, cause: `The least loss stays ${least}.`, wayOut: 'Lower the learning rate.' } : null
 *     }
 *   },
 * })
 * health(net, { checks: [...standardChecks, stalled] }).subscribe(console.warn)
 */
export function defineCheck(given: Omit<Check, 'type' | 'looksAt'> & { readonly looksAt?: string }): Check {
  const {
    name,
    looksAt = name,
    make,
  } = readOptions(given, 'defineCheck', {
    name: NAME,
    looksAt: text(),
    make: theFunction<Check['make']>(),
  })
  const check: Check = { type: 'check', name, looksAt, make }
  inspectable(check, () => ({ title: `check ${name}`, text: `check ${name}: ${looksAt}` }))
  return Object.freeze(check)
}

/** Nothing to tell. */
export const NOTHING: readonly Found[] = Object.freeze([])
