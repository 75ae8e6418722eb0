/** Looking for a step in the past: through all of them, or by halving where the answer stays once it holds. */

import { unknownBranch } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Address } from '../history/log.ts'
import { slices } from '../host/slices.ts'
import type { OwnStep, Step } from '../step/step.ts'
import type { Predicate } from './condition.ts'
import { refuseCancelled } from './looking.ts'
import type { Past } from './past.ts'

/** How far a search is. */
export interface SearchProgress {
  /** Steps looked at, of so many at most. */
  readonly done: number
  readonly total: number
  /** The step that was looked at last. */
  readonly step: number
}

/** Which steps. */
export interface Span {
  /** The branch that is gone along; the one on which the network stands if left out. */
  readonly branch?: string
  /** The first and the last step that are looked at; all if left out. */
  readonly from?: number
  readonly to?: number
}

/** How a search goes through its steps. */
export interface LookOptions extends Span {
  /** Ends the search with CANCELLED. */
  readonly signal?: AbortSignal
  readonly progress?: (progress: SearchProgress) => void
  /** Milliseconds of searching at a stretch before everything else has its turn. Default 12. */
  readonly slice?: number
}

export interface SearchOptions extends LookOptions {
  /** Whether the predicate, once it holds, holds for ever after: then it is asked for some twenty steps of a million. */
  readonly monotone?: boolean
}

/** The steps of a branch, from one to another, and behind them the one that was refused if there is one. */
export interface Range {
  readonly past: Past
  readonly branch: number
  readonly from: number
  readonly to: number
  readonly failed: OwnStep | null
}

/** The first step for which it holds, null where it holds for none. Throws CANCELLED, and what the predicate throws. */
export async function first(range: Range, predicate: Predicate, options: SearchOptions): Promise<Step | null> {
  if (options.monotone === true) return halved(range, predicate, options)
  let found: Step | null = null
  await goThrough(forth(range), options, range, (step) => {
    if (predicate(step)) found = step
    return found === null
  })
  return found
}

/** All steps for which it holds, in their order. */
export async function all(range: Range, predicate: Predicate, options: LookOptions): Promise<Step[]> {
  const found: Step[] = []
  await goThrough(forth(range), options, range, (step) => {
    if (predicate(step)) found.push(step)
    return true
  })
  return found
}

/** The last step for which it holds. Each segment between two kept states is gone through once, forward, the last one first. */
export async function last(range: Range, predicate: Predicate, options: LookOptions): Promise<Step | null> {
  const { from, to, failed } = range
  if (failed !== null && predicate(failed)) return failed
  const { keyframes, log } = range.past.history
  const { branch } = range
  const { spacing } = keyframes
  // Kept states are evenly spaced in positions, which changes are counted in as well.
  const segmentOf = (step: number): number => {
    const { position } = log.find(branch, step, true) as Address
    return log.stepAt({ branch, position: Math.floor((position - 1) / spacing) * spacing }) + 1
  }
  let found: Step | null = null
  function* segments(): IterableIterator<Step> {
    for (let end = to; end >= from && found === null; ) {
      const begin = Math.max(from, segmentOf(end))
      yield* forth({ ...range, from: begin, to: end, failed: null })
      end = begin - 1
    }
  }
  await goThrough(segments(), options, range, (step) => {
    if (predicate(step)) found = step
    return true
  })
  return found
}

/** The steps of a range in their order. */
export function* forth({ past, branch, from, to, failed }: Range): IterableIterator<OwnStep> {
  const { log } = past.history
  const begin = from <= to ? log.find(branch, from, true) : null
  const stretches = begin === null ? [] : log.stretchesFrom({ branch, position: begin.position - 1 })
  let left = to - from + 1
  for (const stretch of stretches) {
    if (log.branch(branch).dropped) throw new NeuriteError(unknownBranch(log.branch(branch).name))
    for (let { from: position } = stretch; position < stretch.to && stretch.entry.isStep && left > 0; left--) {
      yield past.stepIn(stretch, { branch, position: ++position }) as OwnStep
    }
    if (left === 0) break
  }
  if (failed !== null) yield failed
}

async function halved(range: Range, predicate: Predicate, { signal, progress }: SearchOptions): Promise<Step | null> {
  const { past, branch, from, to, failed } = range
  let [low, high, done] = [from, to + 1, 0]
  const total = 32 - Math.clz32(Math.max(0, high - low))
  const stepOf = (step: number): Step => past.stepAt(past.history.log.find(branch, step, true) as Address) as Step
  while (low < high) {
    refuseCancelled(signal)
    const middle = Math.floor((low + high) / 2)
    if (predicate(stepOf(middle))) high = middle
    else low = middle + 1
    progress?.({ done: ++done, total, step: middle })
  }
  if (low <= to) return stepOf(low)
  return failed !== null && predicate(failed) ? failed : null
}

/** Goes through steps in slices of time, until `look` gives false. */
function goThrough(
  steps: IterableIterator<Step>,
  { signal, progress, slice = 12 }: LookOptions,
  { from, to }: Range,
  look: (step: Step) => boolean,
): Promise<void> {
  const total = Math.max(0, to - from + 1)
  let done = 0
  return new Promise((resolve, reject) => {
    const work = (): boolean => {
      refuseCancelled(signal)
      const next = steps.next()
      const goOn = next.done !== true && look(next.value)
      if (next.done !== true) {
        done++
        if (progress !== undefined && (done % 256 === 0 || done === total)) {
          progress({ done, total, step: next.value.step })
        }
      }
      if (!goOn) resolve()
      return goOn
    }
    slices(work, slice, reject)
  })
}
