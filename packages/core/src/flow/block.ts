/** A block as a node of the flow: two streams, values forward and deltas backward. It fires when it is told to. */

import { Subject } from 'rxjs'
import type { GivesBack, Kernel } from '../kernels/kernel.ts'
import type { Memory, Slabs } from '../kernels/memory.ts'
import type { BlockPlan } from '../plan/block-plan.ts'
import { FIELDS, type Returns } from '../plan/returns.ts'
import type { Message } from './message.ts'

export class Block {
  readonly plan: BlockPlan
  /** Values forward: one message per tick. */
  readonly values$: Subject<Message> = new Subject<Message>()
  /** Deltas backward: one message per learning tick. */
  readonly deltas$: Subject<Message> = new Subject<Message>()
  readonly memory: Memory
  readonly #kernel: Kernel | null
  #slabs: Slabs | null = null
  readonly #forward: Message = { tick: 0, values: new Float64Array(0) }
  readonly #back: Message = { tick: 0, values: new Float64Array(0) }

  /** `kernel` is null where the values are there already: those of the input nodes come with the row. */
  constructor(plan: BlockPlan, kernel: Kernel | null, memory: Memory) {
    this.plan = plan
    this.memory = memory
    this.#kernel = kernel
  }

  /** Computes and sends its values on. */
  fire(tick: number): void {
    this.#kernel?.forward(tick)
    this.#look()
    this.#forward.tick = tick
    this.values$.next(this.#forward)
  }

  /** Sums up what comes back to it, computes and sends its deltas back. */
  fireBack(tick: number, returns: Returns, readers: readonly GivesBack[]): void {
    this.collect(returns, readers)
    this.#kernel?.backward(tick)
    this.#look()
    this.#back.tick = tick
    this.deltas$.next(this.#back)
  }

  /** ∂L/∂a of its lanes: from zero, reader after reader in plan order. */
  protected collect(returns: Returns, readers: readonly GivesBack[]): void {
    const { batch, errors } = this.memory.slabs
    const { index, firstLane, lanes } = this.plan
    const { start, fields } = returns
    errors.fill(0, firstLane * batch, (firstLane + lanes) * batch)
    const end = (start[index + 1] as number) * FIELDS
    for (let k = (start[index] as number) * FIELDS; k < end; k += FIELDS) {
      const reader = readers[fields[k] as number] as GivesBack
      reader.giveBack(fields[k + 1] as number, fields[k + 2] as number, fields[k + 3] as number)
    }
  }

  /** Points the messages at the present slabs. An input's delta is its error: nothing is computed between. */
  #look(): void {
    const { slabs } = this.memory
    if (this.#slabs === slabs) return
    const { firstLane, lanes, form } = this.plan
    const from = firstLane * slabs.batch
    const to = from + lanes * slabs.batch
    this.#forward.values = slabs.values.subarray(from, to)
    this.#back.values = (form === 'source' ? slabs.errors : slabs.deltas).subarray(from, to)
    this.#slabs = slabs
  }
}
