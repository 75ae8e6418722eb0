/** Neurons that share their inputs, one or many: a = f(bias + Σ weight · input). Rumelhart, Hinton & Williams 1986. */

import type { Activation } from '../graph/contracts/activation.ts'
import { addBack, addWeighted, biasGradient, weightGradient } from '../numerics/sum.ts'
import { offsetOf } from '../plan/parameters.ts'
import type { NodePart } from '../plan/part.ts'
import type { Kernel } from './kernel.ts'
import type { Memory } from './memory.ts'

export class AffineKernel implements Kernel {
  readonly #memory: Memory
  readonly #activation: Activation
  readonly #firstLane: number
  readonly #lanes: number
  readonly #runs: Int32Array
  /** Of the first lane; −1 where there is none. */
  readonly #bias: number
  readonly #weights: number
  readonly #stride: number

  constructor(part: NodePart, activation: Activation, memory: Memory) {
    this.#memory = memory
    this.#activation = activation
    this.#firstLane = part.firstLane
    this.#lanes = part.lanes
    this.#runs = part.inputs.runs
    const { kind, firstParameter } = part
    const offset = (name: string): number => offsetOf(kind, part.inputs.lanes.length, name)
    this.#bias = offset('bias') < 0 ? -1 : firstParameter + offset('bias')
    this.#weights = firstParameter + offset('weight')
    this.#stride = part.stride
  }

  /** The bias first, then the edges in fan-in order, run by run. */
  forward(): void {
    const { parameters, slabs } = this.#memory
    const { batch, netInputs, values } = slabs
    const runs = this.#runs
    const first = this.#firstLane * batch
    const end = first + this.#lanes * batch
    if (this.#bias < 0) netInputs.fill(0, first, end)
    else if (batch === 1) {
      for (let o = 0; o < this.#lanes; o++) netInputs[first + o] = parameters[this.#bias + o * this.#stride] as number
    } else {
      for (let o = 0; o < this.#lanes; o++) {
        const row = first + o * batch
        netInputs.fill(parameters[this.#bias + o * this.#stride] as number, row, row + batch)
      }
    }
    for (let k = 0; k < runs.length; k += 3) {
      const lane = runs[k] as number
      const weights = this.#weights + (runs[k + 2] as number)
      addWeighted(
        netInputs,
        first,
        this.#lanes,
        parameters,
        weights,
        this.#stride,
        values,
        lane * batch,
        runs[k + 1] as number,
        batch,
      )
    }
    this.#activation.forward(netInputs, values, first, end, this.#activation.options)
  }

  backward(): void {
    const { gradients, slabs } = this.#memory
    const { batch, netInputs, values, errors, deltas } = slabs
    const runs = this.#runs
    const first = this.#firstLane * batch
    const scale = 1 / batch
    const activation = this.#activation
    const end = first + this.#lanes * batch
    activation.backward(netInputs, values, errors, deltas, first, end, activation.options)
    if (this.#bias >= 0) biasGradient(gradients, this.#bias, this.#stride, this.#lanes, deltas, first, batch, scale)
    for (let k = 0; k < runs.length; k += 3) {
      const lane = runs[k] as number
      const weights = this.#weights + (runs[k + 2] as number)
      weightGradient(
        gradients,
        weights,
        this.#stride,
        this.#lanes,
        deltas,
        first,
        values,
        lane * batch,
        runs[k + 1] as number,
        batch,
        scale,
      )
    }
  }

  push(): void {
    const { parameters, slabs, errorsFrom } = this.#memory
    const { batch, errors, deltas } = slabs
    const runs = this.#runs
    for (let k = 0; k < runs.length; k += 3) {
      const lane = runs[k] as number
      const skipped = lane < errorsFrom ? errorsFrom - lane : 0
      const count = (runs[k + 1] as number) - skipped
      if (count <= 0) continue
      addBack(
        errors,
        (lane + skipped) * batch,
        count,
        parameters,
        this.#weights + (runs[k + 2] as number) + skipped,
        this.#stride,
        deltas,
        this.#firstLane * batch,
        this.#lanes,
        batch,
      )
    }
  }

  share(reader: number, slot: number, target: Float64Array): void {
    const { parameters, slabs } = this.#memory
    const { batch, deltas } = slabs
    const weight = parameters[this.#weights + (reader - this.#firstLane) * this.#stride + slot] as number
    for (let n = 0; n < batch; n++) target[n] = weight * (deltas[reader * batch + n] as number)
  }
}
