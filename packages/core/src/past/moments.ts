/** Names for the states of a history: by step, position and branch. */

import { checkedLater, isObject } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { noStepBefore, unknownBranch, unknownStep } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { BranchLog } from '../history/branch.ts'
import type { Address } from '../history/log.ts'
import type { Run } from '../state/cursor.ts'
import { OwnSnapshot, type Snapshot } from '../state/snapshot.ts'
import type { MadeChange } from '../step/change.ts'
import { OwnStep, type Step } from '../step/step.ts'
import { shape } from '../text/inspectable.ts'
import type { Past } from './past.ts'
import type { Range, Span } from './search.ts'
import { addressOf } from './snapshot-address.ts'

/**
 * A state: by its step, on the branch where the network stands, whose first and last state are 'start' and 'end'; or by step
 * or position (steps and changes counted) on a branch of that name, its end where neither is given. What was changed after a step, before the next, is part of the state
 * at that step. A step or a snapshot stands for its own state in this network's history, and is refused where it is none of it.
 */
export type Moment<Id extends string = string> =
  | number
  | 'start'
  | 'end'
  | { readonly step?: number; readonly position?: number; readonly branch?: string }
  | Step<Id>
  | Snapshot<Id>

/** A line of the history. */
export interface Branch {
  readonly name: string
  /** Where it left another, whose name is null once it was dropped; null for one that began by itself. */
  readonly from: { readonly branch: string | null; readonly step: number; readonly position: number } | null
  readonly firstStep: number
  readonly lastStep: number
  /** How many actions lie behind its end: steps and changes. */
  readonly actions: number
  /** Whether the network stands on it. */
  readonly isHere: boolean
}

/** What happened, as the log has it: the same again and again is one entry. */
export interface LogEntry {
  /** 'batch' of a run of `train`, 'row' of a live stream, or 'change'. */
  readonly type: 'batch' | 'row' | 'change'
  /** The step before it, and the branch on which it was done. */
  readonly step: number
  readonly branch: string
  /** How many actions lie behind the state before it, and how many it is itself. */
  readonly position: number
  readonly count: number
  /** Of a change: what was changed, as long as the history holds it. */
  readonly change?: MadeChange
  /** Of batches: the run of `train`. */
  readonly run?: Run
}

const logEntry = shape<LogEntry>()

const MOMENT = {
  step: checkedLater<number>('a step'),
  position: checkedLater<number>('a number of actions'),
  branch: checkedLater<string>('the name of a branch'),
}

export class Moments {
  readonly #past: Past

  constructor(past: Past) {
    this.#past = past
  }

  /** The step that was refused last; null where it was not. */
  get failed(): OwnStep | null {
    return this.#past.failed
  }

  /** Where a moment stands; a step that was refused has left it where it was. Throws UNKNOWN_STEP, UNKNOWN_BRANCH, FOREIGN_SNAPSHOT. */
  address(moment: Moment): Address {
    if (moment instanceof OwnStep) {
      const { branch, position } = this.#refuseForeign(moment).address
      if (this.#past.history.log.isGone({ branch, position: moment.failed ? position - 1 : position })) {
        throw unknown(`${moment.step} of a branch that was dropped`, this.branch())
      }
      return { branch, position: moment.failed ? position - 1 : position }
    }
    if (moment instanceof OwnSnapshot) return addressOf(this.#past, moment)
    const { log } = this.#past.history
    const { step, position, branch } = readOptions(record(moment), 'moment', MOMENT)
    const own = this.branch(branch)
    if (step !== undefined) {
      const found = Number.isInteger(step) ? log.find(own.index, step) : null
      if (found === null) throw unknown(step, own)
      return { branch: own.index, position: found.position }
    }
    const wanted = position ?? own.end
    if (!Number.isInteger(wanted) || wanted < 0 || wanted > own.end) throw unknown(`at position ${wanted}`, own)
    return { branch: own.index, position: wanted }
  }

  /** The step that a moment stands behind. Throws UNKNOWN_STEP where nothing led there. */
  step(moment: Moment): OwnStep {
    if (moment instanceof OwnStep) return this.#refuseForeign(moment)
    const { branch, position } = this.address(moment)
    const { log } = this.#past.history
    const step = log.stepAt({ branch, position })
    const first = log.find(branch, step, true)
    const found = first === null ? null : this.#past.stepAt(first)
    if (found === null) throw new NeuriteError(noStepBefore(step, log.branch(branch).name))
    return found
  }

  /** By name; the one on which the network stands where that is left out. Throws UNKNOWN_BRANCH. */
  branch(name?: string): BranchLog {
    const { log, head } = this.#past.history
    if (name === undefined) return log.branch(head.branch)
    const found = log.named(name)
    if (found === null) throw new NeuriteError(unknownBranch(name))
    return found
  }

  /** Every branch, as a user sees it. */
  branches(): Branch[] {
    const { log, head } = this.#past.history
    const living = log.branches.filter(({ dropped }) => !dropped)
    return living.map(({ index, name, parent, start, startStep, end, endStep }): Branch => {
      const left = parent === null || log.branch(parent.branch).dropped ? null : this.nameOf(parent)
      const from = parent === null ? null : { branch: left, step: startStep, position: start }
      const firstStep = log.stepAt({ branch: index, position: 0 })
      return { name, from, firstStep, lastStep: endStep, actions: end, isHere: head.branch === index }
    })
  }

  /** What led to the end of a branch, the first thing first. Throws UNKNOWN_BRANCH. */
  entries(name?: string): LogEntry[] {
    const { log } = this.#past.history
    const { index } = this.branch(name)
    return Array.from(
      log.stretchesFrom({ branch: index, position: 0 }),
      ({ entry: { action }, from, to }): LogEntry => {
        const owner = log.branch(log.owner({ branch: index, position: to }).branch)
        const branch = owner.dropped ? log.branch(index).name : owner.name
        const step = log.stepAt({ branch: index, position: from })
        const place = { step, branch, position: from, count: to - from }
        if (action.type === 'change') {
          return logEntry({ type: 'change', ...place, ...(action.change !== null && { change: action.change }) })
        }
        if (action.type === 'batch') return logEntry({ type: 'batch', ...place, run: action.run })
        return logEntry({ type: 'row', ...place })
      },
    )
  }

  nameOf({ branch }: Address): string {
    return this.#past.history.log.branch(branch).name
  }

  /** The first step from which on everything on the branch can be done again; its last one where nothing can. */
  get firstStep(): number {
    return this.#firstStepOf(this.branch())
  }

  #firstStepOf({ index, endStep }: BranchLog): number {
    const { history } = this.#past
    const first = history.firstWhole(index)
    return first === null ? endStep : history.log.stepAt(first)
  }

  /** The steps that a search looks at: all of a branch that can be done again, unless one says otherwise. Throws UNKNOWN_STEP, UNKNOWN_BRANCH. */
  range({ branch, from, to }: Span): Range {
    const own = this.branch(branch)
    const past = this.#past
    const earliest = past.history.log.stepAt({ branch: own.index, position: 0 }) + 1
    const begin = from ?? Math.max(earliest, this.#firstStepOf(own) + 1)
    const end = to ?? own.endStep
    for (const step of [begin, end]) {
      const isThere = Number.isInteger(step) && step >= earliest - 1 && step <= own.endStep + 1
      if (!isThere) throw unknown(step, own)
    }
    const { failed, failure } = past
    const isTried = to === undefined && failure !== null && failure.from.branch === own.index
    return {
      past,
      branch: own.index,
      from: Math.max(begin, earliest),
      to: Math.min(end, own.endStep),
      failed: isTried ? failed : null,
    }
  }

  /** Refuses the steps of another network, whose places mean nothing here. */
  #refuseForeign(step: OwnStep): OwnStep {
    if (step.isOf(this.#past)) return step
    throw unknown(`${step.step} of another network`, this.branch())
  }
}

/** A moment in its long form. Throws INVALID_OPTION. */
function record(moment: unknown): object {
  if (moment === 'start') return { position: 0 }
  if (moment === 'end') return {}
  if (typeof moment === 'number') return { step: moment }
  if (isObject(moment)) return moment
  throw new NeuriteError(invalidOption('moment', moment, "a step, 'start', 'end', or { step, position, branch }"))
}

function unknown(step: number | string, { name, endStep }: BranchLog): NeuriteError {
  return new NeuriteError(unknownStep(step, name, endStep))
}
