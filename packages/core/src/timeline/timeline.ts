/** The history of a network, from the user's chair: looking back, going back, and taking back. What is asked of it is in /explain. */

import { demandText } from '../door/demand.ts'
import { checkedLater, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Engine } from '../engine/engine.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { type Branch, type LogEntry, type Moment, Moments } from '../past/moments.ts'
import type { Past } from '../past/past.ts'
import type { Recovered } from '../past/recovered.ts'
import type { TimelineMemory } from '../past/timeline-memory.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Step } from '../step/step.ts'
import { inspectable } from '../text/inspectable.ts'
import { Undo } from './undo.ts'

export interface Note {
  readonly text: string
  readonly step: number
  readonly branch: string
}

const LOG: TableOf<{ readonly branch?: string }> = { branch: checkedLater('the name of a branch') }
const NOTE: TableOf<{ readonly at?: Moment }> = { at: checkedLater('a moment') }

/** `net.timeline`. */
export interface Timeline<Id extends string = string> {
  /** The step at which the network stands. */
  readonly step: number
  /** How many actions, steps and changes, lie behind the state in force. */
  readonly position: number
  /** The branch on which the network stands. */
  readonly branch: string
  /**
   * The first step, on the branch where the network stands, from which on every state can be come back to: the one it
   * begins with, or the first that is kept behind what the history let go of (rows of streams, changes, data).
   */
  readonly firstStep: number
  readonly branches: readonly Branch[]
  /** What is kept. */
  readonly memory: TimelineMemory
  /** The step that was refused with TRAINING_DIVERGED, to be looked into; null where the last one was not. */
  readonly failed: Step<Id> | null
  readonly notes: readonly Note[]
  /** What became of a history that was loaded with `recover`: what was lost, where it stands. Null where nothing was lost. */
  readonly recovered: Recovered | null
  /**
   * What has happened, in order: runs, rows of streams, and changes, along the branch where the network stands or another.
   * Throws UNKNOWN_BRANCH.
   */
  log(options?: { readonly branch?: string }): readonly LogEntry[]
  /**
   * The state at a moment, recomputed where it is not kept, always the same bits. Throws UNKNOWN_STEP, UNKNOWN_BRANCH,
   * ROWS_GONE, REPLAY_DIFFERS.
   *
   * @example
   * net.timeline.at(137).node('h4') // { bias, weights: { x1: … } }
   */
  at(moment: Moment<Id>): Snapshot<Id>
  /**
   * The step that led to a moment, to be looked into: its loss, what each node computed. Throws UNKNOWN_STEP (as for step 0,
   * to which nothing led), UNKNOWN_BRANCH.
   *
   * @example
   * net.timeline.stepAt(137).node('h4').delta.toArray()
   */
  stepAt(moment: Moment<Id>): Step<Id>
  /**
   * Puts the state at a moment in force. What is done then begins a branch of its own, and what came after stays where it
   * was. Throws as `at`, and ALREADY_TRAINING, TICK_BUSY; then nothing has changed. What an observer of the new state throws
   * is thrown on, with that state in force.
   */
  seek(moment: Moment<Id>): Snapshot<Id>
  /**
   * Goes back to before the last change of weights, rates, optimizer, graph or data, over the steps made since; false where
   * there was none. Throws as `seek`.
   */
  undo(): boolean
  /** Goes back to where the last `undo` came from; false where something else has happened since. Throws as `seek`. */
  redo(): boolean
  /** Writes something down about the state in force, or at a moment. */
  note(text: string, options?: { readonly at?: Moment<Id> }): void
  /** Gives a branch another name. Throws UNKNOWN_BRANCH. */
  rename(branch: string, to: string): void
  /**
   * Gives a branch up, and frees what only it has: states, losses, notes, data. Branches that left it keep the past they
   * share with it; its name is free again. Throws UNKNOWN_BRANCH, and INVALID_OPTION for the one on which the network stands.
   */
  drop(branch: string): void
}

export class OwnTimeline implements Timeline {
  readonly #own: Engine
  readonly #past: Past
  readonly #moments: Moments
  readonly #undo: Undo

  /** Throws NO_HISTORY. */
  constructor(own: Engine) {
    this.#own = own
    this.#past = own.past
    this.#moments = new Moments(own.past)
    this.#undo = new Undo(own)
  }

  get step(): number {
    return this.#own.step
  }

  get position(): number {
    return this.#past.history.head.position
  }

  get branch(): string {
    return this.#moments.nameOf(this.#past.history.head)
  }

  get firstStep(): number {
    return this.#moments.firstStep
  }

  get branches(): readonly Branch[] {
    return this.#moments.branches()
  }

  log(options?: { readonly branch?: string }): readonly LogEntry[] {
    return this.#moments.entries(readOptions(options, 'log', LOG).branch)
  }

  get memory(): TimelineMemory {
    return this.#past.memory
  }

  at(moment: Moment): Snapshot {
    return this.#past.at(this.#moments.address(moment))
  }

  stepAt(moment: Moment): Step {
    return this.#moments.step(moment)
  }

  get failed(): Step | null {
    return this.#past.failed
  }

  get notes(): readonly Note[] {
    const { log } = this.#past.history
    return this.#past.notes.map(({ text, at }) => ({ text, step: log.stepAt(at), branch: this.#moments.nameOf(at) }))
  }

  get recovered(): Recovered | null {
    return this.#past.recovered
  }

  seek(moment: Moment): Snapshot {
    this.#own.moveTo(this.#moments.address(moment))
    return this.#own.snapshot
  }

  undo(): boolean {
    return this.#undo.undo()
  }

  redo(): boolean {
    return this.#undo.redo()
  }

  note(text: string, options?: { readonly at?: Moment }): void {
    demandText(text, 'note', 'text')
    const { at: moment } = readOptions(options, 'note', NOTE)
    this.#own.transition.turn.refuseEndless()
    const { log, head } = this.#past.history
    const at = moment === undefined ? head : this.#moments.address(moment)
    this.#past.notes.push({ text, at })
    this.#own.chronicle.say({ type: 'noted', step: log.stepAt(at), branch: this.#moments.nameOf(at), text })
  }

  rename(branch: string, to: string): void {
    demandText(branch, 'rename', 'branch', 'the name of a branch')
    const { log } = this.#past.history
    const { index } = this.#moments.branch(branch)
    if (typeof to !== 'string' || to === '' || log.named(to) !== null) {
      throw new NeuriteError(invalidOption('branch', to, 'a name that no branch has'))
    }
    this.#own.transition.turn.refuseEndless()
    log.rename(index, to)
    this.#own.chronicle.say({ type: 'renamed', branch: to, from: branch })
  }

  drop(branch: string): void {
    const { index } = this.#moments.branch(branch)
    if (index === this.#past.history.head.branch) {
      throw new NeuriteError(invalidOption('branch', branch, 'one on which the network does not stand'))
    }
    this.#past.drop(index)
    this.#own.chronicle.say({ type: 'dropped', branch })
  }
}

inspectable<Timeline>(
  OwnTimeline.prototype,
  ({ step, branch, branches, notes, memory }) => ({
    title: 'Timeline',
    value: { step, branch, branches, notes, memory },
  }),
  { json: true },
)
