/**
 * The yardstick for JavaScript at its best: batched loops over bare typed arrays, blocked for registers (2 × 4 sums at a
 * time, 4 × 1 for a single row), with bias, sigmoid, gradient and update fused into the loops that have the numbers at
 * hand. Same mathematics as `plainMlp`; like it, it knows nothing of the library.
 */
import { back, update, updateOnline } from './blocked-backward.ts'
import { type Layer, type Loop, layersOf } from './loops.ts'

export function blockedMlp(sizes: readonly number[], batch: number, learningRate: number): Loop {
  const { layers, parameters } = layersOf(sizes)
  const values = sizes.map((size) => new Float64Array(size * batch))
  const deltas = sizes.map((size) => new Float64Array(size * batch))
  const last = layers.length

  function step(inputs: Float64Array, targets: Float64Array, order: Int32Array, at: number): number {
    gather(inputs, order, at, values[0]!, sizes[0]!, batch)
    for (let l = 0; l < last; l++) forward(layers[l]!, parameters, values[l]!, values[l + 1]!, batch)
    const loss = outputDeltas(values[last]!, targets, order, at, deltas[last]!, sizes[last]!, batch)
    for (let l = last - 1; l >= 0; l--) {
      if (l > 0) back(layers[l]!, parameters, values[l]!, deltas[l]!, deltas[l + 1]!, batch)
      if (batch === 1) updateOnline(layers[l]!, parameters, values[l]!, deltas[l + 1]!, learningRate)
      else update(layers[l]!, parameters, values[l]!, deltas[l + 1]!, batch, learningRate)
    }
    return loss
  }

  return { parameters, step }
}

/** Rows in, lanes out: x[i, n]. Four rows at a time write next to each other. */
function gather(
  inputs: Float64Array,
  order: Int32Array,
  at: number,
  x: Float64Array,
  size: number,
  batch: number,
): void {
  let n = 0
  for (; n <= batch - 4; n += 4) {
    const r0 = order[at + n]! * size
    const r1 = order[at + n + 1]! * size
    const r2 = order[at + n + 2]! * size
    const r3 = order[at + n + 3]! * size
    for (let i = 0; i < size; i++) {
      const k = (i * batch + n) | 0
      x[k] = inputs[r0 + i]!
      x[k + 1] = inputs[r1 + i]!
      x[k + 2] = inputs[r2 + i]!
      x[k + 3] = inputs[r3 + i]!
    }
  }
  for (; n < batch; n++) {
    const r = order[at + n]! * size
    for (let i = 0; i < size; i++) x[i * batch + n] = inputs[r + i]!
  }
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

function forward(layer: Layer, p: Float64Array, x: Float64Array, a: Float64Array, batch: number): void {
  const { inputs, outputs, start } = layer
  const stride = inputs + 1
  const pairs = outputs & ~1
  const quads = batch & ~3
  for (let o = 0; o < pairs; o += 2) {
    const wa = (start + o * stride) | 0
    const wb = (wa + stride) | 0
    const ka = (o * batch) | 0
    const kb = (ka + batch) | 0
    for (let n = 0; n < quads; n += 4) {
      let a0 = p[wa]!
      let a1 = p[wa]!
      let a2 = p[wa]!
      let a3 = p[wa]!
      let b0 = p[wb]!
      let b1 = p[wb]!
      let b2 = p[wb]!
      let b3 = p[wb]!
      let k = n
      for (let i = 1; i <= inputs; i++) {
        const va = p[wa + i]!
        const vb = p[wb + i]!
        const x0 = x[k]!
        const x1 = x[k + 1]!
        const x2 = x[k + 2]!
        const x3 = x[k + 3]!
        a0 += va * x0
        a1 += va * x1
        a2 += va * x2
        a3 += va * x3
        b0 += vb * x0
        b1 += vb * x1
        b2 += vb * x2
        b3 += vb * x3
        k = (k + batch) | 0
      }
      a[ka + n] = sigmoid(a0)
      a[ka + n + 1] = sigmoid(a1)
      a[ka + n + 2] = sigmoid(a2)
      a[ka + n + 3] = sigmoid(a3)
      a[kb + n] = sigmoid(b0)
      a[kb + n + 1] = sigmoid(b1)
      a[kb + n + 2] = sigmoid(b2)
      a[kb + n + 3] = sigmoid(b3)
    }
  }
  // What the 2 × 4 tiles leave: the last rows of all outputs, then the first rows of an odd last output.
  for (let n = quads; n < batch; n++) forwardRow(layer, p, x, a, batch, n, 0)
  if (pairs < outputs) for (let n = 0; n < quads; n++) forwardRow(layer, p, x, a, batch, n, pairs)
}

/** One row: 4 outputs at a time, then one. */
function forwardRow(
  { inputs, outputs, start }: Layer,
  p: Float64Array,
  x: Float64Array,
  a: Float64Array,
  batch: number,
  n: number,
  from: number,
): void {
  const stride = inputs + 1
  let o = from
  for (; o <= outputs - 4; o += 4) {
    const w0 = (start + o * stride) | 0
    const w1 = (w0 + stride) | 0
    const w2 = (w1 + stride) | 0
    const w3 = (w2 + stride) | 0
    let s0 = p[w0]!
    let s1 = p[w1]!
    let s2 = p[w2]!
    let s3 = p[w3]!
    let k = n
    for (let i = 1; i <= inputs; i++) {
      const v = x[k]!
      s0 += p[w0 + i]! * v
      s1 += p[w1 + i]! * v
      s2 += p[w2 + i]! * v
      s3 += p[w3 + i]! * v
      k = (k + batch) | 0
    }
    a[o * batch + n] = sigmoid(s0)
    a[(o + 1) * batch + n] = sigmoid(s1)
    a[(o + 2) * batch + n] = sigmoid(s2)
    a[(o + 3) * batch + n] = sigmoid(s3)
  }
  for (; o < outputs; o++) {
    const w = (start + o * stride) | 0
    let s = p[w]!
    for (let i = 1; i <= inputs; i++) s += p[w + i]! * x[(i - 1) * batch + n]!
    a[o * batch + n] = sigmoid(s)
  }
}

function outputDeltas(
  a: Float64Array,
  targets: Float64Array,
  order: Int32Array,
  at: number,
  delta: Float64Array,
  size: number,
  batch: number,
): number {
  let loss = 0
  for (let n = 0; n < batch; n++) {
    const row = order[at + n]! * size
    for (let o = 0; o < size; o++) {
      const k = o * batch + n
      const miss = a[k]! - targets[row + o]!
      loss += 0.5 * miss * miss
      delta[k] = miss * (a[k]! * (1 - a[k]!))
    }
  }
  return loss / batch
}
