/** A block as a node of the flow: two streams, values forward and deltas backward. It fires when it is told to. */

import type { Kernel } from '../kernels/kernel.ts'
import type { Memory, Slabs } from '../kernels/memory.ts'
import type { BlockPlan } from '../plan/block-plan.ts'
import type { Part } from '../plan/part.ts'
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
   * Part after part, the last one first: computes from what has come back to it, and lets go what goes back from it. Then
   * sends its deltas back. Inputs do so only where somebody watched when the wave began.
   */
  fireBack(tick: number): void {
    const { parts, form } = this.plan
    const kernels = this.#kernels
    if (form === 'source' && this.memory.errorsFrom > 0) return
    for (let k = parts.length - 1; k >= 0; k--) {
      if ((parts[k] as Part).form === 'source' && this.memory.errorsFrom > 0) continue
      const kernel = kernels[k] as Kernel
      kernel.backward()
      kernel.push()
    }
    this.sendBack(tick)
  }

  /** Whether its deltas are watched, and not only counted. */
  get isWatched(): boolean {
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
