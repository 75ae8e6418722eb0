/** How steep an activation is where it is used, and where it is flat: measured, since kinds declare no such figure. */

import type { Activation } from '../graph/contracts/activation.ts'

export interface Steepness {
  /** The largest |f′(z)| for |z| ≤ 2. */
  readonly steepest: number
  /** Whether it is flat far out on both sides, as sigmoid and tanh are; ReLU is on one. */
  readonly bothSides: boolean
}

/** A slope below this share of the steepest one is flat: hardly anything gets through it (Glorot & Bengio, AISTATS 2010, section 3). */
export const FLAT = 0.01

const NEAR = 2
const FAR = 40
const PLACES = 65

/** Measures an activation; its loops are called with an error of 1, which gives the slope. */
export function steepness(activation: Activation): Steepness {
  const near = slopes(activation, -NEAR, NEAR).reduce((most, slope) => Math.max(most, slope), 0)
  const flat = near * FLAT
  const isFlat = (from: number, to: number): boolean => slopes(activation, from, to).every((slope) => slope < flat)
  return { steepest: near, bothSides: isFlat(-FAR, 0.75 * -FAR) && isFlat(0.75 * FAR, FAR) }
}

/** |f′| at places from `from` to `to`; where it is not a number, 0. */
function slopes(activation: Activation, from: number, to: number): number[] {
  const z = Float64Array.from({ length: PLACES }, (_, k) => from + ((to - from) * k) / (PLACES - 1))
  const a = new Float64Array(PLACES)
  const slope = new Float64Array(PLACES)
  activation.forward(z, a, 0, PLACES, activation.options)
  activation.backward(z, a, new Float64Array(PLACES).fill(1), slope, 0, PLACES, activation.options)
  return Array.from(slope, (value) => (Number.isFinite(value) ? Math.abs(value) : 0))
}
