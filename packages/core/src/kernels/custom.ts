/**
 * A node of a kind that brings its own forward and backward. It gets the rows it may read and write, no more; what it leaves
 * unwritten is 0, never a number of an earlier tick.
 */

import { refusePromise } from '../door/refuse-promise.ts'
import type { BackwardRows, ByName, Computation } from '../graph/contracts/kind.ts'
import { type ParameterStretch, stretches } from '../plan/parameters.ts'
import type { NodePart } from '../plan/part.ts'
import type { Kernel } from './kernel.ts'
import { addOnto, type Memory, type Slabs } from './memory.ts'

type Custom = Extract<Computation, { form: 'custom' }>

export class CustomKernel implements Kernel {
  readonly #memory: Memory
  readonly #part: NodePart
  readonly #computation: Custom
  readonly #stretches: readonly ParameterStretch[]
  /** Copies, so that a kind can never write a parameter in force. */
  readonly #parameters: ByName
  readonly #gradients: ByName
  #rows: BackwardRows | null = null
  #slabs: Slabs | null = null

  constructor(part: NodePart, computation: Custom, memory: Memory) {
    this.#memory = memory
    this.#part = part
    this.#computation = computation
    this.#stretches = stretches(part.kind, part.inputs.lanes.length)
    this.#parameters = numbersOf(this.#stretches)
    this.#gradients = numbersOf(this.#stretches)
  }

  forward(): void {
    const { netInputs, batch } = this.#memory.slabs
    const rows = this.#ready()
    rows.output.fill(0)
    this.#refusePromise(this.#computation.forward(rows), 'forward')
    netInputs.set(rows.output, this.#part.firstLane * batch)
  }

  backward(): void {
    const { gradients, slabs } = this.#memory
    const { batch, errors } = slabs
    const { firstLane, firstParameter } = this.#part
    const scale = 1 / batch
    const rows = this.#ready()
    rows.delta.set(errors.subarray(firstLane * batch, (firstLane + 1) * batch))
    for (const { declared } of this.#stretches) rows.gradients[declared.name]?.fill(0)
    for (const back of rows.inputDeltas) back.fill(0)
    this.#refusePromise(this.#computation.backward(rows), 'backward')
    for (const { declared, offset, length } of this.#stretches) {
      const own = rows.gradients[declared.name] as Float64Array
      for (let k = 0; k < length; k++) gradients[firstParameter + offset + k] = (own[k] as number) * scale
    }
  }

  push(): void {
    const { slabs, errorsFrom } = this.#memory
    const { lanes } = this.#part.inputs
    const { inputDeltas } = this.#ready()
    for (let slot = 0; slot < lanes.length; slot++) {
      if ((lanes[slot] as number) >= errorsFrom)
        addOnto(slabs, lanes[slot] as number, inputDeltas[slot] as Float64Array)
    }
  }

  share(_reader: number, slot: number, target: Float64Array): void {
    target.set(this.#ready().inputDeltas[slot] as Float64Array)
  }

  /** It would write its rows when they are no longer its own. */
  #refusePromise(answer: unknown, direction: string): void {
    if (answer !== undefined) refusePromise(answer, `${direction} of the kind ${this.#part.kind.name}`)
  }

  /** The rows over the present slabs, with the parameters in force. */
  #ready(): BackwardRows {
    const { parameters, slabs } = this.#memory
    const { firstParameter } = this.#part
    for (const { declared, offset, length } of this.#stretches) {
      const first = firstParameter + offset
      this.#parameters[declared.name]?.set(parameters.subarray(first, first + length))
    }
    if (this.#rows === null || this.#slabs !== slabs) {
      this.#rows = this.#rowsOver(slabs)
      this.#slabs = slabs
    }
    return this.#rows
  }

  #rowsOver(slabs: Slabs): BackwardRows {
    const { batch, values, deltas } = slabs
    const { lanes } = this.#part.inputs
    const row = (slab: Float64Array, lane: number): Float64Array => slab.subarray(lane * batch, (lane + 1) * batch)
    return {
      batch,
      options: this.#part.kind.options,
      inputs: Array.from(lanes, (lane) => row(values, lane)),
      parameters: this.#parameters,
      output: row(values, this.#part.firstLane),
      delta: row(deltas, this.#part.firstLane),
      inputDeltas: Array.from(lanes, () => new Float64Array(batch)),
      gradients: this.#gradients,
    }
  }
}

const numbersOf = (all: readonly ParameterStretch[]): ByName =>
  Object.freeze(Object.fromEntries(all.map(({ declared, length }) => [declared.name, new Float64Array(length)])))
