/** Reads the facts of an update in one pass. Nothing is allocated per step. */

import type { ActiveRun, Anatomy } from './anatomy.ts'
import type { Facts } from './facts.ts'
import type { Observation } from './observation.ts'
import { FLAT } from './steepness.ts'

const SMOOTH = 20
const FITS = 0.02
const SETTLED = 1e-9

export class ReadFacts implements Facts {
  wentBack = false
  whole = false
  settled = false
  fits = false
  gradientNorm = 0
  readonly lowest: Float64Array
  readonly highest: Float64Array
  readonly maxNetInput: Float64Array
  readonly valueRms: Float64Array
  readonly maxDelta: Float64Array
  readonly deltaRms: Float64Array
  readonly maxError: Float64Array
  readonly meanSlope: Float64Array
  readonly zeroRows: Int32Array
  readonly flatRows: Int32Array
  readonly maxGradient: Float64Array
  readonly gradientRms: Float64Array
  readonly maxUpdate: Float64Array
  readonly updateRms: Float64Array
  readonly maxParameter: Float64Array
  readonly parameterRms: Float64Array
  readonly changed: Uint8Array
  readonly #anatomy: Anatomy
  #highestLoss = 0
  #smoothLoss = Number.NaN
  #highestSmoothLoss = 0
  /** Copies of a run's rows, so that an activation cannot write into the training. */
  #netInputs = new Float64Array(0)
  #values = new Float64Array(0)
  #ones = new Float64Array(0)
  #slopes = new Float64Array(0)

  constructor(anatomy: Anatomy) {
    const lanes = (): Float64Array => new Float64Array(anatomy.nodes)
    this.#anatomy = anatomy
    this.lowest = lanes()
    this.highest = lanes()
    this.maxNetInput = lanes()
    this.valueRms = lanes()
    this.maxDelta = lanes()
    this.deltaRms = lanes()
    this.maxError = lanes()
    this.meanSlope = lanes()
    this.zeroRows = new Int32Array(anatomy.nodes)
    this.flatRows = new Int32Array(anatomy.nodes)
    this.maxGradient = lanes()
    this.gradientRms = lanes()
    this.maxUpdate = lanes()
    this.updateRms = lanes()
    this.maxParameter = lanes()
    this.parameterRms = lanes()
    this.changed = new Uint8Array(anatomy.nodes)
  }

  /** Computes the figures of this update. */
  read(observation: Observation): void {
    const { slabs, loss } = observation
    const { nodes, active } = this.#anatomy
    let total = 0
    for (let n = 0; n < slabs.batch; n++) total += slabs.losses[n] as number
    // What the transition asks, too: with such a loss it ends before it goes back.
    this.wentBack = Number.isFinite(total / slabs.batch)
    this.whole = this.wentBack && Number.isFinite(loss)
    for (let lane = 0; lane < nodes; lane++) this.#forward(lane, observation)
    if (!this.wentBack) return
    for (let lane = this.#anatomy.inputs; lane < nodes; lane++) this.#backward(lane, observation)
    for (const run of active) this.#measureSlopes(run, observation)
    let squares = 0
    for (let lane = 0; lane < nodes; lane++) squares += this.#parameters(lane, observation)
    this.gradientNorm = Math.sqrt(squares)
    if (!Number.isFinite(squares)) this.whole = false
    if (!this.whole) return
    this.#readLoss(loss)
  }

  #readLoss(loss: number): void {
    const before = this.#smoothLoss
    this.#smoothLoss = Number.isNaN(before) ? loss : before + (loss - before) / SMOOTH
    if (this.#smoothLoss > this.#highestSmoothLoss) this.#highestSmoothLoss = this.#smoothLoss
    if (loss > this.#highestLoss) this.#highestLoss = loss
    this.fits = this.#smoothLoss < FITS * this.#highestSmoothLoss
    this.settled = loss <= SETTLED * this.#highestLoss
  }

  #forward(lane: number, { slabs }: Observation): void {
    const { batch, values, netInputs } = slabs
    let lowest = Number.POSITIVE_INFINITY
    let highest = Number.NEGATIVE_INFINITY
    let squares = 0
    let most = 0
    let sum = 0
    for (let k = lane * batch, end = k + batch; k < end; k++) {
      const a = values[k] as number
      if (a < lowest) lowest = a
      if (a > highest) highest = a
      squares += a * a
      const z = Math.abs(netInputs[k] as number)
      if (z > most) most = z
      sum += z
    }
    // A square is NaN only where its number is; no NaN wins a comparison, so it is asked here.
    this.lowest[lane] = Number.isNaN(squares) ? Number.NaN : lowest
    this.highest[lane] = Number.isNaN(squares) ? Number.NaN : highest
    this.valueRms[lane] = Math.sqrt(squares / batch)
    this.maxNetInput[lane] = Number.isNaN(sum) ? Number.NaN : most
    if (!(Number.isFinite(squares) && Number.isFinite(sum))) this.whole = false
  }

  #backward(lane: number, { slabs }: Observation): void {
    const { batch, deltas, errors } = slabs
    let most = 0
    let squares = 0
    let error = 0
    for (let k = lane * batch, end = k + batch; k < end; k++) {
      const d = Math.abs(deltas[k] as number)
      if (d > most) most = d
      squares += d * d
      const e = Math.abs(errors[k] as number)
      if (e > error) error = e
    }
    this.maxDelta[lane] = Number.isNaN(squares) ? Number.NaN : most
    this.deltaRms[lane] = Math.sqrt(squares / batch)
    this.maxError[lane] = error
    if (!Number.isFinite(squares)) this.whole = false
  }

  #measureSlopes({ activation, steepness, firstLane, lanes }: ActiveRun, { slabs }: Observation): void {
    const { batch, netInputs, values } = slabs
    const count = lanes * batch
    if (count > this.#slopes.length) this.#grow(count)
    const slopes = this.#slopes
    const first = firstLane * batch
    for (let k = 0; k < count; k++) {
      this.#netInputs[k] = netInputs[first + k] as number
      this.#values[k] = values[first + k] as number
    }
    this.#ones.fill(1, 0, count)
    activation.backward(this.#netInputs, this.#values, this.#ones, slopes, 0, count, activation.options)
    const flat = FLAT * steepness.steepest
    for (let lane = 0, k = 0; lane < lanes; lane++) {
      let sum = 0
      let zeros = 0
      let flats = 0
      for (const end = k + batch; k < end; k++) {
        const slope = Math.abs(slopes[k] as number)
        sum += slope
        if (slope === 0) zeros++
        if (slope < flat) flats++
      }
      this.meanSlope[firstLane + lane] = sum / batch
      this.zeroRows[firstLane + lane] = zeros
      this.flatRows[firstLane + lane] = flats
    }
  }

  #grow(count: number): void {
    this.#netInputs = new Float64Array(count)
    this.#values = new Float64Array(count)
    this.#ones = new Float64Array(count)
    this.#slopes = new Float64Array(count)
  }

  /** Gives the sum of the squared gradients. */
  #parameters(lane: number, { plan, gradients, before, after }: Observation): number {
    const { start } = plan.layout
    const from = start[lane] as number
    const to = start[lane + 1] as number
    if (from === to) return 0
    let [maxGradient, maxUpdate, maxParameter, gradientSquares, updateSquares, squares] = [0, 0, 0, 0, 0, 0]
    for (let k = from; k < to; k++) {
      const w = before[k] as number
      const g = Math.abs(gradients[k] as number)
      const d = Math.abs((after[k] as number) - w)
      if (g > maxGradient) maxGradient = g
      if (d > maxUpdate) maxUpdate = d
      const size = Math.abs(w)
      if (size > maxParameter) maxParameter = size
      gradientSquares += g * g
      updateSquares += d * d
      squares += w * w
    }
    const count = to - from
    this.maxGradient[lane] = Number.isNaN(gradientSquares) ? Number.NaN : maxGradient
    this.maxUpdate[lane] = Number.isNaN(updateSquares) ? Number.NaN : maxUpdate
    this.maxParameter[lane] = maxParameter
    this.gradientRms[lane] = Math.sqrt(gradientSquares / count)
    this.updateRms[lane] = Math.sqrt(updateSquares / count)
    this.parameterRms[lane] = Math.sqrt(squares / count)
    // x − y is 0 for finite numbers only where they are equal: floating-point numbers underflow gradually.
    this.changed[lane] = maxUpdate === 0 ? 0 : 1
    if (!Number.isFinite(updateSquares)) this.whole = false
    return gradientSquares
  }
}
