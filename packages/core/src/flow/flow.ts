/**
 * The flow: a plan brought to life as RxJS streams. A block's message is counted by the joins that wait for it; whoever
 * has all its messages is taken in plan order by one loop and fires. No recursion, no edge has a subscription.
 */

import { AffineKernel } from '../kernels/affine.ts'
import { CustomKernel } from '../kernels/custom.ts'
import type { GivesBack, Kernel } from '../kernels/kernel.ts'
import { LossKernel } from '../kernels/loss-kernel.ts'
import { addOnto, clear, type Memory } from '../kernels/memory.ts'
import { SourceKernel } from '../kernels/source.ts'
import type { BlockPlan } from '../plan/block-plan.ts'
import type { Part } from '../plan/part.ts'
import type { Plan } from '../plan/plan.ts'
import { type Reading, readingsBack } from '../plan/reading.ts'
import { Block } from './block.ts'
import { Joins } from './joins.ts'
import type { Message } from './message.ts'
import { ThroughBlock } from './through-block.ts'

export class Flow {
  /** In plan order. */
  readonly blocks: readonly Block[]
  readonly #plan: Plan
  readonly #memory: Memory
  readonly #losses: readonly LossKernel[]
  /** Who reads lanes: parts by place, then losses. */
  readonly #readers: GivesBack[] = []
  /** Blocks that hold inputs, and how many inputs there are. */
  readonly #sources: readonly Block[]
  readonly #inputs: number
  readonly #forward: Joins
  readonly #backward: Joins

  constructor(plan: Plan, memory: Memory) {
    this.#plan = plan
    this.#memory = memory
    this.blocks = plan.blocks.map((block) => this.#block(block))
    this.#losses = plan.losses.map((loss) => new LossKernel(loss, memory))
    for (const loss of this.#losses) this.#readers.push(loss)
    this.#forward = new Joins(plan.forward, 'ascending')
    this.#backward = new Joins(plan.backward, 'descending')
    this.#inputs = plan.graph.inputs.length
    this.#sources = this.blocks.filter(({ plan }) => plan.parts.some(({ form }) => form === 'source'))
    const arrive = ({ sender, tick }: Message): void => this.#forward.arrive(sender, tick)
    const comeBack = ({ sender, tick }: Message): void => this.#backward.arrive(sender, tick)
    for (const { values$, deltas$ } of this.blocks) {
      values$.subscribe(arrive)
      deltas$.subscribe(comeBack)
    }
  }

  /** Begins a wave of values, before anyone has fired; the rows of the input nodes are in the slabs already. With `losses`, they fire too. */
  startForward(tick: number, losses: boolean): void {
    if (losses) clear(this.#memory.slabs.losses)
    this.#forward.start(tick)
  }

  /** A whole wave of values: `startForward`, and all that fire. */
  forward(tick: number, losses: boolean): void {
    this.startForward(tick, losses)
    while (this.fire(tick, losses) !== -1);
  }

  /** Lets the next block, or loss, fire; gives its place in plan order, losses behind the blocks, and -1 when all have. */
  fire(tick: number, losses: boolean): number {
    const k = this.#forward.take()
    if (k !== -1) this.#fire(k, tick, losses)
    return k
  }

  /** Begins a wave of deltas: the losses send theirs back, in declared order; nobody else has fired. */
  startBackward(tick: number): void {
    const { slabs } = this.#memory
    const errorsFrom = this.#sources.some(isWatched) ? 0 : this.#inputs
    this.#memory.errorsFrom = errorsFrom
    clear(slabs.errors, errorsFrom * slabs.batch)
    for (const loss of this.#losses) {
      loss.backward()
      loss.push()
    }
    this.#backward.start(tick)
  }

  /** Lets the next loss, or block, fire back; gives its place as `fire` does. */
  fireBack(tick: number): number {
    const k = this.#backward.take()
    if (k !== -1) this.#fireBack(k, tick)
    return k
  }

  #fire(k: number, tick: number, losses: boolean): void {
    const { blocks } = this
    if (k < blocks.length) (blocks[k] as Block).fire(tick)
    else if (losses) (this.#losses[k - blocks.length] as LossKernel).forward()
  }

  #fireBack(k: number, tick: number): void {
    const { blocks } = this
    if (k < blocks.length) {
      const block = blocks[k] as Block
      if (this.#memory.errorsFrom > 0 && block.isWatched && this.#sources.includes(block)) this.#lateInputs()
      block.fireBack(tick)
    } else this.#backward.arrive(k, tick)
  }

  /** Somebody began to watch inputs in the middle of a wave: what has come back to them is added up edge by edge. */
  #lateInputs(): void {
    const { slabs } = this.#memory
    clear(slabs.errors, 0, this.#inputs * slabs.batch)
    this.#memory.errorsFrom = 0
    for (const reading of readingsBack(this.#plan)) {
      if (reading.source < this.#inputs) addOnto(slabs, reading.source, this.share(reading))
    }
  }

  /** What a reader that has fired back sends along one of its edges, or a loss to one of its nodes: a number per row. */
  share({ reader, lane, slot }: Reading): Float64Array {
    const target = new Float64Array(this.#memory.slabs.batch)
    ;(this.#readers[reader] as GivesBack).share(lane, slot, target)
    return target
  }

  /** Lets what comes back to inputs be computed: it moves no parameter, so it is where somebody listens only. */
  watchInputs(): void {
    for (const { deltas$ } of this.#sources) deltas$.subscribe(() => {})
  }

  /** Ends every stream and the subscriptions to them; `report` hears what operators on edges throw at that. */
  close(report: (error: unknown) => void): void {
    for (const block of this.blocks) {
      block.values$.complete()
      block.deltas$.complete()
    }
    for (const block of this.blocks) if (block instanceof ThroughBlock) block.close(report)
  }

  #block(plan: BlockPlan): Block {
    const [first] = plan.parts
    if (first?.form === 'through') {
      const made = new ThroughBlock(plan, first, this.#memory)
      this.#readers.push(made)
      return made
    }
    const kernels = plan.parts.map((part) => kernelOf(part, this.#memory))
    for (const kernel of kernels) this.#readers.push(kernel)
    return new Block(plan, kernels, this.#memory)
  }
}

const isWatched = (block: Block): boolean => block.isWatched

function kernelOf(part: Part, memory: Memory): Kernel {
  if (part.form === 'source') return new SourceKernel(part, memory)
  if (part.form === 'through') throw new TypeError('an edge with an operator is a block of its own')
  const { computation } = part.kind
  switch (computation.form) {
    case 'affine':
      return new AffineKernel(part, computation.activation, memory)
    case 'custom':
      return new CustomKernel(part, computation, memory)
    case 'source':
      throw new TypeError('an input node is no part of the other forms')
  }
}
