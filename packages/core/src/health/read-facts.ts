/** Reads the facts of an update in one pass. Nothing is allocated per step. */

import type { ActiveRun, Anatomy } from './anatomy.ts'
import type { Facts } from './facts.ts'
import type { Observation } from './observation.ts'
import { FLAT } from './steepness.ts'

const SMOOTH = 20
const FITS = 0.02
const SETTLED = 1e-9

/** They are written again and again. */
type WritableFacts = { -readonly [K in keyof Facts]: Facts[K] }

/** The facts of no update yet. */
function noFacts({ nodes }: Anatomy): WritableFacts {
  const lanes = (): Float64Array => new Float64Array(nodes)
  return {
    wentBack: false,
    whole: false,
    settled: false,
    fits: false,
    gradientNorm: 0,
    lowest: lanes(),
    highest: lanes(),
    maxNetInput: lanes(),
    valueRms: lanes(),
    maxDelta: lanes(),
    deltaRms: lanes(),
    maxError: lanes(),
    meanSlope: lanes(),
    zeroRows: new Int32Array(nodes),
    flatRows: new Int32Array(nodes),
    maxGradient: lanes(),
    gradientRms: lanes(),
    maxUpdate: lanes(),
    updateRms: lanes(),
    maxParameter: lanes(),
    parameterRms: lanes(),
    changed: new Uint8Array(nodes),
  }
}

export class ReadFacts {
  readonly facts: WritableFacts
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
    this.#anatomy = anatomy
    this.facts = noFacts(anatomy)
  }

  /** Computes the figures of this update. */
  read(observation: Observation): void {
    const { slabs, loss } = observation
    const { nodes, active } = this.#anatomy
    let total = 0
    for (let n = 0; n < slabs.batch; n++) total += slabs.losses[n] as number
    // What the transition asks, too: with such a loss it ends before it goes back.
    this.facts.wentBack = Number.isFinite(total / slabs.batch)
    this.facts.whole = this.facts.wentBack && Number.isFinite(loss)
    for (let lane = 0; lane < nodes; lane++) this.#forward(lane, observation)
    if (!this.facts.wentBack) return
    for (let lane = this.#anatomy.inputs; lane < nodes; lane++) this.#backward(lane, observation)
    for (const run of active) this.#measureSlopes(run, observation)
    let squares = 0
    for (let lane = 0; lane < nodes; lane++) squares += this.#parameters(lane, observation)
    this.facts.gradientNorm = Math.sqrt(squares)
    if (!Number.isFinite(squares)) this.facts.whole = false
    if (!this.facts.whole) return
    this.#readLoss(loss)
  }

  #readLoss(loss: number): void {
    const before = this.#smoothLoss
    this.#smoothLoss = Number.isNaN(before) ? loss : before + (loss - before) / SMOOTH
    if (this.#smoothLoss > this.#highestSmoothLoss) this.#highestSmoothLoss = this.#smoothLoss
    if (loss > this.#highestLoss) this.#highestLoss = loss
    this.facts.fits = this.#smoothLoss < FITS * this.#highestSmoothLoss
    this.facts.settled = loss <= SETTLED * this.#highestLoss
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
    this.facts.lowest[lane] = Number.isNaN(squares) ? Number.NaN : lowest
    this.facts.highest[lane] = Number.isNaN(squares) ? Number.NaN : highest
    this.facts.valueRms[lane] = Math.sqrt(squares / batch)
    this.facts.maxNetInput[lane] = Number.isNaN(sum) ? Number.NaN : most
    if (!(Number.isFinite(squares) && Number.isFinite(sum))) this.facts.whole = false
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
    this.facts.maxDelta[lane] = Number.isNaN(squares) ? Number.NaN : most
    this.facts.deltaRms[lane] = Math.sqrt(squares / batch)
    this.facts.maxError[lane] = error
    if (!Number.isFinite(squares)) this.facts.whole = false
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
      this.facts.meanSlope[firstLane + lane] = sum / batch
      this.facts.zeroRows[firstLane + lane] = zeros
      this.facts.flatRows[firstLane + lane] = flats
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
    this.facts.maxGradient[lane] = Number.isNaN(gradientSquares) ? Number.NaN : maxGradient
    this.facts.maxUpdate[lane] = Number.isNaN(updateSquares) ? Number.NaN : maxUpdate
    this.facts.maxParameter[lane] = maxParameter
    this.facts.gradientRms[lane] = Math.sqrt(gradientSquares / count)
    this.facts.updateRms[lane] = Math.sqrt(updateSquares / count)
    this.facts.parameterRms[lane] = Math.sqrt(squares / count)
    // x − y is 0 for finite numbers only where they are equal: floating-point numbers underflow gradually.
    this.facts.changed[lane] = maxUpdate === 0 ? 0 : 1
    if (!Number.isFinite(updateSquares)) this.facts.whole = false
    return gradientSquares
  }
}
