/**
 * The flow: a plan brought to life as RxJS streams. A block's message is counted by the joins that wait for it; whoever
 * has all its messages is taken from the ready queue by one loop and fires. No recursion, no edge has a subscription.
 */

import { NeuriteError, tickStalled } from '../errors.ts'
import { AffineKernel } from '../kernels/affine.ts'
import { CustomKernel } from '../kernels/custom.ts'
import type { GivesBack, Kernel } from '../kernels/kernel.ts'
import { LossKernel } from '../kernels/loss-kernel.ts'
import type { Memory } from '../kernels/memory.ts'
import type { NodeBlock, ThroughBlock as ThroughPlan } from '../plan/block-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { type Returns, returns } from '../plan/returns.ts'
import { Block } from './block.ts'
import { Joins } from './joins.ts'
import { ReadyQueue } from './ready-queue.ts'
import { ThroughBlock } from './through-block.ts'

export class Flow {
  /** In plan order. */
  readonly blocks: readonly Block[]
  readonly #plan: Plan
  readonly #memory: Memory
  readonly #losses: readonly LossKernel[]
  readonly #readers: readonly GivesBack[]
  readonly #ready: { readonly forward: ReadyQueue; readonly backward: ReadyQueue }
  readonly #joins: { readonly forward: Joins; readonly backward: Joins }
  readonly #returns: Returns
  #inputReturns: Returns | null = null

  constructor(plan: Plan, memory: Memory) {
    this.#plan = plan
    this.#memory = memory
    this.#losses = plan.losses.map((loss) => new LossKernel(loss, memory))
    const kernels: (GivesBack | null)[] = []
    this.blocks = plan.blocks.map((block) => {
      if (block.form === 'through') {
        const made = new ThroughBlock(block, memory)
        kernels.push(made)
        return made
      }
      const kernel = block.form === 'source' ? null : kernelOf(block, memory)
      kernels.push(kernel)
      return new Block(block, kernel, memory)
    })
    // Nobody reads back from an input, so its place in the list is never looked at.
    this.#readers = [...kernels, ...this.#losses] as GivesBack[]
    const all = plan.blocks.length + plan.losses.length
    this.#ready = { forward: new ReadyQueue(all, 'ascending'), backward: new ReadyQueue(all, 'descending') }
    this.#joins = {
      forward: new Joins(plan.forward, this.#ready.forward),
      backward: new Joins(plan.backward, this.#ready.backward),
    }
    this.#returns = returns(plan.blocks, plan.losses, plan.owner, (block) => block.form !== 'source')
    this.#subscribe()
  }

  /** One wave of values; the rows of the input nodes are in the slabs already. With `losses`, they fire too. */
  forward(tick: number, losses: boolean): void {
    const { blocks } = this
    const ready = this.#ready.forward
    if (losses) this.#memory.slabs.losses.fill(0)
    this.#joins.forward.start(tick)
    let fired = 0
    for (let k = ready.take(); k !== -1; k = ready.take()) {
      if (k < blocks.length) (blocks[k] as Block).fire(tick)
      else if (losses) (this.#losses[k - blocks.length] as LossKernel).forward()
      fired++
    }
    if (fired < blocks.length + this.#losses.length) throw this.#stalled()
  }

  /** One wave of deltas, from the losses back. */
  backward(tick: number): void {
    const { blocks } = this
    const ready = this.#ready.backward
    const joins = this.#joins.backward
    joins.start(tick)
    let fired = 0
    for (let k = ready.take(); k !== -1; k = ready.take()) {
      if (k < blocks.length) this.#fireBack(blocks[k] as Block, tick)
      else {
        ;(this.#losses[k - blocks.length] as LossKernel).backward()
        joins.arrive(k, tick)
      }
      fired++
    }
    if (fired < blocks.length + this.#losses.length) throw this.#stalled()
  }

  /** Ends every stream and the subscriptions to them. */
  close(): void {
    for (const block of this.blocks) {
      if (block instanceof ThroughBlock) block.close()
      block.values$.complete()
      block.deltas$.complete()
    }
  }

  /** What comes back to an input moves no parameter, so it is computed only where somebody watches. */
  #fireBack(block: Block, tick: number): void {
    if (block.plan.form !== 'source') block.fireBack(tick, this.#returns, this.#readers)
    else if (block.deltas$.observed) {
      const { blocks, losses, owner } = this.#plan
      this.#inputReturns ??= returns(blocks, losses, owner, ({ form }) => form === 'source')
      block.fireBack(tick, this.#inputReturns, this.#readers)
    }
  }

  #subscribe(): void {
    const { forward, backward } = this.#joins
    for (const block of this.blocks) {
      const { index, form } = block.plan
      block.values$.subscribe(({ tick }) => forward.arrive(index, tick))
      // An input has nobody to send back to.
      if (form !== 'source') block.deltas$.subscribe(({ tick }) => backward.arrive(index, tick))
    }
  }

  /** Names the edge whose operator sent nothing: only an operator can leave a join waiting. */
  #stalled(): NeuriteError {
    const silent = this.blocks.find((block) => block instanceof ThroughBlock && block.silent) as Block
    const { edge, to } = silent.plan as ThroughPlan
    return new NeuriteError(tickStalled(edge, to))
  }
}

function kernelOf(block: NodeBlock, memory: Memory): Kernel {
  const { computation } = block.kind
  switch (computation.form) {
    case 'affine':
      return new AffineKernel(block, computation.activation, memory)
    case 'custom':
      return new CustomKernel(block, computation, memory)
    case 'source':
      throw new TypeError('an input node has no kernel')
  }
}
