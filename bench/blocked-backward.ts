/** The way back of `blockedMlp`: deltas of the layer below, then gradients that move the weights as soon as they are known. */
import type { Layer } from './loops.ts'

/** Deltas of the layer below, 2 × 4 at a time: errors through the weights, then the slope of the sigmoid. */
export function back(
  layer: Layer,
  p: Float64Array,
  x: Float64Array,
  below: Float64Array,
  above: Float64Array,
  batch: number,
): void {
  const { inputs, outputs, start } = layer
  const stride = inputs + 1
  const pairs = inputs & ~1
  const quads = batch & ~3
  for (let i = 0; i < pairs; i += 2) {
    for (let n = 0; n < quads; n += 4) {
      let a0 = 0
      let a1 = 0
      let a2 = 0
      let a3 = 0
      let b0 = 0
      let b1 = 0
      let b2 = 0
      let b3 = 0
      let w = (start + 1 + i) | 0
      let d = n
      for (let o = 0; o < outputs; o++) {
        const wa = p[w]!
        const wb = p[w + 1]!
        const d0 = above[d]!
        const d1 = above[d + 1]!
        const d2 = above[d + 2]!
        const d3 = above[d + 3]!
        a0 += wa * d0
        a1 += wa * d1
        a2 += wa * d2
        a3 += wa * d3
        b0 += wb * d0
        b1 += wb * d1
        b2 += wb * d2
        b3 += wb * d3
        w = (w + stride) | 0
        d = (d + batch) | 0
      }
      const k = (i * batch + n) | 0
      below[k] = a0 * slope(x[k]!)
      below[k + 1] = a1 * slope(x[k + 1]!)
      below[k + 2] = a2 * slope(x[k + 2]!)
      below[k + 3] = a3 * slope(x[k + 3]!)
      const j = (k + batch) | 0
      below[j] = b0 * slope(x[j]!)
      below[j + 1] = b1 * slope(x[j + 1]!)
      below[j + 2] = b2 * slope(x[j + 2]!)
      below[j + 3] = b3 * slope(x[j + 3]!)
    }
  }
  // What the tiles leave: the last rows of all inputs, then the first rows of an odd last input.
  for (let i = 0; i < inputs; i++) {
    for (let n = i < pairs ? quads : 0; n < batch; n++) {
      let e = 0
      for (let o = 0; o < outputs; o++) e += p[start + o * stride + 1 + i]! * above[o * batch + n]!
      below[i * batch + n] = e * slope(x[i * batch + n]!)
    }
  }
}

const slope = (a: number): number => a * (1 - a)

/** Gradients of a batch, 2 × 4 at a time, taken off the weights at once. */
export function update(
  layer: Layer,
  p: Float64Array,
  x: Float64Array,
  delta: Float64Array,
  batch: number,
  learningRate: number,
): void {
  const { inputs, outputs, start } = layer
  const stride = inputs + 1
  const rate = learningRate / batch
  const pairs = outputs & ~1
  const quads = inputs & ~3
  for (let o = 0; o < pairs; o += 2) {
    const da = (o * batch) | 0
    const db = (da + batch) | 0
    for (let i = 0; i < quads; i += 4) {
      const i0 = (i * batch) | 0
      const i1 = (i0 + batch) | 0
      const i2 = (i1 + batch) | 0
      const i3 = (i2 + batch) | 0
      let a0 = 0
      let a1 = 0
      let a2 = 0
      let a3 = 0
      let b0 = 0
      let b1 = 0
      let b2 = 0
      let b3 = 0
      for (let n = 0; n < batch; n++) {
        const a = delta[da + n]!
        const b = delta[db + n]!
        const x0 = x[i0 + n]!
        const x1 = x[i1 + n]!
        const x2 = x[i2 + n]!
        const x3 = x[i3 + n]!
        a0 += a * x0
        a1 += a * x1
        a2 += a * x2
        a3 += a * x3
        b0 += b * x0
        b1 += b * x1
        b2 += b * x2
        b3 += b * x3
      }
      const wa = (start + o * stride + 1 + i) | 0
      const wb = (wa + stride) | 0
      p[wa] = p[wa]! - rate * a0
      p[wa + 1] = p[wa + 1]! - rate * a1
      p[wa + 2] = p[wa + 2]! - rate * a2
      p[wa + 3] = p[wa + 3]! - rate * a3
      p[wb] = p[wb]! - rate * b0
      p[wb + 1] = p[wb + 1]! - rate * b1
      p[wb + 2] = p[wb + 2]! - rate * b2
      p[wb + 3] = p[wb + 3]! - rate * b3
    }
  }
  // The biases, and what the tiles leave: the last inputs of all outputs, then the first inputs of an odd last output.
  for (let o = 0; o < outputs; o++) {
    const d = (o * batch) | 0
    const w = (start + o * stride) | 0
    let sum = 0
    for (let n = 0; n < batch; n++) sum += delta[d + n]!
    p[w] = p[w]! - rate * sum
    for (let i = o < pairs ? quads : 0; i < inputs; i++) {
      let g = 0
      for (let n = 0; n < batch; n++) g += delta[d + n]! * x[i * batch + n]!
      p[w + 1 + i] = p[w + 1 + i]! - rate * g
    }
  }
}

/** A batch of 1: every gradient is one product; 4 outputs at a time share the reads of the inputs. */
export function updateOnline(
  layer: Layer,
  p: Float64Array,
  x: Float64Array,
  delta: Float64Array,
  learningRate: number,
): void {
  const { inputs, outputs, start } = layer
  const stride = inputs + 1
  const quads = outputs & ~3
  for (let o = 0; o < quads; o += 4) {
    const a = learningRate * delta[o]!
    const b = learningRate * delta[o + 1]!
    const c = learningRate * delta[o + 2]!
    const d = learningRate * delta[o + 3]!
    const wa = (start + o * stride + 1) | 0
    const wb = (wa + stride) | 0
    const wc = (wb + stride) | 0
    const wd = (wc + stride) | 0
    for (let i = 0; i < inputs; i++) {
      const v = x[i]!
      p[wa + i] = p[wa + i]! - a * v
      p[wb + i] = p[wb + i]! - b * v
      p[wc + i] = p[wc + i]! - c * v
      p[wd + i] = p[wd + i]! - d * v
    }
  }
  for (let o = 0; o < outputs; o++) {
    const d = learningRate * delta[o]!
    const w = (start + o * stride) | 0
    p[w] = p[w]! - d
    if (o >= quads) for (let i = 0; i < inputs; i++) p[w + 1 + i] = p[w + 1 + i]! - d * x[i]!
  }
}
