/**
 * One tick, whole or not at all: everything it computes stays pending until all of it is there. A kernel, operator or
 * observer that throws ends it, and nothing of it is kept.
 */

import { Subject } from 'rxjs'
import { NeuriteError, tickBusy } from '../errors.ts'
import { Flow } from '../flow/flow.ts'
import { meanLoss } from '../kernels/mean-loss.ts'
import type { Memory, Slabs } from '../kernels/memory.ts'
import { Signal } from '../numerics/signal.ts'
import type { Hyperparameters, Optimizer } from '../optimize/optimizer.ts'
import type { Plan } from '../plan/plan.ts'
import { allFinite, divergedForward, divergedUpdate } from './divergence.ts'

/** Who has fired: a block by its place in plan order, or the losses. */
export interface Firing {
  readonly phase: 'forward' | 'loss' | 'backward'
  readonly block: number | null
}

type Thrown = { readonly error: unknown } | null

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
  #busy = false
  /** How many calls are collecting what observers throw, one inside the other. */
  #collecting = 0
  /** What the innermost of them has collected: the first thing thrown. */
  #thrown: Thrown = null

  constructor(plan: Plan, memory: Memory, optimizer: Optimizer) {
    this.plan = plan
    this.memory = memory
    this.flow = new Flow(plan, memory)
    this.#optimizer = optimizer
  }

  /** Goes on with another plan, memory or optimizer. Throws TICK_BUSY. */
  replace(plan: Plan, memory: Memory, optimizer: Optimizer): void {
    this.refuseWhenBusy()
    this.#optimizer = optimizer
    if (memory === this.memory) return
    this.flow.close()
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
    this.refuseWhenBusy()
    this.#prepared++
    return this.memory.resize(rows)
  }

  /** How often rows were prepared: what a tick computed stands in the slabs until they are prepared again. */
  get prepared(): number {
    return this.#prepared
  }

  /** One wave of values through the prepared rows. Throws TICK_STALLED, THROUGH_FAILED, or what an observer threw. */
  infer(): void {
    this.#begin()
    const outer = this.#collect()
    try {
      this.flow.forward(this.#tick, false)
    } finally {
      this.#busy = false
      this.#throwCollected(outer)
    }
  }

  /**
   * The next parameters and slots from the prepared rows, left pending in the memory; gives the mean loss. `step` is the
   * number of this update, `since` the step at which the optimizer began. Throws as `infer` does, and TRAINING_DIVERGED.
   */
  learn(step: number, hyperparameters: Hyperparameters, since = 0): number {
    const { flow } = this
    this.#begin()
    const outer = this.#collect()
    try {
      flow.forward(this.#tick, true)
      const loss = this.#meanLoss(step)
      flow.backward(this.#tick)
      this.#update(step, hyperparameters, since)
      return loss
    } finally {
      this.#busy = false
      this.#throwCollected(outer)
    }
  }

  /**
   * As `learn`, one firing at a time: it gives the block that has fired, the losses as one, and rests until it is asked for
   * the next. Meanwhile the tick is under way. Ended before its end, nothing of it is kept.
   */
  *learnSlowly(step: number, hyperparameters: Hyperparameters, since: number): Generator<Firing, number, void> {
    const { flow } = this
    const { length } = flow.blocks
    this.#begin()
    const tick = this.#tick
    try {
      flow.startForward(tick, true)
      for (let k = this.#told(() => flow.fire(tick, true)); k !== -1; k = this.#told(() => flow.fire(tick, true))) {
        if (k < length) yield { phase: 'forward', block: k }
      }
      const loss = this.#told(() => this.#meanLoss(step))
      yield { phase: 'loss', block: null }
      flow.startBackward(tick)
      for (let k = this.#told(() => flow.fireBack(tick)); k !== -1; k = this.#told(() => flow.fireBack(tick))) {
        if (k < length && flow.blocks[k]?.plan.form !== 'source') yield { phase: 'backward', block: k }
      }
      this.#update(step, hyperparameters, since)
      return loss
    } finally {
      this.#busy = false
    }
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
      throw new NeuriteError(divergedUpdate(step, this.plan, memory))
    }
  }

  /** Does a part of a tick, and throws what an observer of it threw. */
  #told<T>(work: () => T): T {
    const outer = this.#collect()
    try {
      return work()
    } finally {
      this.#throwCollected(outer)
    }
  }

  /** Does what tells observers something outside a tick; throws what the first of them threw. */
  tell(work: () => void): void {
    const outer = this.#collect()
    try {
      work()
    } finally {
      this.#throwCollected(outer)
    }
  }

  /** Takes what an observer threw; outside ticks it is thrown on, for RxJS to report. */
  readonly report = (error: unknown): void => {
    if (this.#collecting === 0) throw error
    this.#thrown ??= { error }
  }

  refuseWhenBusy(): void {
    if (this.#busy) throw new NeuriteError(tickBusy())
  }

  #begin(): void {
    this.refuseWhenBusy()
    this.#busy = true
    this.#tick++
  }

  /** Begins to collect; gives what the call around this one has collected so far. */
  #collect(): Thrown {
    const outer = this.#thrown
    this.#collecting++
    this.#thrown = null
    return outer
  }

  #throwCollected(outer: Thrown): void {
    const thrown = this.#thrown
    this.#collecting--
    this.#thrown = outer
    if (thrown !== null) throw thrown.error
  }

  #meanLoss(step: number): number {
    const { losses, batch } = this.memory.slabs
    const mean = meanLoss(this.memory.slabs)
    if (!Number.isFinite(mean)) throw new NeuriteError(divergedForward(step, this.plan, this.memory))
    if (this.loss$.observed) this.loss$.next(new Signal(this.#tick, losses.slice(), 0, batch))
    return mean
  }
}
