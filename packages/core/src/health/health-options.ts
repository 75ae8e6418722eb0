/** What `health` and `review` are told: limits, and which checks look. */

import { isObject, option, type TableOf } from '../door/option.ts'
import type { Check } from './define-check.ts'
import { type HealthLimits, LIMIT_OPTIONS } from './health-limits.ts'
import { standardChecks } from './standard-checks.ts'

export interface HealthOptions extends HealthLimits {
  /** Those that look, each under a name of its own. Default: `standardChecks`; `[...standardChecks, mine]` adds one. */
  readonly checks?: readonly Check[]
}

const isCheck = (value: unknown): value is Check =>
  isObject(value) && value.type === 'check' && typeof value.name === 'string' && typeof value.make === 'function'

export const HEALTH_OPTIONS: TableOf<HealthOptions, keyof HealthOptions> = {
  ...LIMIT_OPTIONS,
  checks: option<readonly Check[], readonly Check[]>(
    'a list of checks of different names, such as [...standardChecks, defineCheck({ … })]',
    (value) =>
      Array.isArray(value) && value.every(isCheck) && new Set(value.map(({ name }) => name)).size === value.length,
    standardChecks,
  ),
}
