/**
 * THE order of every sum. Floating-point addition is not associative, so this order is part of the specification;
 * every kernel, in whatever language, adds in it.
 *
 *   net input    z[o, n] = z[o, n] + w[o, 0] * x[0, n] + w[o, 1] * x[1, n] + …        i ascending (z starts as the bias)
 *   errors back  e[i, n] = e[i, n] + w[O, i] * δ[O, n] + w[O-1, i] * δ[O-1, n] + …    o descending, as single neurons fire back
 *   gradients    g[o, i] = (0 + δ[o, 0] * x[i, 0] + δ[o, 1] * x[i, 1] + …) * scale    n ascending
 *   of the bias  g[o]    = (0 + δ[o, 0] + δ[o, 1] + …) * scale                        n ascending
 *
 * Read from left to right: one running sum each, multiply then add, never fused. The first two start from the value that
 * is there, so a sum may be cut into neighbouring runs and go on in the next call with the same bits. Tiles, SIMD lanes and
 * workers run over o, i or n as long as that is not the index summed over. The leading 0 matters: 0 + -0 is 0.
 *
 * Layout: values are rows of lanes, contiguous over the batch: lane l of row n is `v[start + l * batch + n]`.
 * Weights: output o, input i is `w[start + o * stride + i]`. Offsets are 32-bit: no array reaches 2^31 numbers.
 * Nothing is checked here: whoever lays out the arrays sees to it that the ranges are inside and do not overlap.
 */
import { sumOneRow, sumRows } from './sum-rows.ts'
import { addRow, addTerms } from './sum-terms.ts'

/**
 * Adds the weighted inputs to the net inputs: z[o, n] += Σ_i w[o, i] * x[i, n], i ascending.
 *
 * @example
 * const z = Float64Array.of(0.5) // the bias
 * addWeighted(z, 0, 1, Float64Array.of(2, 3), 0, 2, Float64Array.of(10, 100), 0, 2, 1) // z[0] is 320.5
 */
export function addWeighted(
  z: Float64Array,
  zStart: number,
  outputs: number,
  w: Float64Array,
  wStart: number,
  wStride: number,
  x: Float64Array,
  xStart: number,
  inputs: number,
  batch: number,
): void {
  if (batch === 1) addRow(z, zStart, outputs, w, wStart, wStride, 1, x, xStart, 1, inputs, 1)
  else addTerms(z, zStart, outputs, w, wStart, wStride, 1, x, xStart, batch, inputs, batch)
}

/**
 * Adds what comes back through the weights to the errors of the inputs: errors[i, n] += Σ_o w[o, i] * delta[o, n], o descending.
 *
 * @example
 * const errors = new Float64Array(2)
 * addBack(errors, 0, 2, Float64Array.of(2, 3), 0, 2, Float64Array.of(10), 0, 1, 1) // errors is [20, 30]
 */
export function addBack(
  errors: Float64Array,
  eStart: number,
  inputs: number,
  w: Float64Array,
  wStart: number,
  wStride: number,
  delta: Float64Array,
  dStart: number,
  outputs: number,
  batch: number,
): void {
  const w0 = wStart + (outputs - 1) * wStride
  const d0 = dStart + (outputs - 1) * batch
  if (batch === 1) addRow(errors, eStart, inputs, w, w0, 1, -wStride, delta, d0, -1, outputs, 1)
  else addTerms(errors, eStart, inputs, w, w0, 1, -wStride, delta, d0, -batch, outputs, batch)
}

/**
 * Writes the gradients of the weights: g[gStart + o * gStride + i] = (0 + Σ_n delta[o, n] * x[i, n]) * scale, n ascending.
 * A scale of 1 / batch gives the mean over the batch.
 *
 * @example
 * const g = new Float64Array(2)
 * weightGradient(g, 0, 2, 1, Float64Array.of(10), 0, Float64Array.of(2, 3), 0, 2, 1, 1) // g is [20, 30]
 */
export function weightGradient(
  g: Float64Array,
  gStart: number,
  gStride: number,
  outputs: number,
  delta: Float64Array,
  dStart: number,
  x: Float64Array,
  xStart: number,
  inputs: number,
  batch: number,
  scale: number,
): void {
  if (batch === 1) sumOneRow(g, gStart, gStride, outputs, delta, dStart, x, xStart, inputs, scale)
  else sumRows(g, gStart, gStride, outputs, delta, dStart, x, xStart, inputs, batch, scale)
}

/**
 * Writes the gradients of the biases: g[gStart + o * gStride] = (0 + Σ_n delta[o, n]) * scale, n ascending.
 *
 * @example
 * const g = new Float64Array(1)
 * biasGradient(g, 0, 1, 1, Float64Array.of(1, 2), 0, 2, 1 / 2) // g is [1.5], the mean over two rows
 */
export function biasGradient(
  g: Float64Array,
  gStart: number,
  gStride: number,
  outputs: number,
  delta: Float64Array,
  dStart: number,
  batch: number,
  scale: number,
): void {
  for (let o = 0; o < outputs; o++) {
    const d = (dStart + o * batch) | 0
    let sum = 0
    for (let n = 0; n < batch; n++) sum += delta[d + n]!
    g[gStart + o * gStride] = sum * scale
  }
}
