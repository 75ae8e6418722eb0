/** A network at work: the state in force, what moves it, and who may. Whatever is needed to go on stands in its snapshot. */

import { Subject } from 'rxjs'
import { alreadyTraining, NeuriteError, noLoss, snapshotGone, snapshotMismatch } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import { Memory } from '../kernels/memory.ts'
import type { Hyperparameters, Optimizer } from '../optimize/optimizer.ts'
import type { Fuse } from '../plan/fuse.ts'
import { plan } from '../plan/plan.ts'
import { type Cursor, cursorAtStart } from '../state/cursor.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import { ParameterStore } from '../state/parameter-store.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { initialSnapshot, nextSnapshot } from '../state/update.ts'
import { Step } from './step.ts'
import { Transition } from './transition.ts'

/** Anything that can be trained: a `Network`. */
export interface Trainable {
  /** What runs it: for `train`, `learn`, `predict` and `trace`, not for their callers. */
  readonly learner: Learner
}

export class Learner {
  readonly transition: Transition
  readonly optimizer: Optimizer
  /** The tick that changed the state in force: an update, or a restored snapshot. */
  readonly update$: Subject<number> = new Subject<number>()
  /** What whoever trains gives the right back with; null when nobody does. */
  #release: (() => void) | null = null
  #step = 0
  #cursor: Cursor = cursorAtStart
  #hyperparameters: Hyperparameters
  /** The last one that was looked at; `#fresh` says whether it is the state in force. */
  #snapshot: Snapshot
  #fresh = true
  #last: Step | null = null

  constructor(graph: Graph, optimizer: Optimizer, seed: number, fuse: Fuse) {
    const planned = plan(graph, fuse)
    const { lanes, targets, layout } = planned
    const memory = new Memory(lanes, targets, layout.parameters, optimizer.slots.length)
    this.optimizer = optimizer
    this.#snapshot = initialSnapshot({ graph, optimizer, seed })
    this.#hyperparameters = this.#snapshot.hyperparameters
    memory.load(this.#snapshot.parameters, this.#slotsOf(this.#snapshot))
    this.transition = new Transition(planned, memory, optimizer)
  }

  /** How many updates there have been. */
  get step(): number {
    return this.#step
  }

  get seed(): number {
    return this.#snapshot.seed
  }

  get hyperparameters(): Hyperparameters {
    return this.#hyperparameters
  }

  /** Where training stands in its data. */
  get cursor(): Cursor {
    return this.#cursor
  }

  /** The state in force, copied out of the memory when somebody looks. */
  get snapshot(): Snapshot {
    if (!this.#fresh) {
      this.#snapshot = nextSnapshot(this.#snapshot, { ...this.#stores(), step: this.#step, cursor: this.#cursor })
      this.#fresh = true
    }
    return this.#snapshot
  }

  /**
   * Puts a snapshot in force. Throws SNAPSHOT_MISMATCH, ALREADY_TRAINING, TICK_BUSY; then nothing has changed. What an
   * observer of the new state throws is thrown on, with that state in force.
   */
  restore(snapshot: Snapshot): void {
    this.transition.refuseWhenBusy()
    if (this.#release !== null) throw new NeuriteError(alreadyTraining())
    const { graph, optimizer } = this.#snapshot
    const same = snapshot.graph === graph || graphFingerprint(snapshot.graph) === graphFingerprint(graph)
    if (!same || JSON.stringify(snapshot.optimizer) !== JSON.stringify(optimizer)) {
      throw new NeuriteError(snapshotMismatch())
    }
    this.transition.memory.load(snapshot.parameters, this.#slotsOf(snapshot))
    this.#hyperparameters = snapshot.hyperparameters
    this.#step = snapshot.step
    this.#cursor = snapshot.cursor
    this.#snapshot = snapshot
    this.#fresh = true
    this.#last = null
    this.#tell()
  }

  /**
   * Takes the right to train, until the function that comes back is called; called again, it does nothing, whoever has the
   * right by then. Throws ALREADY_TRAINING, NO_LOSS.
   */
  claim(): () => void {
    if (this.#release !== null) throw new NeuriteError(alreadyTraining())
    if (this.transition.plan.losses.length === 0) throw new NeuriteError(noLoss())
    const release = (): void => {
      if (this.#release === release) this.#release = null
    }
    this.#release = release
    return release
  }

  /**
   * One update from the rows prepared in `transition`, the batch `at` which training stands; then it stands at `next`.
   * Throws as `transition.learn`; then neither state nor cursor has moved. Throws what an observer of the new state throws,
   * too; it was told of an update that is in force, and that stays.
   */
  learn(at: Cursor, next: Cursor): Step {
    const { memory } = this.transition
    const loss = this.transition.learn(this.#step + 1, this.#hyperparameters)
    memory.commit()
    this.#step++
    this.#cursor = next
    this.#fresh = false
    const step = new Step(this.#step, at.epoch, at.batch, memory.slabs.batch, loss, this.#look)
    this.#last = step
    if (this.update$.observed) this.#tell()
    return step
  }

  #tell(): void {
    const { tick } = this.transition
    this.transition.tell(() => this.update$.next(tick))
  }

  /** Copies of the numbers in force. */
  #stores(): { parameters: ParameterStore; slots: Record<string, ParameterStore> } {
    const { parameters, slots } = this.transition.memory
    const named = this.optimizer.slots.map((name, k) => [name, ParameterStore.copyOf(slots[k] as Float64Array)])
    return { parameters: ParameterStore.copyOf(parameters), slots: Object.fromEntries(named) }
  }

  #slotsOf(snapshot: Snapshot): ParameterStore[] {
    return this.optimizer.slots.map((name) => snapshot.slots[name] as ParameterStore)
  }

  readonly #look = (step: Step): Snapshot => {
    if (step !== this.#last) throw new NeuriteError(snapshotGone(step.step, this.#step))
    return this.snapshot
  }
}
