/**
 * A node of a kind that brings its own forward and backward. It gets the rows it may read and write, no more; what it leaves
 * unwritten is 0, never a number of an earlier tick.
 */

import { refusePromise } from '../door/refuse-promise.ts'
import type { BackwardRows, Computation } from '../graph/contracts/kind.ts'
import type { NodePart } from '../plan/part.ts'
import type { Kernel } from './kernel.ts'
import type { Memory, Slabs } from './memory.ts'

type Custom = Extract<Computation, { form: 'custom' }>

export class CustomKernel implements Kernel {
  readonly #memory: Memory
  readonly #part: NodePart
  readonly #computation: Custom
  /** Copies, so that a kind can never write a parameter in force. */
  readonly #weights: Float64Array
  readonly #weightGradients: Float64Array
  readonly #biasGradient = new Float64Array(1)
  #rows: BackwardRows | null = null
  #slabs: Slabs | null = null

  constructor(part: NodePart, computation: Custom, memory: Memory) {
    const weights = part.kind.weights === null ? 0 : part.inputs.lanes.length
    this.#memory = memory
    this.#part = part
    this.#computation = computation
    this.#weights = new Float64Array(weights)
    this.#weightGradients = new Float64Array(weights)
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
    const { firstLane, firstParameter, kind } = this.#part
    const scale = 1 / batch
    const rows = this.#ready()
    rows.delta.set(errors.subarray(firstLane * batch, (firstLane + 1) * batch))
    this.#weightGradients.fill(0)
    this.#biasGradient[0] = 0
    for (const back of rows.inputDeltas) back.fill(0)
    this.#refusePromise(this.#computation.backward(rows), 'backward')
    let at = firstParameter
    if (kind.bias !== null) gradients[at++] = (this.#biasGradient[0] as number) * scale
    for (const gradient of this.#weightGradients) gradients[at++] = gradient * scale
  }

  giveBack(lane: number, lanes: number, slot: number): void {
    const { batch, errors } = this.#memory.slabs
    const { inputDeltas } = this.#ready()
    for (let k = 0; k < lanes; k++) {
      const back = inputDeltas[slot + k] as Float64Array
      const first = (lane + k) * batch
      for (let n = 0; n < batch; n++) errors[first + n] = (errors[first + n] as number) + (back[n] as number)
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
    const { firstParameter, kind } = this.#part
    const hasBias = kind.bias !== null
    const from = firstParameter + (hasBias ? 1 : 0)
    this.#weights.set(parameters.subarray(from, from + this.#weights.length))
    const bias = hasBias ? (parameters[firstParameter] as number) : 0
    if (this.#rows === null || this.#slabs !== slabs) {
      this.#rows = this.#rowsOver(slabs)
      this.#slabs = slabs
    }
    if (this.#rows.bias !== bias) this.#rows = { ...this.#rows, bias }
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
      weights: this.#weights,
      bias: 0,
      output: row(values, this.#part.firstLane),
      delta: row(deltas, this.#part.firstLane),
      inputDeltas: Array.from(lanes, () => new Float64Array(batch)),
      weightGradients: this.#weightGradients,
      biasGradient: this.#biasGradient,
    }
  }
}
