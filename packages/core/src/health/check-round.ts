/** Keeps checks at work over the updates of a run: facts are computed once, and a new plan begins anew. */

import { isRecord } from '../door/option.ts'
import { refusePromise } from '../door/refuse-promise.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidArgument } from '../errors/options.ts'
import type { Plan } from '../plan/plan.ts'
import { anatomy } from './anatomy.ts'
import type { Check, Found, Look } from './define-check.ts'
import { type Finding, finding } from './finding.ts'
import type { Limits } from './health-limits.ts'
import type { Observation } from './observation.ts'
import { ReadFacts } from './read-facts.ts'

export class CheckRound {
  readonly #checks: readonly Check[]
  readonly #ours: readonly Check[]
  readonly #limits: Limits
  #plan: Plan | null = null
  #facts: ReadFacts | null = null
  #looks: readonly { readonly check: Check; readonly look: Look; readonly isOurs: boolean }[] = []

  /** Those of `ours` read the memory of the training itself; all others a copy. */
  constructor(checks: readonly Check[], limits: Limits, ours: readonly Check[]) {
    this.#checks = checks
    this.#ours = ours
    this.#limits = limits
  }

  /** The new findings of all checks, in their order. Throws INVALID_ARGUMENT for what is no finding, and what a check throws. */
  observe(observation: Observation): Finding[] {
    if (observation.plan !== this.#plan) this.#begin(observation.plan)
    const reader = this.#facts as ReadFacts
    reader.read(observation)
    const found: Finding[] = []
    let copy: Observation | null = null
    for (const { check, look, isOurs } of this.#looks) {
      if (!isOurs) copy ??= copyOf(observation)
      const given = look(copy !== null && !isOurs ? copy : observation, reader.facts)
      if (given === null || given === undefined) continue
      for (const one of Array.isArray(given) ? given : [given]) found.push(findingOf(one, check, observation.step))
    }
    return found
  }

  #begin(plan: Plan): void {
    const body = anatomy(plan)
    this.#plan = plan
    this.#facts = new ReadFacts(body)
    this.#looks = this.#checks.map((check) => {
      const look = check.make(body, this.#limits)
      const wants = 'a function that looks at an update'
      if (typeof look !== 'function')
        throw new NeuriteError(invalidArgument(check.name, 'what make gives', look, wants))
      return { check, look, isOurs: this.#ours.includes(check) }
    })
  }
}

function findingOf(found: Found, { name }: Check, step: number): Finding {
  refusePromise(found, `the check ${name}`)
  const suits =
    isRecord(found) &&
    typeof found.value === 'number' &&
    typeof found.cause === 'string' &&
    typeof found.wayOut === 'string' &&
    [found.node, found.edge].every((place) => place === undefined || place === null || typeof place === 'string')
  if (!suits) {
    throw new NeuriteError(
      invalidArgument(`the check ${name}`, 'what it found', found, '{ node, value, cause, wayOut }'),
    )
  }
  const { node = null, edge = null, value, cause, wayOut } = found
  return finding({ name, step, node, edge, value, cause, wayOut })
}

/** For checks of others: what they write there moves no bit. */
function copyOf({ slabs, gradients, before, after, ...rest }: Observation): Observation {
  const { batch, ...rows } = slabs
  const copied = Object.fromEntries(Object.entries(rows).map(([name, numbers]) => [name, numbers.slice()]))
  return {
    ...rest,
    slabs: { batch, ...copied } as Observation['slabs'],
    gradients: gradients.slice(),
    before: before.slice(),
    after: after.slice(),
  }
}
