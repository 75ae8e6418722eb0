/**
 * Sums over the rows of a batch: g[gStart + o * gStride + i] = (0 + Σ_n delta[o, n] * x[i, n]) * scale, n ascending.
 * Both factors are contiguous in n. Tiles as in sum-terms.ts: 2 outputs × 4 inputs, 8 sums for 6 reads.
 */
export function sumRows(
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
  const pairs = outputs & ~1
  const quads = inputs & ~3
  sumPairs(g, gStart, gStride, pairs, delta, dStart, x, xStart, quads, batch, scale)
  for (let i = quads; i < inputs; i++) {
    sumColumn(g, gStart + i, gStride, pairs, delta, dStart, x, xStart + i * batch, batch, scale)
  }
  if (pairs < outputs) {
    sumLane(g, gStart + pairs * gStride, delta, dStart + pairs * batch, x, xStart, inputs, batch, scale)
  }
}

/** An even number of outputs, a multiple of 4 inputs: 2 × 4 at a time. */
function sumPairs(
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
  for (let o = 0; o < outputs; o += 2) {
    const da = (dStart + o * batch) | 0
    const db = (da + batch) | 0
    for (let i = 0; i < inputs; i += 4) {
      const i0 = (xStart + i * batch) | 0
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
      const ga = (gStart + o * gStride + i) | 0
      const gb = (ga + gStride) | 0
      g[ga] = a0 * scale
      g[ga + 1] = a1 * scale
      g[ga + 2] = a2 * scale
      g[ga + 3] = a3 * scale
      g[gb] = b0 * scale
      g[gb + 1] = b1 * scale
      g[gb + 2] = b2 * scale
      g[gb + 3] = b3 * scale
    }
  }
}

/** An even number of outputs, one input: 2 × 1 at a time (all there is where the fan-in is 1, 2 or 3). */
function sumColumn(
  g: Float64Array,
  gStart: number,
  gStride: number,
  outputs: number,
  delta: Float64Array,
  dStart: number,
  x: Float64Array,
  xStart: number,
  batch: number,
  scale: number,
): void {
  for (let o = 0; o < outputs; o += 2) {
    const da = (dStart + o * batch) | 0
    const db = (da + batch) | 0
    let a = 0
    let b = 0
    for (let n = 0; n < batch; n++) {
      const v = x[xStart + n]!
      a += delta[da + n]! * v
      b += delta[db + n]! * v
    }
    g[gStart + o * gStride] = a * scale
    g[gStart + (o + 1) * gStride] = b * scale
  }
}

/** One output, all inputs: 8 at a time (a neuron that fires alone), then one. */
function sumLane(
  g: Float64Array,
  gStart: number,
  delta: Float64Array,
  dStart: number,
  x: Float64Array,
  xStart: number,
  inputs: number,
  batch: number,
  scale: number,
): void {
  let i = 0
  for (; i <= inputs - 8; i += 8) {
    const p = (xStart + i * batch) | 0
    let a0 = 0
    let a1 = 0
    let a2 = 0
    let a3 = 0
    let a4 = 0
    let a5 = 0
    let a6 = 0
    let a7 = 0
    for (let n = 0; n < batch; n++) {
      const d = delta[dStart + n]!
      let q = (p + n) | 0
      a0 += d * x[q]!
      q = (q + batch) | 0
      a1 += d * x[q]!
      q = (q + batch) | 0
      a2 += d * x[q]!
      q = (q + batch) | 0
      a3 += d * x[q]!
      q = (q + batch) | 0
      a4 += d * x[q]!
      q = (q + batch) | 0
      a5 += d * x[q]!
      q = (q + batch) | 0
      a6 += d * x[q]!
      q = (q + batch) | 0
      a7 += d * x[q]!
    }
    const j = (gStart + i) | 0
    g[j] = a0 * scale
    g[j + 1] = a1 * scale
    g[j + 2] = a2 * scale
    g[j + 3] = a3 * scale
    g[j + 4] = a4 * scale
    g[j + 5] = a5 * scale
    g[j + 6] = a6 * scale
    g[j + 7] = a7 * scale
  }
  for (; i < inputs; i++) {
    const p = (xStart + i * batch) | 0
    let a = 0
    for (let n = 0; n < batch; n++) a += delta[dStart + n]! * x[p + n]!
    g[gStart + i] = a * scale
  }
}

/** A batch of 1, where each sum has one term: 4 outputs at a time share the reads of the inputs. */
export function sumOneRow(
  g: Float64Array,
  gStart: number,
  gStride: number,
  outputs: number,
  delta: Float64Array,
  dStart: number,
  x: Float64Array,
  xStart: number,
  inputs: number,
  scale: number,
): void {
  let o = 0
  for (; o <= outputs - 4; o += 4) {
    const a = delta[dStart + o]!
    const b = delta[dStart + o + 1]!
    const c = delta[dStart + o + 2]!
    const d = delta[dStart + o + 3]!
    const ga = (gStart + o * gStride) | 0
    const gb = (ga + gStride) | 0
    const gc = (gb + gStride) | 0
    const gd = (gc + gStride) | 0
    for (let i = 0; i < inputs; i++) {
      const v = x[xStart + i]!
      g[ga + i] = (0 + a * v) * scale
      g[gb + i] = (0 + b * v) * scale
      g[gc + i] = (0 + c * v) * scale
      g[gd + i] = (0 + d * v) * scale
    }
  }
  for (; o < outputs; o++) {
    const a = delta[dStart + o]!
    const ga = (gStart + o * gStride) | 0
    for (let i = 0; i < inputs; i++) g[ga + i] = (0 + a * x[xStart + i]!) * scale
  }
}
