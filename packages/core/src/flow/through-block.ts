/** An edge with an operator: what it reads goes out into the user's stream, and what comes back in goes on. */

import { identity, type OperatorFunction, Subject, type Subscription } from 'rxjs'
import { NeuriteError, throughFailed } from '../errors.ts'
import type { Passed } from '../graph/through.ts'
import type { GivesBack } from '../kernels/kernel.ts'
import type { Memory } from '../kernels/memory.ts'
import { Signal } from '../numerics/signal.ts'
import type { ThroughBlock as ThroughPlan } from '../plan/block-plan.ts'
import type { Returns } from '../plan/returns.ts'
import { Block } from './block.ts'

export class ThroughBlock extends Block implements GivesBack {
  readonly #plan: ThroughPlan
  readonly #forward: Passage
  readonly #back: Passage

  constructor(plan: ThroughPlan, memory: Memory) {
    super(plan, null, memory)
    const { edge, through } = plan
    this.#plan = plan
    this.#forward = new Passage(edge, through.operator)
    this.#back = new Passage(edge, through.back ?? identity)
  }

  override fire(tick: number): void {
    const { batch, values } = this.memory.slabs
    const source = (this.#plan.inputs.lanes[0] as number) * batch
    const own = this.#plan.firstLane * batch
    if (this.#forward.pass(tick, values, source, own, batch)) {
      this.values$.next({ tick, values: values.subarray(own, own + batch) })
    }
  }

  override fireBack(tick: number, returns: Returns, readers: readonly GivesBack[]): void {
    const { batch, errors, deltas } = this.memory.slabs
    const own = this.#plan.firstLane * batch
    this.collect(returns, readers)
    deltas.set(errors.subarray(own, own + batch), own)
    if (this.#back.pass(tick, deltas, own, own, batch)) {
      this.deltas$.next({ tick, values: deltas.subarray(own, own + batch) })
    }
  }

  giveBack(lane: number): void {
    const { batch, errors, deltas } = this.memory.slabs
    const own = this.#plan.firstLane * batch
    for (let n = 0; n < batch; n++) {
      errors[lane * batch + n] = (errors[lane * batch + n] as number) + (deltas[own + n] as number)
    }
  }

  /** Whether its operators, either way, emitted nothing for the last message. */
  get silent(): boolean {
    return this.#forward.silent || this.#back.silent
  }

  /** Ends the user's streams. */
  close(): void {
    this.#forward.close()
    this.#back.close()
  }
}

/** One subscribed operator. It is subscribed anew after it failed, so that the next tick works. */
class Passage {
  readonly #edge: string
  readonly #operator: OperatorFunction<Signal, Passed>
  #in$ = new Subject<Signal>()
  #subscription: Subscription | null = null
  #got: Passed[] = []
  /** Whether the last message brought nothing out. */
  silent = false
  #failure: NeuriteError | null = null

  constructor(edge: string, operator: OperatorFunction<Signal, Passed>) {
    this.#edge = edge
    this.#operator = operator
  }

  /** Sends a row through; false where nothing came out. Only what comes out before it returns counts. */
  pass(tick: number, slab: Float64Array, from: number, to: number, batch: number): boolean {
    this.#got = []
    this.silent = false
    this.#failure = null
    this.#open()
    this.#in$.next(new Signal(tick, slab.slice(from, from + batch), 0, batch))
    const got: readonly Passed[] = this.#got
    if (this.#failure !== null) throw this.#failure
    this.silent = got.length === 0
    if (this.silent) return false
    if (got.length > 1) throw new NeuriteError(throughFailed(this.#edge, `emitted ${got.length} times for one message`))
    const values = numbers(got[0])
    if (values === null || values.length !== batch) {
      throw new NeuriteError(throughFailed(this.#edge, `did not emit ${batch} finite numbers`))
    }
    slab.set(values, to)
    return true
  }

  close(): void {
    this.#subscription?.unsubscribe()
    this.#subscription = null
  }

  #open(): void {
    if (this.#subscription !== null) return
    this.#in$ = new Subject<Signal>()
    const end = (what: string, cause?: unknown): void => {
      this.#failure = new NeuriteError(throughFailed(this.#edge, what), { cause })
      this.close()
    }
    this.#subscription = this.#in$.pipe(this.#operator).subscribe({
      next: (passed) => this.#got.push(passed),
      error: (cause: unknown) => end(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause),
      complete: () => end('completed, so nothing more can pass'),
    })
    // An operator may fail or complete while it is being subscribed, before there is anything to close.
    if (this.#failure !== null) this.close()
  }
}

function numbers(passed: unknown): readonly number[] | null {
  if (passed === null || typeof passed !== 'object' || !('length' in passed)) return null
  const values = passed instanceof Signal ? passed.toArray() : Array.from(passed as ArrayLike<number>)
  return values.every((value) => Number.isFinite(value)) ? values : null
}
