/** Keeps checks at work over the updates of a run: facts are computed once, and a new plan begins anew. */

import type { Plan } from '../../plan/plan.ts'
import { anatomy } from './anatomy.ts'
import { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { HealthCheck, MakeCheck } from './health-check.ts'
import type { Limits } from './health-options.ts'
import type { Observation } from './observation.ts'

export class Watcher {
  readonly #make: readonly MakeCheck[]
  readonly #limits: Limits
  #plan: Plan | null = null
  #facts: Facts | null = null
  #checks: readonly HealthCheck[] = []

  constructor(make: readonly MakeCheck[], limits: Limits) {
    this.#make = make
    this.#limits = limits
  }

  /** The new findings of all checks, in their order. */
  observe(observation: Observation): Finding[] {
    if (observation.plan !== this.#plan) this.#begin(observation.plan)
    const facts = this.#facts as Facts
    facts.read(observation)
    const found: Finding[] = []
    for (const check of this.#checks) for (const one of check.observe(observation, facts)) found.push(one)
    return found
  }

  #begin(plan: Plan): void {
    const body = anatomy(plan)
    this.#plan = plan
    this.#facts = new Facts(body)
    this.#checks = this.#make.map((make) => make(body, this.#limits))
  }
}
