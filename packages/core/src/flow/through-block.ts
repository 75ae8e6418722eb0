/** An edge with an operator: what it reads goes out into the user's stream, and what comes back in goes on. */

import { defer, identity, type Observable, type OperatorFunction, Subject, type Subscription } from 'rxjs'
import { refusePromise } from '../door/refuse-promise.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { throughFailed, tickStalled } from '../errors/training.ts'
import type { Passed } from '../graph/contracts/through.ts'
import type { GivesBack } from '../kernels/kernel.ts'
import { addOnto, type Memory } from '../kernels/memory.ts'
import type { BlockPlan } from '../plan/block-plan.ts'
import type { ThroughPart } from '../plan/part.ts'
import { OwnSignal, type Signal } from '../signal.ts'
import { Block } from './block.ts'

export class ThroughBlock extends Block implements GivesBack {
  readonly #part: ThroughPart
  readonly #forward: Passage
  readonly #back: Passage

  constructor(plan: BlockPlan, part: ThroughPart, memory: Memory) {
    super(plan, [], memory)
    const { operator, back = identity } = part.through
    this.#part = part
    this.#forward = new Passage(part, operator)
    this.#back = new Passage(part, back)
  }

  override fire(tick: number): void {
    const { batch, values } = this.memory.slabs
    const source = (this.#part.inputs.lanes[0] as number) * batch
    const own = this.#part.firstLane * batch
    this.#forward.pass(tick, values, source, own, batch)
    this.send(tick)
  }

  override fireBack(tick: number): void {
    const { batch, errors, deltas } = this.memory.slabs
    const own = this.#part.firstLane * batch
    deltas.set(errors.subarray(own, own + batch), own)
    this.#back.pass(tick, deltas, own, own, batch)
    this.push()
    this.sendBack(tick)
  }

  push(): void {
    const { slabs, errorsFrom } = this.memory
    const lane = this.#part.inputs.lanes[0] as number
    const own = this.#part.firstLane * slabs.batch
    if (lane >= errorsFrom) addOnto(slabs, lane, slabs.deltas.subarray(own, own + slabs.batch))
  }

  share(reader: number, _slot: number, target: Float64Array): void {
    const { batch, deltas } = this.memory.slabs
    target.set(deltas.subarray(reader * batch, (reader + 1) * batch))
  }

  /** Ends the user's streams; `report` hears what they throw at that. */
  close(report: (error: unknown) => void): void {
    for (const passage of [this.#forward, this.#back]) {
      try {
        passage.close()
      } catch (error) {
        report(error)
      }
    }
  }
}

/** One subscribed operator. It is subscribed with the first message, and anew after it failed or completed. */
class Passage {
  readonly #part: ThroughPart
  readonly #operator: OperatorFunction<Signal, Passed>
  #in$ = new Subject<Signal>()
  #subscription: Subscription | null = null
  #got: Passed[] = []
  /** Why it ended, until a tick was refused for it. */
  #failure: NeuriteError | null = null

  constructor(part: ThroughPart, operator: OperatorFunction<Signal, Passed>) {
    this.#part = part
    this.#operator = operator
  }

  /**
   * Sends a row of the slab through, and writes what comes out as its row `to`. Only what comes out before this returns
   * counts. Throws TICK_STALLED where nothing does, THROUGH_FAILED where anything but one row of numbers does.
   */
  pass(tick: number, slab: Float64Array, from: number, to: number, batch: number): void {
    this.#got = []
    this.#open()
    const sent = slab.slice(from, from + batch)
    if (this.#failure === null) this.#in$.next(new OwnSignal(tick, sent, 0, batch))
    this.#refuseFailure()
    const { edge, to: node } = this.#part
    const got: readonly Passed[] = this.#got
    if (got.length === 0) throw new NeuriteError(tickStalled(edge, node))
    if (got.length > 1) throw this.#failed(`emitted ${got.length} times for one message`)
    refusePromise(got[0] as unknown, `the operator on ${edge}`)
    const values = numbers(got[0])
    if (values?.length !== batch) throw this.#failed(`did not emit ${batch} numbers`)
    // What came in infinite may go out so: the run diverged elsewhere, and is refused for that.
    if (!values.every(Number.isFinite) && sent.every(Number.isFinite))
      throw this.#failed('emitted a number that is not finite')
    slab.set(values, to)
  }

  close(): void {
    this.#subscription?.unsubscribe()
  }

  #open(): void {
    if (this.#subscription?.closed === false) return
    const in$ = new Subject<Signal>()
    this.#in$ = in$
    this.#subscription = defer(() => this.#joined(in$)).subscribe({
      next: (passed) => this.#got.push(passed),
      error: (cause: unknown) => {
        const isRefusal = cause instanceof NeuriteError && cause.code === 'ASYNC_NOT_ALLOWED'
        if (isRefusal) this.#failure = cause
        else
          this.#failure = this.#failed(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
      },
      complete: () => {
        this.#failure = this.#failed('completed, so nothing more can pass')
      },
    })
  }

  #joined(in$: Observable<Signal>): Observable<Passed> {
    const passed = in$.pipe(this.#operator)
    refusePromise(passed, `the operator on ${this.#part.edge}`)
    return passed
  }

  #refuseFailure(): void {
    const failure = this.#failure
    this.#failure = null
    if (failure !== null) throw failure
  }

  #failed(what: string, options?: ErrorOptions): NeuriteError {
    return new NeuriteError(throughFailed(this.#part.edge, what), options)
  }
}

/** Its numbers, null where it is no row of numbers. */
function numbers(passed: unknown): readonly number[] | null {
  if (passed instanceof OwnSignal) return passed.toArray()
  if (passed === null || typeof passed !== 'object' || !('length' in passed)) return null
  const values = Array.from(passed as ArrayLike<unknown>)
  return values.every((value) => typeof value === 'number') ? (values as number[]) : null
}
