/** A loss at work: the loss of each row, and the error it sends back to each node it reads. */

import { refusePromise } from '../door/refuse-promise.ts'
import type { LossRows } from '../graph/contracts/loss.ts'
import type { LossPlan } from '../plan/plan.ts'
import type { GivesBack } from './kernel.ts'
import type { Memory, Slabs } from './memory.ts'

interface Views extends LossRows {
  readonly losses: Float64Array
  readonly errors: readonly Float64Array[]
}

export class LossKernel implements GivesBack {
  readonly #memory: Memory
  readonly #plan: LossPlan
  #views: Views | null = null
  #slabs: Slabs | null = null

  constructor(plan: LossPlan, memory: Memory) {
    this.#memory = memory
    this.#plan = plan
  }

  /** Adds weight · loss onto the loss of each row. */
  forward(): void {
    const { batch, losses } = this.#memory.slabs
    const { loss, weight } = this.#plan
    const views = this.#ready()
    const answer: unknown = loss.forward(views, views.losses)
    if (answer !== undefined) refusePromise(answer, `forward of the loss ${loss.name}`)
    for (let n = 0; n < batch; n++) losses[n] = (losses[n] as number) + weight * (views.losses[n] as number)
  }

  backward(): void {
    const views = this.#ready()
    const { loss } = this.#plan
    const answer: unknown = loss.backward(views, views.errors)
    if (answer !== undefined) refusePromise(answer, `backward of the loss ${loss.name}`)
  }

  push(): void {
    const { batch, errors } = this.#memory.slabs
    const { weight, lanes } = this.#plan
    const backs = this.#ready().errors
    for (let slot = 0; slot < lanes.length; slot++) {
      const back = backs[slot] as Float64Array
      const first = (lanes[slot] as number) * batch
      for (let n = 0; n < batch; n++) errors[first + n] = (errors[first + n] as number) + weight * (back[n] as number)
    }
  }

  share(_reader: number, slot: number, target: Float64Array): void {
    const back = this.#ready().errors[slot] as Float64Array
    for (let n = 0; n < target.length; n++) target[n] = this.#plan.weight * (back[n] as number)
  }

  #ready(): Views {
    const { slabs } = this.#memory
    if (this.#views === null || this.#slabs !== slabs) {
      this.#views = this.#viewsOf(slabs)
      this.#slabs = slabs
    }
    return this.#views
  }

  #viewsOf(slabs: Slabs): Views {
    const { batch, values, targets } = slabs
    const row = (slab: Float64Array, k: number): Float64Array => slab.subarray(k * batch, (k + 1) * batch)
    return {
      batch,
      options: this.#plan.loss.options,
      outputs: Array.from(this.#plan.lanes, (lane) => row(values, lane)),
      targets: Array.from(this.#plan.targets, (target) => row(targets, target)),
      losses: new Float64Array(batch),
      errors: Array.from(this.#plan.lanes, () => new Float64Array(batch)),
    }
  }
}
