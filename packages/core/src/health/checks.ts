/** The health of a training: what goes wrong in it, by name, with the cause and the way out. */

import { readOptions } from '../door/read-options.ts'
import { CheckRound } from './check-round.ts'
import type { Check } from './define-check.ts'
import type { Finding } from './finding.ts'
import { HEALTH_OPTIONS, type HealthOptions } from './health-options.ts'
import { healthReport } from './health-report.ts'
import type { Observation } from './observation.ts'
import { standardChecks } from './standard-checks.ts'

/**
 * Looks at one update after the other, in order, and keeps what it finds. Throws INVALID_OPTION.
 *
 * @example
 * const checks = new Checks({ window: 100 })
 * for (const { name, node, cause, wayOut } of checks.observe(observation)) console.log(name, node, cause, wayOut)
 * console.log(checks.report())
 */
export class Checks {
  readonly #watcher: CheckRound
  readonly #checks: readonly Check[]
  readonly #findings: Finding[] = []
  #updates = 0
  #last = 0

  constructor(options: HealthOptions = {}) {
    const { checks, ...limits } = readOptions(options, 'health', HEALTH_OPTIONS)
    this.#checks = checks
    this.#watcher = new CheckRound(checks, Object.freeze(limits), standardChecks)
  }

  /** Everything found so far, in the order in which it was found. */
  get findings(): readonly Finding[] {
    return this.#findings
  }

  /** Looks at an update; gives what it found new. Each thing is told once until it has been over for a window. */
  observe(observation: Observation): Finding[] {
    this.#updates++
    this.#last = observation.step
    const found = this.#watcher.observe(observation)
    for (const finding of found) this.#findings.push(finding)
    return found
  }

  /** What was found, for people: a table, then cause and way out by name. */
  report(): string {
    return healthReport(this.#findings, this.#checks, this.#updates, this.#last)
  }
}
