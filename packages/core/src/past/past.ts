/** What a network remembers: its history, and a second machine that goes through it. */

import type { KnownData } from '../data/known-data.ts'
import type { History } from '../history/history.ts'
import type { Address, Stretch } from '../history/log.ts'
import { Replay } from '../history/replay.ts'
import type { RowLog } from '../history/row-log.ts'
import { meanLoss } from '../kernels/mean-loss.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { type Action, cursorAt, rowsAt, rowsRead, type StepAction } from '../step/action.ts'
import { inside } from '../step/inside.ts'
import { Machine, type MachineOptions } from '../step/machine.ts'
import { RecentStates } from '../step/recent-states.ts'
import { type Inside, OwnStep, type StepSource } from '../step/step.ts'
import type { PastParts } from './past-parts.ts'
import type { Recovered } from './recovered.ts'
import type { TimelineMemory } from './timeline-memory.ts'

/** A step that was refused: TRAINING_DIVERGED. What led to it is remembered, so that it can be looked into. */
export interface Failure {
  /** The state in which it was tried. */
  readonly from: Address
  readonly action: StepAction
  readonly offset: number
}

/** What somebody wrote down about a state. */
export interface PlacedNote {
  readonly text: string
  readonly at: Address
}

/**
 * How many states the machine that goes through the past holds at most, so that going back is no new replay; and in how many
 * bytes, on top of what the history takes.
 */
const segment = (): RecentStates => new RecentStates(4096, 64 * 2 ** 20)

export class Past implements StepSource {
  readonly history: History<Snapshot, Action>
  readonly rowLog: RowLog
  readonly data: KnownData
  failure: Failure | null = null
  notes: PlacedNote[] = []
  /** What became of it where it was damaged. */
  recovered: Recovered | null = null
  /** What led to each refused step that was handed out; later ones may be refused as well. */
  readonly #failures = new WeakMap<OwnStep, Failure>()
  readonly #live: Machine
  readonly #options: MachineOptions
  #machine: Machine | null = null
  #replay: Replay<Snapshot, Action> | null = null

  constructor(live: Machine, options: MachineOptions, parts: PastParts) {
    this.#live = live
    this.#options = options
    this.rowLog = parts.rowLog
    this.data = parts.data
    this.history = parts.history
  }

  /** The machine that goes through the past, and who tells it where; made when somebody first looks. */
  get replay(): Replay<Snapshot, Action> {
    this.#replay ??= new Replay(this.history, this.machine)
    return this.#replay
  }

  get machine(): Machine {
    this.#machine ??= this.#another(segment())
    return this.#machine
  }

  /** One more of both, for whoever goes through the past for long and must not be disturbed. */
  anotherReplay(recent: RecentStates | null = null): {
    readonly replay: Replay<Snapshot, Action>
    readonly machine: Machine
  } {
    const machine = this.#another(recent)
    return { machine, replay: new Replay(this.history, machine) }
  }

  #another(recent: RecentStates | null): Machine {
    const state = this.history.kept(this.history.head)?.state ?? this.#live.capture()
    return new Machine(state, { ...this.#options, fuse: 'auto', recent })
  }

  get memory(): TimelineMemory {
    const { count: keyframes, spacing } = this.history.keyframes
    return { keyframes, spacing, bytes: this.history.bytes, recent: this.#live.recentBytes }
  }

  /** Gives a branch up, and the notes on what only it had. */
  drop(branch: number): void {
    this.history.drop(branch)
    const { log } = this.history
    this.notes = this.notes.flatMap(({ text, at }) => {
      if (!log.branch(at.branch).dropped) return [{ text, at }]
      const living = log.living(at)
      return living === null ? [] : [{ text, at: { branch: living.index, position: at.position } }]
    })
  }

  /** A state that comes from nowhere is in force. */
  begin(branch: string, snapshot: Snapshot): void {
    this.history.begin(branch, snapshot, snapshot.step)
    this.failure = null
  }

  /** The live machine has done this; `again` where it may have been done before. */
  record(action: Action, offset: number, loss: number, again = false): void {
    const isStep = action.type !== 'change'
    if (!again || !this.history.redone(action, offset)) {
      this.history.record(action, offset, isStep, loss, this.#capture)
    }
    this.failure = null
  }

  /** The live machine could not do this: it is remembered where it diverged itself. */
  refused(action: StepAction, offset: number, error: unknown): void {
    if (!this.#live.transition.hasDiverged(error)) return
    this.failure = { from: this.history.head, action, offset }
  }

  /** The state there. Throws ROWS_GONE, REPLAY_DIFFERS. */
  at(address: Address): Snapshot {
    return this.#recent(address) ?? this.replay.at(address)
  }

  /** The state there, where nothing is to be done again for it; else null. */
  atHand(address: Address): Snapshot | null {
    return this.#recent(address) ?? this.replay.atHand(address)
  }

  #recent(address: Address): Snapshot | null {
    const { head, log } = this.history
    return log.leadsTo(address, head) ? this.#live.recent(head.position - address.position) : null
  }

  /** The step that led to a state; null where it was none. */
  stepAt(address: Address): OwnStep | null {
    const { branch, position } = address
    if (position === 0) return null
    return this.stepIn(this.history.log.stretchFrom({ branch, position: position - 1 }), address)
  }

  /** As `stepAt`, for who knows already where in the log its action stands. */
  stepIn({ entry }: Stretch<Action>, address: Address): OwnStep | null {
    const { action, first, start, startStep } = entry
    if (action.type === 'change') return null
    const loss = this.history.measureOf(address) ?? null
    const done = address.position - start
    return this.#step(action, first + done - 1, startStep + done, loss, address, false)
  }

  /** What led to a step. */
  actionOf(step: OwnStep): { readonly action: Action; readonly offset: number } {
    const { branch, position } = step.address
    return this.#failures.get(step) ?? this.history.log.next({ branch, position: position - 1 })
  }

  /** The step that was refused last, if nothing has happened since. */
  get failed(): OwnStep | null {
    if (this.failure === null) return null
    const { from, action, offset } = this.failure
    const address = { branch: from.branch, position: from.position + 1 }
    const step = this.#step(action, offset, this.history.log.stepAt(from) + 1, null, address, true)
    this.#failures.set(step, this.failure)
    return step
  }

  snapshotOf({ address: { branch, position }, failed }: OwnStep): Snapshot {
    return this.at(failed ? { branch, position: position - 1 } : { branch, position })
  }

  lossOf(step: OwnStep): number {
    const { slabs, penalty } = this.insideOf(step, false)
    return meanLoss(slabs) + penalty
  }

  insideOf(step: OwnStep, inputsBack: boolean): Inside {
    const failure = step.failed ? this.#failures.get(step) : undefined
    if (failure !== undefined) return this.#attempt(failure, inputsBack)
    const { head, log } = this.history
    const live = this.#live
    const isLive = live.holdsLast && head.position === step.address.position
    if (isLive && !inputsBack && log.leadsTo(step.address, head)) return inside(live)
    if (inputsBack) this.#watchInputs()
    this.replay.redo(step.address)
    return inside(this.machine)
  }

  /** Does what was refused once more, and gives how far it came: NaN where it did not. */
  #attempt({ from, action, offset }: Failure, inputsBack: boolean): Inside {
    if (inputsBack) this.#watchInputs()
    const { transition } = this.machine
    this.replay.reach(from)
    this.machine.prepare(action, offset)
    const { memory } = transition
    for (const values of [memory.slabs.deltas, memory.slabs.errors, memory.gradients]) values.fill(Number.NaN)
    memory.nextParameters.set(memory.parameters)
    try {
      this.replay.attempt(from, action, offset)
    } catch (error) {
      if (!transition.hasDiverged(error)) throw error
    }
    const { plan, penalty } = transition
    const { slabs, gradients, parameters, nextParameters } = memory
    return { plan, slabs, gradients, penalty, before: parameters, parameters: nextParameters }
  }

  /** From now on the second machine computes what comes back to inputs, too; what it did last, it does again. */
  #watchInputs(): void {
    if (this.machine.transition.watchInputs()) this.replay.forget()
  }

  #step(
    action: StepAction,
    offset: number,
    step: number,
    loss: number | null,
    address: Address,
    failed: boolean,
  ): OwnStep {
    const cursor = cursorAt(action, offset)
    const { epoch, batch } = cursor
    const rows = action.type === 'row' ? rowsRead(action, offset).count : rowsAt(action, cursor)
    return new OwnStep({ step, epoch, batch, rows, loss, address, failed }, this)
  }

  readonly #capture = (): Snapshot => this.#live.capture()
}
