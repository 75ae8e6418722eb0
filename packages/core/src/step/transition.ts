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
import type { Hyperparameters, Optimizer } from '../optimize/optimizer.ts'
import type { Plan } from '../plan/plan.ts'
import { OwnSignal, type Signal } from '../signal.ts'
import { allFinite, divergedForward, divergedUpdate } from './divergence.ts'
import { Frozen } from './frozen.ts'
import { Turn } from './turn.ts'

/** Who has fired: a block by its place in plan order, or the losses. */
export interface Firing {
  readonly phase: 'forward' | 'loss' | 'backward'
  readonly block: number | null
}

/** Which update a tick leads to. */
export interface UpdateOf {
  /** Its number. */
  readonly step: number
  readonly hyperparameters: Hyperparameters
  /** The step at which the optimizer began. */
  readonly since: number
}

/** What `#next` gives besides places. */
const LOSSES = -2
const OVER = -1

export class Transition {
  plan: Plan
  memory: Memory
  flow: Flow
  readonly turn: Turn = new Turn()
  /** The losses of the rows, once per learning tick, before anything is updated. */
  readonly loss$: Subject<Signal> = new Subject<Signal>()
  /** What the optimizer added to the loss of the learning tick that began last. */
  penalty = 0
  #optimizer: Optimizer
  #watchesInputs = false
  #prepared = 0
  /** How far the learning tick is that began last, and its mean loss. */
  #phase: 'forward' | 'backward' = 'forward'
  #loss = Number.NaN
  readonly #frozen = new Frozen()
  /** How the last tick diverged. */
  #divergence: NeuriteError | null = null
  /** What was replaced, until its streams are ended. */
  readonly #left: Flow[] = []

  constructor(plan: Plan, memory: Memory, optimizer: Optimizer) {
    this.plan = plan
    this.memory = memory
    this.flow = new Flow(plan, memory)
    this.#optimizer = optimizer
  }

  /** Goes on with another plan, memory or optimizer. Throws TICK_BUSY. */
  replace(plan: Plan, memory: Memory, optimizer: Optimizer): void {
    this.turn.makeWay()
    this.#optimizer = optimizer
    this.penalty = 0
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

  /** The slabs for this many rows, to be filled: values of the inputs from lane 0 on, and targets. Throws TICK_BUSY. */
  prepare(rows: number): Slabs {
    this.turn.makeWay()
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
    for (let flow = this.#left.pop(); flow !== undefined; flow = this.#left.pop()) flow.close(this.turn.report)
  }

  /** How often rows were prepared: what a tick computed stands in the slabs until they are prepared again. */
  get prepared(): number {
    return this.#prepared
  }

  /** One wave of values through the prepared rows. Throws TICK_STALLED, THROUGH_FAILED, or what an observer threw. */
  infer(): void {
    const tick = this.#begin()
    const outer = this.turn.enter()
    try {
      this.flow.forward(tick, false)
    } finally {
      this.turn.leave(outer)
    }
  }

  /**
   * The next parameters and slots from the prepared rows, left pending in the memory; gives the mean loss. Throws as `infer`
   * does, and TRAINING_DIVERGED.
   */
  learn(update: UpdateOf): number {
    this.#begin()
    const outer = this.turn.enter()
    try {
      this.#start()
      while (this.#next(update) !== OVER);
      return this.#loss
    } finally {
      this.turn.leave(outer)
    }
  }

  /**
   * As `learn`, one firing at a time: it gives the block that has fired, the losses as one, and rests until it is asked for
   * the next. Where it rests it gives way to any other tick or state; `turn.underWay` says whether it may still be asked.
   * Ended before its end, nothing of it is kept.
   */
  *learnSlowly(update: UpdateOf): Generator<Firing, number, void> {
    const { blocks } = this.flow
    const tick = this.#begin()
    try {
      this.#start()
      for (;;) {
        const phase = this.#phase
        const k = this.turn.part(() => this.#next(update))
        if (k === OVER) return this.#loss
        // Losses fire one by one, and are one to whoever looks; nothing fires in an input when it comes back.
        if (k === LOSSES) yield { phase: 'loss', block: null }
        else if (k < blocks.length && !(phase === 'backward' && blocks[k]?.plan.form === 'source')) {
          yield { phase, block: k }
        }
      }
    } finally {
      this.turn.end(tick)
    }
  }

  #start(): void {
    this.#phase = 'forward'
    this.flow.startForward(this.turn.tick, true)
  }

  /**
   * THE order of a learning tick: blocks forward, losses, blocks back, the update. Does what comes next of it, and gives the
   * place of what has fired, in plan order, losses behind the blocks; LOSSES when all of them have, OVER at the end.
   */
  #next(update: UpdateOf): number {
    const { flow } = this
    if (this.#phase === 'forward') {
      const k = flow.fire(this.turn.tick, true)
      if (k !== -1) return k
      this.#loss = this.#lossOf(update)
      this.#phase = 'backward'
      flow.startBackward(this.turn.tick)
      return LOSSES
    }
    const k = flow.fireBack(this.turn.tick)
    if (k !== -1) return k
    this.#update(update)
    return OVER
  }

  #update({ step, hyperparameters, since }: UpdateOf): void {
    const { memory } = this
    const { frozen } = this.plan
    this.#optimizer.update({
      optimizer: this.#optimizer,
      step: step - since,
      hyperparameters,
      graph: this.plan.graph,
      parameters: memory.parameters,
      gradients: frozen === null ? memory.gradients : this.#frozen.without(frozen, memory.gradients),
      slots: memory.slots,
      nextParameters: memory.nextParameters,
      nextSlots: memory.nextSlots,
    })
    if (frozen !== null) this.#frozen.keep(frozen, memory)
    // A slot that is infinite would freeze its parameter without a word.
    if (!allFinite(memory.nextParameters) || !memory.nextSlots.every(allFinite)) {
      this.#diverge(divergedUpdate(step, this.plan, memory))
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

  #begin(): number {
    const tick = this.turn.begin()
    this.#divergence = null
    return tick
  }

  /** The mean over the rows, and what the optimizer adds for the parameters that gave it. */
  #lossOf({ step, hyperparameters }: UpdateOf): number {
    const { losses, batch } = this.memory.slabs
    const mean = meanLoss(this.memory.slabs)
    if (this.#optimizer.penalty !== undefined) this.#penalize(hyperparameters)
    const loss = mean + this.penalty
    if (!Number.isFinite(loss)) this.#diverge(divergedForward(step, this.plan, this.memory))
    if (this.loss$.observed) this.loss$.next(new OwnSignal(this.turn.tick, losses.slice(), 0, batch))
    return loss
  }

  #penalize(hyperparameters: Hyperparameters): void {
    const optimizer = this.#optimizer
    const { options, penalty } = optimizer
    const { parameters } = this.memory
    this.penalty = penalty?.({ optimizer, options, hyperparameters, graph: this.plan.graph, parameters }) ?? 0
  }
}
