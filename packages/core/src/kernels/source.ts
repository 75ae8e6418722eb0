/** Input nodes: their values came with the row, and nothing is computed between z and a. */

import type { SourcePart } from '../plan/part.ts'
import type { Kernel } from './kernel.ts'
import type { Memory } from './memory.ts'

export class SourceKernel implements Kernel {
  readonly #memory: Memory
  readonly #part: SourcePart

  constructor(part: SourcePart, memory: Memory) {
    this.#memory = memory
    this.#part = part
  }

  forward(): void {
    const { netInputs, values } = this.#memory.slabs
    this.#copy(values, netInputs)
  }

  backward(): void {
    const { errors, deltas } = this.#memory.slabs
    this.#copy(errors, deltas)
  }

  /** Nothing enters an input. */
  push(): void {}

  share(): void {}

  #copy(from: Float64Array, to: Float64Array): void {
    const { batch } = this.#memory.slabs
    const { firstLane, lanes } = this.#part
    const end = (firstLane + lanes) * batch
    for (let k = firstLane * batch; k < end; k++) to[k] = from[k] as number
  }
}
