/** A block as a node of the flow: two streams, values forward and deltas backward. It fires when it is told to. */

import type { GivesBack, Kernel } from '../kernels/kernel.ts'
import { clear, type Memory, type Slabs } from '../kernels/memory.ts'
import type { BlockPlan } from '../plan/block-plan.ts'
import type { Part } from '../plan/part.ts'
import { FIELDS, type Returns } from '../plan/returns.ts'
import { type Message, Messages } from './message.ts'

export class Block {
  readonly plan: BlockPlan
  /** Values forward: one message per tick. */
  readonly values$: Messages = new Messages()
  /** Deltas backward: one message per learning tick. */
  readonly deltas$: Messages = new Messages()
  readonly memory: Memory
  readonly #kernels: readonly Kernel[]
  readonly #forward: Message
  readonly #back: Message
  #slabs: Slabs | null = null

  /** One kernel per part. */
  constructor(plan: BlockPlan, kernels: readonly Kernel[], memory: Memory) {
    this.plan = plan
    this.memory = memory
    this.#kernels = kernels
    this.#forward = { tick: 0, sender: plan.index, values: new Float64Array(0) }
    this.#back = { tick: 0, sender: plan.index, values: new Float64Array(0) }
  }

  /** Computes, part after part, and sends its values on. */
  fire(tick: number): void {
    const kernels = this.#kernels
    for (let k = 0; k < kernels.length; k++) (kernels[k] as Kernel).forward()
    this.send(tick)
  }

  /**
   * Part after part, the last one first: sums up what comes back to it and computes. Then sends its deltas back. What comes
   * back to an input moves no parameter, so it is computed only where somebody watches.
   */
  fireBack(tick: number, returns: Returns, ofInputs: () => Returns, readers: readonly GivesBack[]): void {
    const { parts, form } = this.plan
    const kernels = this.#kernels
    if (form === 'source' && !this.#watched) return
    for (let k = parts.length - 1; k >= 0; k--) {
      const part = parts[k] as Part
      if (part.form === 'source' && !this.#watched) continue
      this.collect(part, part.form === 'source' ? ofInputs() : returns, readers)
      ;(kernels[k] as Kernel).backward()
    }
    this.sendBack(tick)
  }

  /** Whether its deltas are watched, and not only counted. */
  get #watched(): boolean {
    return this.deltas$.observers.length > 1
  }

  protected send(tick: number): void {
    this.#look()
    this.#forward.tick = tick
    this.values$.next(this.#forward)
  }

  protected sendBack(tick: number): void {
    this.#look()
    this.#back.tick = tick
    this.deltas$.next(this.#back)
  }

  /** ∂L/∂a of a part's lanes: from zero, reader after reader in plan order. */
  protected collect(
    { index, firstLane, lanes }: Part,
    { start, fields }: Returns,
    readers: readonly GivesBack[],
  ): void {
    const { batch, errors } = this.memory.slabs
    clear(errors, firstLane * batch, (firstLane + lanes) * batch)
    const end = (start[index + 1] as number) * FIELDS
    for (let k = (start[index] as number) * FIELDS; k < end; k += FIELDS) {
      const reader = readers[fields[k] as number] as GivesBack
      reader.giveBack(fields[k + 1] as number, fields[k + 2] as number, fields[k + 3] as number)
    }
  }

  /** Points the messages at the present slabs. */
  #look(): void {
    const { slabs } = this.memory
    if (this.#slabs === slabs) return
    const { firstLane, lanes } = this.plan
    const from = firstLane * slabs.batch
    const to = from + lanes * slabs.batch
    this.#forward.values = slabs.values.subarray(from, to)
    this.#back.values = slabs.deltas.subarray(from, to)
    this.#slabs = slabs
  }
}
