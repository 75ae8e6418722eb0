/**
 * Sums over terms: out[l, n] += Σ_t w[wStart + l * laneStride + t * termStride] * x[xStart + t * xStride + n], t ascending,
 * one running sum from the value that is there. Forwards a term is an input, from the first one on; backwards it is an
 * output, from the last one on: only the strides differ.
 *
 * Tiles: how many sums advance together in registers, each in its own order. Every read of a typed array costs V8 about
 * six instructions (offset, bounds, base), a multiply-add two; so a tile pays when a number that was read is used often.
 * 2 lanes × 4 rows do 8 multiply-adds for 6 reads and just fill the 16 vector registers; larger tiles spill and are slower.
 * `| 0` keeps offsets 32-bit integers without overflow checks.
 */
export function addTerms(
  out: Float64Array,
  outStart: number,
  lanes: number,
  w: Float64Array,
  wStart: number,
  laneStride: number,
  termStride: number,
  x: Float64Array,
  xStart: number,
  xStride: number,
  terms: number,
  batch: number,
): void {
  let n = 0
  if (batch >= 4) {
    n = batch & ~3
    const pairs = lanes & ~1
    addPairs(out, outStart, pairs, w, wStart, laneStride, termStride, x, xStart, xStride, terms, batch, n)
    if (pairs < lanes) {
      const last = outStart + pairs * batch
      addLane(out, last, w, wStart + pairs * laneStride, termStride, x, xStart, xStride, terms, batch, n)
    }
  }
  for (; n < batch; n++) {
    addRow(out, outStart + n, lanes, w, wStart, laneStride, termStride, x, xStart + n, xStride, terms, batch)
  }
}

/** The rows below `rows`, a multiple of 4, of an even number of lanes: 2 lanes × 4 rows at a time. */
function addPairs(
  out: Float64Array,
  outStart: number,
  lanes: number,
  w: Float64Array,
  wStart: number,
  laneStride: number,
  termStride: number,
  x: Float64Array,
  xStart: number,
  xStride: number,
  terms: number,
  batch: number,
  rows: number,
): void {
  for (let l = 0; l < lanes; l += 2) {
    for (let n = 0; n < rows; n += 4) {
      const a = (outStart + l * batch + n) | 0
      const b = (a + batch) | 0
      let a0 = out[a]!
      let a1 = out[a + 1]!
      let a2 = out[a + 2]!
      let a3 = out[a + 3]!
      let b0 = out[b]!
      let b1 = out[b + 1]!
      let b2 = out[b + 2]!
      let b3 = out[b + 3]!
      let q = (wStart + l * laneStride) | 0
      let p = (xStart + n) | 0
      for (let t = 0; t < terms; t++) {
        const wa = w[q]!
        const wb = w[q + laneStride]!
        const x0 = x[p]!
        const x1 = x[p + 1]!
        const x2 = x[p + 2]!
        const x3 = x[p + 3]!
        a0 += wa * x0
        a1 += wa * x1
        a2 += wa * x2
        a3 += wa * x3
        b0 += wb * x0
        b1 += wb * x1
        b2 += wb * x2
        b3 += wb * x3
        q = (q + termStride) | 0
        p = (p + xStride) | 0
      }
      out[a] = a0
      out[a + 1] = a1
      out[a + 2] = a2
      out[a + 3] = a3
      out[b] = b0
      out[b + 1] = b1
      out[b + 2] = b2
      out[b + 3] = b3
    }
  }
}

/** The rows below `rows`, a multiple of 4, of one lane: 8 rows at a time (a neuron that fires alone), then 4. */
function addLane(
  out: Float64Array,
  outStart: number,
  w: Float64Array,
  wStart: number,
  termStride: number,
  x: Float64Array,
  xStart: number,
  xStride: number,
  terms: number,
  batch: number,
  rows: number,
): void {
  let n = 0
  for (; n <= rows - 8; n += 8) {
    const a = (outStart + n) | 0
    let a0 = out[a]!
    let a1 = out[a + 1]!
    let a2 = out[a + 2]!
    let a3 = out[a + 3]!
    let a4 = out[a + 4]!
    let a5 = out[a + 5]!
    let a6 = out[a + 6]!
    let a7 = out[a + 7]!
    let q = wStart
    let p = (xStart + n) | 0
    for (let t = 0; t < terms; t++) {
      const wa = w[q]!
      a0 += wa * x[p]!
      a1 += wa * x[p + 1]!
      a2 += wa * x[p + 2]!
      a3 += wa * x[p + 3]!
      a4 += wa * x[p + 4]!
      a5 += wa * x[p + 5]!
      a6 += wa * x[p + 6]!
      a7 += wa * x[p + 7]!
      q = (q + termStride) | 0
      p = (p + xStride) | 0
    }
    out[a] = a0
    out[a + 1] = a1
    out[a + 2] = a2
    out[a + 3] = a3
    out[a + 4] = a4
    out[a + 5] = a5
    out[a + 6] = a6
    out[a + 7] = a7
  }
  for (; n < rows; n++) addRow(out, outStart + n, 1, w, wStart, 0, termStride, x, xStart + n, xStride, terms, batch)
}

/** One row of all lanes: 4 lanes at a time, then one; the whole of a batch of 1. */
export function addRow(
  out: Float64Array,
  outStart: number,
  lanes: number,
  w: Float64Array,
  wStart: number,
  laneStride: number,
  termStride: number,
  x: Float64Array,
  xStart: number,
  xStride: number,
  terms: number,
  batch: number,
): void {
  let l = 0
  for (; l <= lanes - 4; l += 4) {
    const a = (outStart + l * batch) | 0
    const b = (a + batch) | 0
    const c = (b + batch) | 0
    const d = (c + batch) | 0
    let sa = out[a]!
    let sb = out[b]!
    let sc = out[c]!
    let sd = out[d]!
    let q = (wStart + l * laneStride) | 0
    let p = xStart
    for (let t = 0; t < terms; t++) {
      const v = x[p]!
      sa += w[q]! * v
      sb += w[q + laneStride]! * v
      sc += w[q + 2 * laneStride]! * v
      sd += w[q + 3 * laneStride]! * v
      q = (q + termStride) | 0
      p = (p + xStride) | 0
    }
    out[a] = sa
    out[b] = sb
    out[c] = sc
    out[d] = sd
  }
  for (; l < lanes; l++) {
    const a = (outStart + l * batch) | 0
    let sa = out[a]!
    let q = (wStart + l * laneStride) | 0
    let p = xStart
    for (let t = 0; t < terms; t++) {
      sa += w[q]! * x[p]!
      q = (q + termStride) | 0
      p = (p + xStride) | 0
    }
    out[a] = sa
  }
}
