/**
 * exp, log, log1p, tanh, sigmoid and softplus with fixed bits: only + - * /, exact scaling by powers of two and the exact
 * rounding Math.fround, in one written order, so every engine gives the same bits (their own Math.exp and friends differ).
 *
 * The schemes and polynomials are those of FreeBSD msun (fdlibm, © 1993 Sun Microsystems, freely granted), with what
 * rounding loses carried along where fdlibm lets it go; that brings sigmoid and tanh under 1 ulp too. Error bounds below
 * are the largest that were measured, in ulps of the true value, over 10^9 arguments each, and by climbing from the worst.
 */

import { HIGH } from './byte-order.ts'

/** ln 2 = LN2_HIGH + LN2_LOW; LN2_HIGH has 21 trailing zero bits, so its product with any exponent is exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const INVERSE_LN2 = 1.4426950408889634
/** 1.5 · 2^52: adding and taking it away rounds to the nearest whole number. */
const ROUNDER = 6755399441055744
const SMALLEST_NORMAL = 2.2250738585072014e-308

/** POWERS[k + BIAS] = 2^k for -1074 ≤ k ≤ 1023. */
const BIAS = 1074
const POWERS = /* @__PURE__ */ powersOfTwo()

/** One number seen as its bits, to read an exponent. */
const NUMBER = /* @__PURE__ */ new Float64Array(1)
const WORDS = /* @__PURE__ */ new Int32Array(NUMBER.buffer)

/**
 * e^x. Measured error ≤ 0.75 ulp (0.81 where the result is subnormal).
 * NaN → NaN, ∞ → ∞, -∞ → 0, ±0 → 1; ∞ above 709.782712893384, 0 below -745.133219101941.
 *
 * x = k ln 2 + r with |r| ≤ ln 2 / 2, e^r = 1 + r + r c / (2 - c), c = r - r² P(r²); msun/src/e_exp.c.
 *
 * @example
 * exp(1) // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return expFar(x)
  const k = x * INVERSE_LN2 + ROUNDER - ROUNDER
  const high = x - k * LN2_HIGH
  const sum = 1 + high
  return (sum + (high - (sum - 1) + bend(high, k * LN2_LOW))) * power(k)
}

/**
 * The natural logarithm. Measured error ≤ 0.87 ulp.
 * NaN and x < 0 → NaN, ±0 → -∞, ∞ → ∞, 1 → 0.
 *
 * x = 2^k (1 + f) with √½ ≤ 1 + f < √2, log x = k ln 2 + log(1 + f); msun/src/e_log.c.
 *
 * @example
 * log(10) // 2.302585092994046
 */
export function log(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Infinity)) return logFar(x)
  const k = exponent(x)
  return logSum(k, x * power(-k) - 1, 0)
}

/**
 * log(1 + x), accurate near 0 too. Measured error ≤ 0.87 ulp.
 * NaN and x < -1 → NaN, -1 → -∞, ∞ → ∞, ±0 → ±0.
 *
 * Far from 0 as log(u) with u = 1 + x rounded, corrected by what the rounding lost; msun/src/s_log1p.c.
 *
 * @example
 * log1p(1e-20) // 1e-20
 */
export function log1p(x: number): number {
  if (x > -0.29289 && x < 0.41421) return x + shortfall(x, -0) // adding -0 keeps x = -0
  const u = 1 + x
  if (!(u > 0 && u < Infinity)) return u === 0 ? -Infinity : u > 0 ? u : Number.NaN
  const uLost = x < 1 ? x - (u - 1) : 1 - (u - x)
  const k = exponent(u)
  return logSum(k, u * power(-k) - 1, uLost / u)
}

/**
 * The hyperbolic tangent, (e^2x - 1) / (e^2x + 1). Measured error ≤ 0.56 ulp; tanh(-x) = -tanh(x) to the bit.
 * NaN → NaN, ±∞ → ±1, ±0 → ±0; x itself where |x| < 2^-28.
 *
 * With 2x = k ln 2 + r as in exp, e^r = (R + r) / (R - r), R = 2 + r² P(r²) even in r (msun/src/e_exp.c), so
 * tanh x = (2^k (R + r) - (R - r)) / (2^k (R + r) + (R - r)): one quotient, both sides carried to about 80 bits.
 *
 * @example
 * tanh(0.5) // 0.46211715726000974
 */
export function tanh(x: number): number {
  const size = Math.abs(x)
  if (!(size < 22)) return x > 0 ? 1 : x < 0 ? -1 : x
  if (size < 3.725290298461914e-9) return x
  const k = 2 * x * INVERSE_LN2 + ROUNDER - ROUNDER
  const scale = power(k)
  const high = 2 * x - k * LN2_HIGH
  const low = k * LN2_LOW
  const even = evenPart(high - low)
  const plus = 2 + high
  const minus = 2 - high
  const plusLost = high - (plus - 2)
  const minusLost = 2 - minus - high
  const scaled = scale * plus
  const top = scaled - minus
  const bottom = scaled + minus
  const topLost =
    lostIn(scaled, -minus, top) + (scale * plusLost - minusLost + ((scale - 1) * even - (scale + 1) * low))
  const bottomLost =
    lostIn(scaled, minus, bottom) + (scale * plusLost + minusLost + ((scale + 1) * even - (scale - 1) * low))
  return quotient(top, topLost, bottom, bottomLost)
}

/**
 * The logistic function, 1 / (1 + e^-x). Measured error ≤ 0.54 ulp (as exp below -40).
 * NaN → NaN, ∞ → 1, -∞ → 0, ±0 → 0.5; 1 above 40.
 *
 * With x = k ln 2 + r and R as in tanh: 2^k (R + r) / (2^k (R + r) + (R - r)).
 *
 * @example
 * sigmoid(0) // 0.5
 */
export function sigmoid(x: number): number {
  if (!(x > -40 && x < 40)) return x > 0 ? 1 : exp(x)
  const k = x * INVERSE_LN2 + ROUNDER - ROUNDER
  const scale = power(k)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const even = evenPart(high - low)
  const plus = 2 + high
  const minus = 2 - high
  const top = scale * plus
  const topLost = scale * (high - (plus - 2) + (even - low))
  const bottom = top + minus
  return quotient(top, topLost, bottom, lostIn(top, minus, bottom) + (topLost + (2 - minus - high + (even + low))))
}

/**
 * log(1 + e^x), computed as max(x, 0) + log1p(e^-|x|). Measured error ≤ 0.90 ulp (as exp below -40).
 * NaN → NaN, ∞ → ∞, -∞ → 0; x itself above 40.
 *
 * e^-|x| as in exp and the logarithm as in log1p, with the rounding errors of both steps carried along.
 *
 * @example
 * softplus(0) // 0.6931471805599453
 */
export function softplus(x: number): number {
  if (!(x > -40 && x < 40)) return x > 0 ? x : exp(x)
  const negative = -Math.abs(x)
  const k = negative * INVERSE_LN2 + ROUNDER - ROUNDER
  const high = negative - k * LN2_HIGH
  const sum = 1 + high
  const rest = high - (sum - 1) + bend(high, k * LN2_LOW)
  const e = (sum + rest) * power(k)
  const eLost = (sum - (sum + rest) + rest) * power(k)
  if (x < 0 && e < 0.41421) return e + shortfall(e, eLost / (1 + e))
  const base = Math.max(x, 0)
  const u = 1 + e
  const uLost = e - (u - 1) + eLost
  const doublings = u < 1.4142 ? 0 : 1
  const f = u * power(-doublings) - 1
  const whole = base + doublings * LN2_HIGH
  const wholeLost = lostIn(base, doublings * LN2_HIGH, whole)
  const all = whole + f
  return all + shortfall(f, lostIn(whole, f, all) + wholeLost + (doublings * LN2_LOW + uLost / u))
}

/** 2^k for a whole k. */
function power(k: number): number {
  return POWERS[(k | 0) + BIAS] as number
}

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(BIAS + 1024)
  for (let k = 0, value = 1; k < 1024; k++, value *= 2) powers[BIAS + k] = value
  for (let k = -1, value = 0.5; k >= -BIAS; k--, value /= 2) powers[BIAS + k] = value
  return powers
}

/** The k for which x = 2^k · m with √½ ≤ m < √2 (near enough), for normal x > 0. */
function exponent(x: number): number {
  NUMBER[0] = x
  return (((WORDS[HIGH] as number) + 0x95f62) >> 20) - 1023
}

/** What rounding took from a + b when it gave `sum`, exactly (Knuth's two-sum). */
function lostIn(a: number, b: number, sum: number): number {
  const part = sum - a
  return a - (sum - part) + (b - part)
}

/** r² P(r²), where e^r = (R + r) / (R - r) with R = 2 + r² P(r²), for |r| ≤ ln 2 / 2; off by less than 2^-59. */
function evenPart(r: number): number {
  const t = r * r
  const low = 0.16666666666666602 - t * 0.0027777777777015593
  const high = 0.00006613756321437934 - t * 0.0000016533902205465252 + t * t * 4.1381367970572385e-8
  return t * (low + t * t * high)
}

/** e^r - 1 - high, where r = high - low. */
function bend(high: number, low: number): number {
  const r = high - low
  const c = r - evenPart(r)
  return (r * c) / (2 - c) - low
}

/** log(1 + f) - f + rest for √½ ≤ 1 + f < √2: s (f²/2 + R(s²)) - f²/2 with s = f / (2 + f); msun/src/k_log.h. */
function shortfall(f: number, rest: number): number {
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const halfSquare = 0.5 * f * f
  return s * (halfSquare + (odd + even)) + rest - halfSquare
}

/** k ln 2 + log(1 + f) + rest, for a small rest. */
function logSum(k: number, f: number, rest: number): number {
  const whole = k * LN2_HIGH
  const sum = whole + f
  return sum + shortfall(f, f - (sum - whole) + (k * LN2_LOW + rest))
}

/** (top + topLost) / (bottom + bottomLost), rounded once but for about 2^-70: a quotient of 24 bits, then its exact remainder. */
function quotient(top: number, topLost: number, bottom: number, bottomLost: number): number {
  const inverse = 1 / (bottom + bottomLost)
  const first = Math.fround((top + topLost) * inverse)
  const head = Math.fround(bottom)
  const remainder = top - first * head - first * (bottom - head) + (topLost - first * bottomLost)
  return first + remainder * inverse
}

/** exp where the scale 2^k or the result leaves the normal range: near overflow, among the subnormals, beyond, and NaN. */
function expFar(x: number): number {
  if (!(x < 710)) return x > 0 ? Infinity : x
  if (x < -745.2) return 0
  const k = x * INVERSE_LN2 + ROUNDER - ROUNDER
  const high = x - k * LN2_HIGH
  const sum = 1 + high
  const value = sum + (high - (sum - 1) + bend(high, k * LN2_LOW))
  return k > 0 ? value * 2 * power(k - 1) : value * 0.5 * power(k + 1)
}

/** log of what is no normal positive number. */
function logFar(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN
  if (x === Infinity) return x
  const scaled = x * 18014398509481984 // 2^54 lifts a subnormal, exactly
  const k = exponent(scaled)
  return logSum(k - 54, scaled * power(-k) - 1, 0)
}
