/** A network at work: the machine that runs it, who may move it, and what is remembered of it. */

import { Subject } from 'rxjs'
import type { Dataset } from '../data/dataset.ts'
import type { StepData } from '../data/step-data.ts'
import { noLoss } from '../errors/graph.ts'
import { noHistory } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { DefinitionNames } from '../graph/value/definition-names.ts'
import type { Address } from '../history/log.ts'
import { Optimizers } from '../optimize/optimizers.ts'
import type { Past } from '../past/past.ts'
import type { Fuse } from '../plan/fuse.ts'
import type { Cursor } from '../state/cursor.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { RowAction, StepAction } from '../step/action.ts'
import { type Change, resolveChange, triedChange } from '../step/change.ts'
import { Machine } from '../step/machine.ts'
import { OwnStep, type Step } from '../step/step.ts'
import type { Firing, Transition } from '../step/transition.ts'
import { Chronicle, type Happened } from './chronicle.ts'
import { Claim, type Release } from './claim.ts'
import type { EngineOptions } from './engine-options.ts'
import { Present } from './present.ts'

const NOWHERE: Address = { branch: 0, position: 0 }

export class Engine {
  readonly machine: Machine
  readonly optimizers: Optimizers
  readonly definitions: DefinitionNames
  readonly options: EngineOptions
  /** The tick that changed the state in force: an update, a change, or another state put in force. */
  readonly update$: Subject<number> = new Subject<number>()
  /** What is to be done where plan and memory are others now; a set, since as many may come and go as there are neurons. */
  readonly whenRebuilt: Set<() => void> = new Set<() => void>()
  readonly #past: Past | null
  readonly #present: Present
  readonly chronicle: Chronicle
  readonly #claim = new Claim()

  constructor(snapshot: Snapshot, options: EngineOptions) {
    const { fuse, remembered, optimizers = new Optimizers(), definitions = new DefinitionNames() } = options
    this.options = options
    this.optimizers = optimizers
    this.definitions = definitions
    const { rowLog = null } = remembered ?? {}
    const own = { fuse, optimizers, definitions, rowLog, recent: remembered?.recent() ?? null }
    this.machine = new Machine(snapshot, own)
    this.#present = new Present(this.machine)
    this.#past = remembered?.past(this.machine, own) ?? null
    if (this.#past?.history.log.branches.length === 0) this.#past.begin('main', snapshot)
    this.chronicle = new Chronicle(this.transition.turn, this.#past?.history ?? null)
  }

  get transition(): Transition {
    return this.machine.transition
  }

  /** What is remembered. Throws NO_HISTORY. */
  get past(): Past {
    if (this.#past === null) throw new NeuriteError(noHistory())
    return this.#past
  }

  get step(): number {
    return this.machine.step
  }

  /** Where training stands in its data. */
  get cursor(): Cursor {
    return this.machine.cursor
  }

  /** The step that led to the state in force, while nothing else has; and what it computed. */
  get last(): Step | null {
    return this.#present.last
  }

  /** The state in force, copied out of the memory when somebody looks. */
  get snapshot(): Snapshot {
    return this.machine.capture()
  }

  /**
   * Puts a snapshot from elsewhere in force; what follows it is a history of its own. Throws SNAPSHOT_MISMATCH, TICK_BUSY,
   * ALREADY_TRAINING; then nothing has changed. What an observer of the new state throws is thrown on, here and wherever a
   * state is put in force: it was told of that state, and that stays.
   */
  restore(snapshot: Snapshot): void {
    this.refuseWhenClaimed()
    this.machine.refuseForeign(snapshot)
    this.machine.load(snapshot)
    this.#past?.begin('restored', snapshot)
    this.#told({ type: 'restored' })
  }

  /** To a state of the history, as the holder of the claim; `moved` before anyone is told. Throws as `restore`, ROWS_GONE, REPLAY_DIFFERS. */
  moveTo(address: Address, { holder = null, moved }: { holder?: Release | null; moved?: () => void } = {}): void {
    this.refuseWhenClaimed(holder)
    const { history } = this.past
    const snapshot = this.transition.turn.undisturbed(() => this.past.at(address))
    this.#loading(() => this.machine.load(snapshot))
    history.moveTo(address)
    this.past.failure = null
    moved?.()
    this.#told({ type: 'moved' })
  }

  /** Changes what is no step, between two ticks. Throws by code what is wrong with it, TICK_BUSY; then nothing has changed. */
  change(given: Change): void {
    this.transition.turn.makeWay()
    if (given.data !== undefined) this.refuseWhenClaimed()
    // Recipes, initializers and optimizers are not ours: the state in force stays meanwhile.
    const { change, next } = this.transition.turn.undisturbed(() => {
      const change = resolveChange(given, this.transition.plan.graph, (data) => this.once(data))
      if (change.data !== undefined) this.#past?.data.refuseOther(this.cursor.run?.data, change.data)
      if (change.optimizer !== undefined) this.optimizers.refuseOther(change.optimizer)
      return { change, next: triedChange(this.snapshot, change, this.machine.optimizer) }
    })
    this.optimizers.remember(change.optimizer ?? this.machine.optimizer)
    this.#loading(() => this.machine.become(next))
    this.#past?.record({ type: 'change', change }, 0, Number.NaN)
    this.#told({ type: 'changed', change })
  }

  /** The same data as it was handed in before, so that the history holds it once. */
  once(data: Dataset): StepData {
    if (this.#past === null) return data
    const known = this.#past.data.once(data)
    this.#past.rowLog.fit()
    return known
  }

  /** Goes on in another grouping, with the same bits; where a tick is under way, not before somebody trains again. */
  group(fuse: Fuse): void {
    if (fuse === this.machine.fuse || this.transition.turn.isBusy) return
    this.#loading(() => this.machine.regroup(fuse))
  }

  /** Takes the right to train, until the function that comes back is called. Throws ALREADY_TRAINING, NO_LOSS. */
  claim(fuse: Fuse = this.options.fuse): Release {
    this.#claim.refuse()
    this.refuseWithoutLoss()
    this.group(fuse)
    return this.#claim.take()
  }

  /** Throws NO_LOSS. */
  refuseWithoutLoss(): void {
    if (this.transition.plan.losses.length === 0) throw new NeuriteError(noLoss())
  }

  /** Throws TICK_BUSY, and ALREADY_TRAINING where anyone else trains than the holder of this. */
  refuseWhenClaimed(holder: Release | null = null): void {
    this.transition.turn.makeWay()
    this.#claim.refuse(holder)
  }

  /** One update from a batch of a run. Throws as `learnPrepared`. */
  learn(action: StepAction, offset: number): Step {
    this.machine.prepare(action, offset)
    return this.learnPrepared(action, offset)
  }

  /** The number of the next row of a stream, where rows are remembered. */
  get nextRow(): number {
    return this.#past?.rowLog.next ?? 0
  }

  /** One update from the rows of a stream that stand in the slabs. Throws as `learnPrepared`. */
  learnRow(action: RowAction): Step {
    const next = this.nextRow
    const offset = action.batch === undefined ? next : (next - action.batch.from) / action.batch.rows
    if (this.#past !== null) {
      const { plan, memory } = this.transition
      this.#past.rowLog.appendAll(memory.slabs, plan.graph.inputs.length, plan.targets)
    }
    return this.learnPrepared(action, offset)
  }

  /**
   * One update from the rows that stand in the slabs. Throws as `Transition.learn`; then neither state nor cursor has moved.
   * Throws what an observer of the new state throws, too; it was told of an update that is in force, and that stays.
   */
  learnPrepared(action: StepAction, offset: number): Step {
    try {
      const at = this.machine.rows.cursorAt(action, offset)
      return this.#stepped(action, offset, at, this.machine.update(action, offset))
    } catch (error) {
      this.#refused(action, offset, error)
      throw error
    }
  }

  /** As `learn`, one firing at a time. What has been done before is done again, and no branch begins. */
  *learnSlowly(action: StepAction, offset: number): Generator<Firing, Step, void> {
    this.machine.prepare(action, offset)
    try {
      const at = this.machine.rows.cursorAt(action, offset)
      return this.#stepped(action, offset, at, yield* this.machine.updateSlowly(action, offset), true)
    } catch (error) {
      this.#refused(action, offset, error)
      throw error
    }
  }

  #stepped(action: StepAction, offset: number, { epoch, batch }: Cursor, loss: number, again = false): Step {
    this.#past?.record(action, offset, loss, again)
    const rows = this.transition.memory.slabs.batch
    const address = this.#past?.history.head ?? NOWHERE
    const step = new OwnStep({ step: this.step, epoch, batch, rows, loss, address }, this.#past ?? this.#present)
    this.#present.last = step
    if (this.chronicle.isHeard) this.chronicle.add(step.step, { type: 'stepped', loss })
    if (this.chronicle.isHeard || this.update$.observed) this.#tell()
    return step
  }

  /** Does what may put another plan and memory in place, and tells so. */
  #loading(load: () => void): void {
    const { memory } = this.transition
    load()
    if (this.transition.memory !== memory) for (const again of [...this.whenRebuilt]) again()
  }

  #refused(action: StepAction, offset: number, error: unknown): void {
    this.#past?.refused(action, offset, error)
    if (this.transition.hasDiverged(error)) this.chronicle.refused(this.step + 1, error as NeuriteError)
  }

  #told(what: Happened): void {
    this.#present.last = null
    this.chronicle.add(this.step, what)
    this.#tell()
  }

  #tell(): void {
    const { tick } = this.transition.turn
    this.transition.turn.tell(() => {
      this.transition.endLeft()
      this.update$.next(tick)
      this.chronicle.tell()
    })
  }
}
