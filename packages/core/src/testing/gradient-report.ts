/** What a check of gradients found, and the refusal that carries it. Shared by all checks; knows no kinds and no losses. */

import { numberAbove, option, type TableOf } from '../door/option.ts'
import type { Issue, Place } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { centralDifference, reachOf } from '../numerics/central-difference.ts'

/** One derivative, found in two ways. */
export interface GradientCase {
  /** Which one: `{ kind: 'product', fanIn: 3, batch: 5, trial: 0, input: 2, row: 4 }`. */
  readonly place: Place
  /** What `backward` says. */
  readonly backward: number
  /** What central differences of `forward` say. */
  readonly difference: number
  /** How far they are apart beyond rounding, relative to the larger; Infinity where one is not finite. */
  readonly error: number
}

/** Everything a check found. */
export interface GradientReport {
  readonly passed: boolean
  readonly cases: readonly GradientCase[]
  /** The case with the largest error; null where there was nothing to differentiate. */
  readonly worst: GradientCase | null
  /** The places left out because the function has a kink there, as relu has at 0. */
  readonly kinks: readonly Place[]
  /** What is wrong, worst first: WRONG_GRADIENT, CONTRACT_BROKEN, TOO_MANY_KINKS. */
  readonly issues: readonly Issue[]
}

/** What all checks let one choose. */
export interface CheckOptions {
  /** Which random batches; the same seed gives the same ones. Default 1. */
  readonly seed?: number
  /** The largest relative error that passes. Default 1e-6. */
  readonly tolerance?: number
}

export const CHECK_OPTIONS: TableOf<CheckOptions, 'seed'> = {
  seed: option<number, number>('a safe integer', Number.isSafeInteger, 1),
  tolerance: numberAbove(0),
}

/** Collects what a check sees, then judges it. */
export interface Witness {
  /** Compares what backward said with the slope of f at x. */
  compare(place: Place, backward: number, f: (x: number) => number, x: number): void
  /** Notes that a promise of the contract is broken. */
  breach(place: Place, what: string, wayOut: string): void
  /** The report; throws it as a NeuriteError, with the report as its cause, unless everything is right. */
  verdict(): GradientReport
}

export function witness(tolerance = 1e-6): Witness {
  const cases: GradientCase[] = []
  const kinks: Place[] = []
  const breaches = new Map<string, Issue>()
  return {
    compare(place, backward, f, x) {
      const { slope, noise, kink } = centralDifference(f, x, reachOf(x))
      if (kink) kinks.push(place)
      else cases.push({ place, backward, difference: slope, error: relativeError(backward, slope, noise) })
    },
    breach(place, what, wayOut) {
      // One of each sort: a promise that is broken in every row is still one promise.
      if (!breaches.has(what)) breaches.set(what, contractBroken(place, what, wayOut))
    },
    verdict() {
      const worstFirst = [...cases].sort((a, b) => (a.error === b.error ? 0 : b.error - a.error))
      const wrong = worstFirst.filter(({ error }) => !(error <= tolerance)).map((it) => wrongGradient(it, tolerance))
      const few = 4 * kinks.length > cases.length ? [tooManyKinks(kinks, cases.length)] : []
      const issues = [...breaches.values(), ...wrong, ...few]
      const report = { passed: issues.length === 0, cases, worst: worstFirst[0] ?? null, kinks, issues }
      if (!report.passed) throw new NeuriteError(issues, { cause: report })
      return report
    },
  }
}

function relativeError(backward: number, difference: number, noise: number): number {
  if (!Number.isFinite(backward) || !Number.isFinite(difference)) return Number.POSITIVE_INFINITY
  const apart = Math.max(0, Math.abs(backward - difference) - noise)
  return apart === 0 ? 0 : apart / Math.max(Math.abs(backward), Math.abs(difference))
}

/** A place as it reads in a message: `fanIn 3, input 2, row 4`. */
function show(place: Place): string {
  return Object.entries(place)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

function wrongGradient({ place, backward, difference, error }: GradientCase, tolerance: number): Issue {
  return {
    code: 'WRONG_GRADIENT',
    severity: 'error',
    place,
    what: `${show(place)}: backward gives ${backward}, forward has the slope ${difference}, apart by ${error.toExponential(1)} where ${tolerance} passes`,
    wayOut: 'correct backward, or forward, for this case',
  }
}

function contractBroken(place: Place, what: string, wayOut: string): Issue {
  return { code: 'CONTRACT_BROKEN', severity: 'error', place, what: `${show(place)}: ${what}`, wayOut }
}

function tooManyKinks(kinks: readonly Place[], cases: number): Issue {
  const what = `forward has a kink at ${kinks.length} of the ${kinks.length + cases} places looked at, first at ${show(kinks[0] as Place)}`
  const wayOut = 'make forward smooth almost everywhere, or choose where to look by the options of the check'
  return { code: 'TOO_MANY_KINKS', severity: 'error', place: kinks[0] as Place, what, wayOut }
}
