/** What is frozen takes no part in an update: it stays what it was, to the bit, and so does what the optimizer keeps of it. */

import type { Memory } from '../kernels/memory.ts'

export class Frozen {
  #learning = new Float64Array(0)

  /** The gradients, 0 for what is frozen: it has no share in the length of all, by which a chain may clip. */
  without(frozen: Uint8Array, gradients: Float64Array): Float64Array {
    if (this.#learning.length !== gradients.length) this.#learning = new Float64Array(gradients.length)
    for (let k = 0; k < gradients.length; k++) this.#learning[k] = frozen[k] === 1 ? 0 : (gradients[k] as number)
    return this.#learning
  }

  /** Copies it into what is pending: 0 for a gradient would still move it by momentum and decay. */
  keep(frozen: Uint8Array, { parameters, nextParameters, slots, nextSlots }: Memory): void {
    copy(frozen, parameters, nextParameters)
    slots.forEach((slot, k) => {
      copy(frozen, slot, nextSlots[k] as Float64Array)
    })
  }
}

function copy(frozen: Uint8Array, from: Float64Array, to: Float64Array): void {
  for (let k = 0; k < frozen.length; k++) if (frozen[k] === 1) to[k] = from[k] as number
}
