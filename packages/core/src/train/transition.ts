/**
 * One tick, whole or not at all: everything it computes stays pending until all of it is there. A kernel, operator or
 * observer that throws ends it, and nothing of it is kept.
 */
import { Subject } from 'rxjs'
import type { Issue } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { tickBusy } from '../errors/training.ts'
import { Flow } from '../flow/flow.ts'
import { meanLoss } from '../kernels/mean-loss.ts'
import type { Memory, Slabs } from '../kernels/memory.ts'
import { Signal } from '../numerics/signal.ts'
import type { Hyperparameters, Optimizer } from '../optimize/optimizer.ts'
import type { Plan } from '../plan/plan.ts'
import { allFinite, divergedForward, divergedUpdate } from './divergence.ts'
import { Told } from './told.ts'

/** Who has fired: a block by its place in plan order, or the losses. */
export interface Firing {
  readonly phase: 'forward' | 'loss' | 'backward'
  readonly block: number | null
}

/** So many calls one inside the other are observers who move, without end, the network that they are told of. */
const DEEPEST = 64

export class Transition {
  plan: Plan
  memory: Memory
  flow: Flow
  /** The losses of the rows, once per learning tick, before anything is updated. */
  readonly loss$: Subject<Signal> = new Subject<Signal>()
  #optimizer: Optimizer
  #tick = 0
  #watchesInputs = false
  #prepared = 0
  /** The tick under way; 0 where none is, −1 where something else must not be disturbed. */
  #underWay = 0
  /** Whether that one rests between two firings. */
  #rests = false
  /** How the last tick diverged. */
  #divergence: NeuriteError | null = null
  /** What was replaced, until its streams are ended. */
  readonly #left: Flow[] = []
  readonly #told = new Told()

  constructor(plan: Plan, memory: Memory, optimizer: Optimizer) {
    this.plan = plan
    this.memory = memory
    this.flow = new Flow(plan, memory)
    this.#optimizer = optimizer
  }

  /** Goes on with another plan, memory or optimizer. Throws TICK_BUSY. */
  replace(plan: Plan, memory: Memory, optimizer: Optimizer): void {
    this.makeWay()
    this.#optimizer = optimizer
    if (memory === this.memory) return
    this.#prepared++
    this.#left.push(this.flow)
    this.plan = plan
    this.memory = memory
    this.flow = new Flow(plan, memory)
    if (this.#watchesInputs) this.flow.watchInputs()
  }

  /** From now on what comes back to inputs is computed in every learning tick; false where it was already. */
  watchInputs(): boolean {
    if (this.#watchesInputs) return false
    this.#watchesInputs = true
    this.flow.watchInputs()
    return true
  }

  /** The last tick that began; they count from 1. */
  get tick(): number {
    return this.#tick
  }

  /** The slabs for this many rows, to be filled: values of the inputs from lane 0 on, and targets. Throws TICK_BUSY. */
  prepare(rows: number): Slabs {
    this.makeWay()
    if (this.#left.length > 0) this.endLeft()
    this.#prepared++
    return this.memory.resize(rows)
  }

  /** Throws TICK_BUSY where other rows were prepared since: what reads a row may run anything, and fills slabs of its own. */
  refuseOther(prepared: number): void {
    if (this.#prepared !== prepared) throw new NeuriteError(tickBusy())
  }

  /** Ends the streams of what was replaced: operators on edges hear of it when the next state is in force. */
  endLeft(): void {
    for (let flow = this.#left.pop(); flow !== undefined; flow = this.#left.pop()) flow.close(this.report)
  }

  /** How often rows were prepared: what a tick computed stands in the slabs until they are prepared again. */
  get prepared(): number {
    return this.#prepared
  }

  /** One wave of values through the prepared rows. Throws TICK_STALLED, THROUGH_FAILED, or what an observer threw. */
  infer(): void {
    this.#begin()
    const outer = this.#told.begin()
    try {
      this.flow.forward(this.#tick, false)
    } finally {
      this.#underWay = 0
      this.#told.end(outer)
    }
  }

  /**
   * The next parameters and slots from the prepared rows, left pending in the memory; gives the mean loss. `step` is the
   * number of this update, `since` the step at which the optimizer began. Throws as `infer` does, and TRAINING_DIVERGED.
   */
  learn(step: number, hyperparameters: Hyperparameters, since: number): number {
    const { flow } = this
    this.#begin()
    const outer = this.#told.begin()
    try {
      flow.forward(this.#tick, true)
      const loss = this.#meanLoss(step)
      flow.backward(this.#tick)
      this.#update(step, hyperparameters, since)
      return loss
    } finally {
      this.#underWay = 0
      this.#told.end(outer)
    }
  }

  /**
   * As `learn`, one firing at a time: it gives the block that has fired, the losses as one, and rests until it is asked for
   * the next. Where it rests it gives way to any other tick or state; `underWay` says whether it may still be asked. Ended
   * before its end, nothing of it is kept.
   */
  *learnSlowly(step: number, hyperparameters: Hyperparameters, since: number): Generator<Firing, number, void> {
    const { flow } = this
    const { length } = flow.blocks
    this.#begin()
    const tick = this.#tick
    try {
      flow.startForward(tick, true)
      for (let k = this.#part(() => flow.fire(tick, true)); k !== -1; k = this.#part(() => flow.fire(tick, true))) {
        if (k < length) yield this.#resting({ phase: 'forward', block: k })
      }
      const loss = this.#part(() => this.#meanLoss(step))
      yield this.#resting({ phase: 'loss', block: null })
      flow.startBackward(tick)
      for (let k = this.#part(() => flow.fireBack(tick)); k !== -1; k = this.#part(() => flow.fireBack(tick))) {
        if (k < length && flow.blocks[k]?.plan.form !== 'source') yield this.#resting({ phase: 'backward', block: k })
      }
      this.#update(step, hyperparameters, since)
      return loss
    } finally {
      if (this.#underWay === tick) this.#underWay = 0
    }
  }

  #resting(firing: Firing): Firing {
    this.#rests = true
    return firing
  }

  #update(step: number, hyperparameters: Hyperparameters, since: number): void {
    const { memory } = this
    this.#optimizer.update({
      step: step - since,
      hyperparameters,
      parameters: memory.parameters,
      gradients: memory.gradients,
      slots: memory.slots,
      nextParameters: memory.nextParameters,
      nextSlots: memory.nextSlots,
    })
    // A slot that is infinite would freeze its parameter without a word.
    if (!allFinite(memory.nextParameters) || !memory.nextSlots.every(allFinite)) {
      this.#diverge(divergedUpdate(step, this.plan, memory))
    }
  }

  /** Does a part of a tick that rests in between, and throws what an observer of it threw. */
  #part<T>(work: () => T): T {
    this.#rests = false
    return this.tell(work)
  }

  /** Does what tells observers something; throws what the first of them threw. */
  tell<T>(work: () => T): T {
    return this.#told.during(work)
  }

  /** Takes what an observer threw; where nothing is told it is thrown on, for RxJS to report. */
  readonly report = (error: unknown): void => this.#told.report(error)

  /** The tick under way, resting or not; 0 where none is. */
  get underWay(): number {
    return this.#underWay
  }

  /** Whether anything runs that must not be disturbed. */
  get isBusy(): boolean {
    return this.#underWay !== 0 && !this.#rests
  }

  /** Lets something else have its turn: a tick that rests gives way, and is forgotten. Throws TICK_BUSY. */
  makeWay(): void {
    if (this.isBusy || this.#told.depth > DEEPEST) throw new NeuriteError(tickBusy())
    this.#underWay = 0
    this.#rests = false
  }

  /** Does something during which whoever wants a tick or another state is refused. Throws TICK_BUSY. */
  undisturbed<T>(work: () => T): T {
    this.makeWay()
    this.#underWay = -1
    try {
      return work()
    } finally {
      this.#underWay = 0
    }
  }

  /** Whether the last tick ended with this very error, as one that diverged: not another network's, or an earlier one. */
  hasDiverged(error: unknown): boolean {
    return this.#divergence !== null && this.#divergence === error
  }

  #diverge(issue: Issue): never {
    this.#divergence = new NeuriteError(issue)
    throw this.#divergence
  }

  #begin(): void {
    this.makeWay()
    this.#divergence = null
    this.#underWay = ++this.#tick
  }

  #meanLoss(step: number): number {
    const { losses, batch } = this.memory.slabs
    const mean = meanLoss(this.memory.slabs)
    if (!Number.isFinite(mean)) this.#diverge(divergedForward(step, this.plan, this.memory))
    if (this.loss$.observed) this.loss$.next(new Signal(this.#tick, losses.slice(), 0, batch))
    return mean
  }
}
