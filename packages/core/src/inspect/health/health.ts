/** The health of a training: what goes wrong in it, by name, with the cause and the way out. */

import { abnormalValue } from './abnormal-value.ts'
import { deadNeuron } from './dead-neuron.ts'
import { explodingGradient } from './exploding-gradient.ts'
import type { Finding } from './finding.ts'
import type { MakeCheck } from './health-check.ts'
import { type HealthOptions, healthLimits } from './health-options.ts'
import { healthReport } from './health-report.ts'
import { lossNotFalling } from './loss-not-falling.ts'
import type { Observation } from './observation.ts'
import { poorInitialization } from './poor-initialization.ts'
import { saturatedNeuron } from './saturated-neuron.ts'
import { unchangedParameters } from './unchanged-parameters.ts'
import { updateRatio } from './update-ratio.ts'
import { vanishingGradient } from './vanishing-gradient.ts'
import { Watcher } from './watcher.ts'

const CHECKS: readonly MakeCheck[] = [
  abnormalValue,
  explodingGradient,
  poorInitialization,
  deadNeuron,
  saturatedNeuron,
  vanishingGradient,
  updateRatio,
  unchangedParameters,
  lossNotFalling,
]

/**
 * Looks at one update after the other, in order, and keeps what it finds. Throws INVALID_OPTION.
 *
 * @example
 * const health = new Health({ window: 100 })
 * for (const { name, node, cause, wayOut } of health.observe(observation)) console.log(name, node, cause, wayOut)
 * console.log(health.report())
 */
export class Health {
  readonly #watcher: Watcher
  readonly #findings: Finding[] = []
  #updates = 0
  #last = 0

  constructor(options: HealthOptions = {}) {
    this.#watcher = new Watcher(CHECKS, healthLimits(options))
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
    return healthReport(this.#findings, this.#updates, this.#last)
  }
}
