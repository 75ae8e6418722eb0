/**
 * A network's numbers at work: a snapshot put in force, and what leads from it to the next. It does what it is told; who
 * may train, who watches and what is remembered is not its business. One runs the network, another goes through its past.
 */

import { changeGone } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { snapshotMismatch } from '../errors/training.ts'
import type { DefinitionNames } from '../graph/value/definition-names.ts'
import type { RowLog } from '../history/row-log.ts'
import { Memory } from '../kernels/memory.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import type { Optimizers } from '../optimize/optimizers.ts'
import type { Fuse } from '../plan/fuse.ts'
import { type Plan, plan } from '../plan/plan.ts'
import type { Cursor } from '../state/cursor.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import { type ParameterStore, storeOf } from '../state/parameter-store.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { nextSnapshot } from '../state/update.ts'
import { type Action, Rows, type StepAction } from './action.ts'
import { changed } from './change.ts'
import type { RecentStates } from './recent-states.ts'
import { type Firing, Transition, type UpdateOf } from './transition.ts'

export interface MachineOptions {
  readonly fuse: Fuse
  readonly optimizers: Optimizers
  /** All that its graphs are made of. */
  readonly definitions: DefinitionNames
  /** The rows of live streams that it may be told to do again; null where none is kept. */
  readonly rowLog: RowLog | null
  /** Holds the last states; null where none is held. */
  readonly recent: RecentStates | null
}

export class Machine {
  readonly transition: Transition
  readonly rows: Rows = new Rows()
  readonly #options: MachineOptions
  readonly #recent: RecentStates | null
  #fuse: Fuse
  #optimizer: Optimizer
  #step: number
  #cursor: Cursor
  /** Equal to the state in force in all but numbers, step and cursor; `#fresh` says whether in those, too. */
  #base: Snapshot
  #fresh = true
  #before: Float64Array
  /** Written anew for each update, so that none makes another. */
  readonly #next: { -readonly [K in keyof UpdateOf]: UpdateOf[K] } = { step: 0, hyperparameters: {}, since: 0 }
  /** `transition.prepared` at the last update; −1 where other numbers were put in since. */
  #lastPrepared = -1

  constructor(snapshot: Snapshot, options: MachineOptions) {
    this.#options = options
    this.#fuse = options.fuse
    this.#recent = options.recent
    this.#base = snapshot
    this.#step = snapshot.step
    this.#cursor = snapshot.cursor
    this.#optimizer = options.optimizers.of(snapshot.optimizer)
    options.definitions.add(snapshot.graph)
    const planned = plan(snapshot.graph, options.fuse)
    this.transition = new Transition(planned, memoryOf(planned, this.#optimizer), this.#optimizer)
    this.#before = this.transition.memory.parameters
    this.#putIn(snapshot)
  }

  /** The parameters before the last update; true until the next. */
  get before(): Float64Array {
    return this.#before
  }

  /** Whether all that the last update computed still stands in the memory. */
  get holdsLast(): boolean {
    return this.#lastPrepared === this.transition.prepared
  }

  get optimizer(): Optimizer {
    return this.#optimizer
  }

  /** How many updates there have been. */
  get step(): number {
    return this.#step
  }

  get cursor(): Cursor {
    return this.#cursor
  }

  get seed(): number {
    return this.#base.seed
  }

  /** What the state in force has in common with those around it: hyperparameters, seed, when the optimizer began. */
  get base(): Snapshot {
    return this.#base
  }

  /** The state in force, copied out of the memory when somebody looks. */
  capture(): Snapshot {
    if (!this.#fresh) {
      const { parameters, slots } = this.transition.memory
      const named = this.#optimizer.slots.map((name, k) => [name, storeOf(slots[k] as Float64Array)])
      this.#base = nextSnapshot(this.#base, {
        parameters: storeOf(parameters),
        slots: Object.fromEntries(named),
        step: this.#step,
        cursor: this.#cursor,
      })
      this.#fresh = true
    }
    return this.#base
  }

  /** The state that many actions ago; null where it is no longer at hand. */
  recent(back: number): Snapshot | null {
    return back === 0 ? this.capture() : (this.#recent?.at(back) ?? null)
  }

  get recentBytes(): number {
    return this.#recent?.bytes ?? 0
  }

  /** Throws SNAPSHOT_MISMATCH for a snapshot of another graph or optimizer, or one that lacks what the optimizer keeps. */
  refuseForeign(snapshot: Snapshot): void {
    const { graph, optimizer } = this.#base
    const isSame = snapshot.graph === graph || graphFingerprint(snapshot.graph) === graphFingerprint(graph)
    const isWhole = this.#optimizer.slots.every((name) => snapshot.slots[name] !== undefined)
    if (isSame && isWhole && JSON.stringify(snapshot.optimizer) === JSON.stringify(optimizer)) return
    throw new NeuriteError(snapshotMismatch())
  }

  /** Puts a snapshot in force. Throws TICK_BUSY, UNKNOWN_DEFINITION, DEFINITION_CONFLICT and DELAY_NOT_RUNNABLE; then nothing has changed. */
  load(snapshot: Snapshot): void {
    this.#fit(snapshot)
    this.#recent?.clear()
    this.#putIn(snapshot)
  }

  /** Does an action again: from a log, with rows of its own. Gives its loss, NaN for a change. */
  perform(action: Action, offset: number): number {
    if (action.type === 'change') {
      if (action.change === null) throw new NeuriteError(changeGone())
      this.become(changed(this.capture(), action.change))
      return Number.NaN
    }
    this.prepare(action, offset)
    return this.update(action, offset)
  }

  /** Puts the rows of a step into the slabs. Throws ROWS_GONE, TICK_BUSY. */
  prepare(action: StepAction, offset: number): void {
    this.rows.prepare(this.transition, this.seed, action, offset, this.#options.rowLog)
  }

  /** One update from the rows that were prepared for this step. Throws as `Transition.learn` does. */
  update(action: StepAction, offset: number): number {
    const { hyperparameters, since } = this.#base
    const next = this.#next
    next.step = this.#step + 1
    next.hyperparameters = hyperparameters
    next.since = since
    return this.#commit(this.transition.learn(next), this.rows.cursorAt(action, offset + 1))
  }

  /** As `update`, one firing at a time. */
  *updateSlowly(action: StepAction, offset: number): Generator<Firing, number, void> {
    const { hyperparameters, since } = this.#base
    const loss = yield* this.transition.learnSlowly({ step: this.#step + 1, hyperparameters, since })
    return this.#commit(loss, this.rows.cursorAt(action, offset + 1))
  }

  #commit(loss: number, next: Cursor): number {
    const { memory } = this.transition
    this.#before = memory.parameters
    const { parameters, slots } = memory
    memory.commit(this.#recent?.keep(parameters, slots, this.#optimizer.slots, this.#base, this.#step, this.#cursor))
    this.#step++
    this.#cursor = next
    this.#fresh = false
    this.#lastPrepared = this.transition.prepared
    return loss
  }

  /** Puts what a change made of the state in force; the one before stays at hand. Throws as `load` does. */
  become(snapshot: Snapshot): void {
    this.transition.turn.makeWay()
    const { memory } = this.transition
    const { parameters, slots } = memory
    const { slots: slotNames } = this.#optimizer
    this.#fit(snapshot)
    const spare = this.#recent?.keep(parameters, slots, slotNames, this.#base, this.#step, this.#cursor)
    if (spare !== undefined && this.transition.memory === memory) memory.exchange(spare)
    this.#putIn(snapshot)
  }

  /** Goes on in another grouping, with the same bits. Throws TICK_BUSY. */
  regroup(fuse: Fuse): void {
    if (fuse === this.#fuse) return
    const snapshot = this.capture()
    const planned = plan(snapshot.graph, fuse)
    this.transition.replace(planned, memoryOf(planned, this.#optimizer), this.#optimizer)
    this.#fuse = fuse
    this.#putIn(snapshot)
  }

  get fuse(): Fuse {
    return this.#fuse
  }

  /** Another plan, memory or optimizer, where the snapshot needs one. */
  #fit(snapshot: Snapshot): void {
    const { transition } = this
    transition.turn.makeWay()
    const optimizer = this.#options.optimizers.of(snapshot.optimizer)
    const { graph } = transition.plan
    const isSame = snapshot.graph === graph || graphFingerprint(snapshot.graph) === graphFingerprint(graph)
    const planned = isSame ? transition.plan : plan(snapshot.graph, this.#fuse)
    const fits = isSame && optimizer.slots.length === this.#optimizer.slots.length
    if (snapshot.graph !== graph) this.#options.definitions.add(snapshot.graph)
    transition.replace(planned, fits ? transition.memory : memoryOf(planned, optimizer), optimizer)
    this.#optimizer = optimizer
  }

  #putIn(snapshot: Snapshot): void {
    const slots = this.#optimizer.slots.map((name) => snapshot.slots[name] as ParameterStore)
    this.transition.memory.load(snapshot.parameters, slots)
    this.#step = snapshot.step
    this.#cursor = snapshot.cursor
    this.#base = snapshot
    this.#fresh = true
    this.#lastPrepared = -1
  }
}

function memoryOf({ lanes, targets, layout }: Plan, { slots }: Optimizer): Memory {
  return new Memory(lanes, targets, layout.parameters, slots.length)
}
