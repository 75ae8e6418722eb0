/** The health of a training: live as a stream, and looked up in its history. */

import { concatMap, filter, from, lastValueFrom, type Observable } from 'rxjs'
import type { TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { Watched } from '../flow/watched.ts'
import { inspectable } from '../text/inspectable.ts'
import { learnerOf } from '../train/learner-of.ts'
import type { Inside, Step } from '../train/step.ts'
import type { Trainable } from '../train/trainable.ts'
import type { Finding } from './health/finding.ts'
import { firstAbnormal } from './health/first-abnormal.ts'
import { Health } from './health/health.ts'
import { HEALTH_OPTIONS, type HealthOptions } from './health/health-options.ts'
import type { Observation } from './health/observation.ts'
import { replaySteps } from './replay-steps.ts'
import type { LineOptions, Range } from './search.ts'
import { LINE_OPTIONS } from './search-options.ts'

/** What was found over a history. `String(report)` is a table for people. */
export interface HealthReport {
  readonly findings: readonly Finding[]
  toString(): string
}

function healthReport(checks: Health): HealthReport {
  const report = { findings: Object.freeze([...checks.findings]) }
  const text = checks.report()
  inspectable(report, () => ({ title: `${report.findings.length} findings`, text }))
  return Object.freeze(report)
}

/**
 * What goes wrong while a network learns, as it is found: each finding with its cause and the way out. It looks into every
 * update while somebody listens, and ends with them.
 *
 * @example
 * health(net).subscribe(({ step, name, node, cause, wayOut }) => console.warn(step, name, node, cause, wayOut))
 */
export function health(net: Trainable, options?: HealthOptions): Observable<Finding> {
  const own = learnerOf(net, 'health')
  return new Watched<Finding>((subscriber) => {
    const checks = new Health(options)
    const updates = own.update$.pipe(
      filter(() => own.last !== null),
      concatMap(() => from(checks.observe(observation(own.last as Step, own.inside)))),
    )
    return updates.subscribe(subscriber)
  }, own.transition.report)
}

type RangeOf = (line: LineOptions) => Range
type PastHealthOptions = HealthOptions & LineOptions

const PAST: TableOf<PastHealthOptions, keyof HealthOptions> = { ...LINE_OPTIONS, ...HEALTH_OPTIONS }

function read(rangeOf: RangeOf, options: PastHealthOptions | undefined, where: string): [Range, HealthOptions] {
  const given = readOptions(options, where, PAST)
  const { branch: _, from: __, to: ___, ...limits } = given
  return [rangeOf(given), limits]
}

/** What went wrong in a range of steps, each replayed once; the step that was refused is among them. */
export async function reportHealth(rangeOf: RangeOf, options?: PastHealthOptions): Promise<HealthReport> {
  const [range, limits] = read(rangeOf, options, 'health')
  const checks = new Health(limits)
  await lastValueFrom(
    replaySteps(
      () => range,
      (step) => checks.observe(observation(step, range.past.insideOf(step, false))),
    ),
    { defaultValue: [] },
  )
  return healthReport(checks)
}

/** The first number in a range of steps that leaves what was normal until then; null where none does. */
export async function findAbnormal(rangeOf: RangeOf, options?: PastHealthOptions): Promise<Finding | null> {
  const [range, limits] = read(rangeOf, options, 'firstAbnormal')
  const look = firstAbnormal(limits)
  return new Promise((resolve, reject) => {
    const steps = replaySteps(
      () => range,
      (step) => look(observation(step, range.past.insideOf(step, false))),
    ).subscribe({
      next: (found) => {
        if (found === null) return
        steps.unsubscribe()
        resolve(found)
      },
      error: reject,
      complete: () => resolve(null),
    })
  })
}

function observation({ step, loss, failed }: Step, inside: Inside): Observation {
  const { plan, slabs, gradients, before, parameters } = inside
  return { step, loss: failed ? Number.NaN : loss, plan, slabs, gradients, before, after: parameters }
}
