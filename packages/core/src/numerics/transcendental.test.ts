/**
 * transcendental.ts against the true values. The reference is this file's own BigInt fixed point: e^x to 256 bits by
 * x = k ln 2 + r, the Taylor series of e^(r/256) and eight squarings; everything else from that e^x, exactly.
 */

import { describe, expect, it } from 'vitest'
import { random } from './random.ts'
import { exp, log, log1p, sigmoid, softplus, tanh } from './transcendental.ts'

type Scalar = (x: number) => number

// Numbers as whole multiples of 2^-1400; within e^x, of 2^-256.
const SCALE = 1400n
const ONE = 1n << SCALE
const FINE = 256n
const LN2 = lnTwo()
const view = new DataView(new ArrayBuffer(8))

/** x, exactly. */
function exact(x: number): bigint {
  const bits = bitsOf(x)
  const exponent = (bits >> 52n) & 0x7ffn
  const fraction = bits & 0xfffffffffffffn
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n)
  return (x < 0 ? -size : size) << (SCALE - 1074n)
}

function bitsOf(x: number): bigint {
  view.setFloat64(0, x)
  return view.getBigUint64(0)
}

/** ln 2 = 2 artanh(1/3). */
function lnTwo(): bigint {
  let sum = 0n
  for (let n = 1n, power = (2n << (FINE + 64n)) / 3n; power > 0n; n += 2n, power /= 9n) sum += power / n
  return sum >> 64n
}

/** e^x. */
function eTo(x: number): bigint {
  const whole = exact(x) >> (SCALE - FINE)
  const k = BigInt(Math.round(x / 0.6931471805599453))
  const r = (whole - k * LN2) >> 8n
  let power = 1n << FINE
  for (let n = 1n, term = power; term > 1n || term < -1n; n++) {
    term = ((term * r) >> FINE) / n
    power += term
  }
  for (let i = 0; i < 8; i++) power = (power * power) >> FINE
  return power << (SCALE - FINE + k)
}

const times = (a: bigint, b: bigint): bigint => (a * b) >> SCALE
const over = (a: bigint, b: bigint): bigint => (a << SCALE) / b
/** log(1 + d) for |d| < 2^-50, to 100 bits and more. */
const logNear1 = (d: bigint): bigint => d - times(d, d) / 2n + times(times(d, d), d) / 3n
/** log(x), given a number close to it: y + log(x / e^y). */
const logFrom = (x: bigint, y: number): bigint => exact(y) + logNear1(over(x, eTo(y)) - ONE)
const isTiny = (x: number): boolean => Math.abs(x) < 2 ** -40

/** The true value at x; the logarithms are given the result y as the number close to it. */
const truths = {
  exp: eTo,
  log: (x: number, y: number) => logFrom(exact(x), y),
  log1p: (x: number, y: number) => (isTiny(x) ? logNear1(exact(x)) : logFrom(ONE + exact(x), y)),
  tanh(x: number) {
    if (isTiny(x)) return exact(x) - times(times(exact(x), exact(x)), exact(x)) / 3n
    const e = eTo(2 * x)
    return over(e - ONE, e + ONE)
  },
  sigmoid(x: number) {
    const e = eTo(x)
    return over(e, ONE + e)
  },
  softplus(x: number, y: number) {
    if (Math.abs(x) > 40) return (x > 0 ? exact(x) : 0n) + logNear1(eTo(-Math.abs(x)))
    return logFrom(ONE + eTo(x), y)
  },
}

/** |y - t| in ulps of t, the grid of the subnormals being the smallest. ∞ is right for what rounds to 2^1024. */
function ulps(y: number, t: bigint): number {
  if (y === Infinity && t >= exact(Number.MAX_VALUE) + (1n << (SCALE + 970n))) return 0
  if (!Number.isFinite(y)) return Infinity
  const digits = (t < 0n ? -t : t).toString(16)
  const bits = BigInt(4 * (digits.length - 1) + 32 - Math.clz32(Number.parseInt(digits.charAt(0), 16)))
  const ulp = bits - 53n < SCALE - 1074n ? SCALE - 1074n : bits - 53n
  const off = exact(y) - t
  return Number(((off < 0n ? -off : off) << 40n) >> ulp) / 2 ** 40
}

/** The largest error over the arguments, and where it is. */
function worst(f: Scalar, t: (x: number, y: number) => bigint, xs: Iterable<number>): { ulps: number; x: number } {
  let found = { ulps: 0, x: 0 }
  for (const x of xs) {
    const y = f(x)
    const error = ulps(y, t(x, y))
    if (!(error <= found.ulps)) found = { ulps: error, x }
  }
  return found
}

/** `count` numbers drawn evenly from low to high; `seed` fixes them. */
function* even(seed: number, count: number, low: number, high: number): Generator<number> {
  const next = random(seed, 0)
  for (let i = 0; i < count; i++) yield low + (high - low) * next()
}

/** `each` numbers in every binade of one sign, within (low, high). */
function* binades(seed: number, each: number, sign: 1 | -1, low: number, high: number): Generator<number> {
  const next = random(seed, 1)
  for (let e = -1074; e < 1024; e++) {
    for (let i = 0; i < each; i++) {
      const x = sign * (1 + next()) * 2 ** e
      if (x > low && x < high) yield x
    }
  }
}

/** Each number and its neighbours, up to `reach` places away on both sides. */
function* around(centers: readonly number[], reach: number): Generator<number> {
  for (const center of centers) {
    const bits = bitsOf(center)
    for (let i = BigInt(-reach); i <= BigInt(reach); i++) {
      view.setBigUint64(0, bits + i)
      yield view.getFloat64(0)
    }
  }
}

/** (n + 1/2) ln 2 / d: where the reduction of the argument goes from one k to the next. */
const seams = (from: number, to: number, d: number): number[] =>
  Array.from({ length: to - from }, (_, i) => ((from + i + 0.5) * Math.LN2) / d)

describe('transcendental', () => {
  it('[NU1] exp is within 0.8 ulp of the true value over its range, subnormal results included', () => {
    const found = worst(exp, truths.exp, [
      ...binades(1, 1, 1, 0, 709.78),
      ...binades(2, 1, -1, -745.13, 0),
      ...even(3, 5000, -708, 709.78),
      ...even(4, 4000, -1.1, 1.1),
      ...even(5, 1000, -745.13, -708),
      ...around(seams(-1074, 1023, 1), 0),
      ...around([...seams(-4, 4, 1), -708, 709, -384.34916760262024, 20.473060306940106, -708.7524037737668], 20),
      ...around([709.78, 709.782712893384, -745.13], 3),
    ])
    expect(found.ulps, `at ${found.x}`).toBeLessThan(0.8)
  })

  it('[NU2] log is within 0.9 ulp of the true value over its range', () => {
    const found = worst(log, truths.log, [
      ...binades(6, 3, 1, 0, Infinity),
      ...even(7, 4000, 0.3, 4),
      ...even(8, 2000, 0.999, 1.001),
      ...even(9, 2000, 0, 1e6),
      ...around([Math.SQRT1_2, Math.SQRT2, 0.5, 2, 4, 2 ** -1022, 0.7045443935032315, 1.4102525489634872], 20),
      ...around([1], 20),
      ...[5e-324, 1e-323, Number.MAX_VALUE],
    ])
    expect(found.ulps, `at ${found.x}`).toBeLessThan(0.9)
  })

  it('[NU3] log1p is within 0.9 ulp of the true value over its range', () => {
    const found = worst(log1p, truths.log1p, [
      ...binades(10, 2, 1, 0, Infinity),
      ...binades(11, 2, -1, -1, 0),
      ...even(12, 4000, -0.999, 3),
      ...even(13, 2000, 0, 1e6),
      ...around([-0.29289, 0.41421, 0.41421356, -0.5, 1, 3, 2 ** 53, -0.29311306412806248, 0.40904739601651152], 20),
      ...around([2 ** -54, 2 ** -28, -(2 ** -28)], 5),
      ...[1 - 2 ** -53, 2 ** -53, 2 ** -52].map((x) => -x),
    ])
    expect(found.ulps, `at ${found.x}`).toBeLessThan(0.9)
  })

  it('[NU4] tanh is within 0.6 ulp of the true value over its range', () => {
    const found = worst(tanh, truths.tanh, [
      ...binades(14, 1, 1, 0, 300),
      ...binades(15, 1, -1, -300, 0),
      ...even(16, 5000, -2, 2),
      ...even(17, 1500, -24, 24),
      ...around([...seams(-66, 66, 2), 0.5 * Math.log(3), 22, 2 ** -28, -3.6508272642701107, -10.924096368156341], 4),
    ])
    expect(found.ulps, `at ${found.x}`).toBeLessThan(0.6)
  })

  it('[NU5] sigmoid is within 0.8 ulp of the true value over its range, subnormal results included', () => {
    const found = worst(sigmoid, truths.sigmoid, [
      ...binades(18, 1, 1, 0, 745),
      ...binades(19, 1, -1, -745.13, 0),
      ...even(20, 4000, -8, 8),
      ...even(21, 2000, -745.13, 45),
      ...around([...seams(-60, 60, 1), 40, -40, -745, -745.13, -708], 5),
    ])
    expect(found.ulps, `at ${found.x}`).toBeLessThan(0.8)
  })

  it('[NU6] softplus is within 0.95 ulp of the true value over its range, subnormal results included', () => {
    const found = worst(softplus, truths.softplus, [
      ...binades(22, 1, 1, 0, 745),
      ...binades(23, 1, -1, -745.13, 0),
      ...even(24, 4000, -5, 5),
      ...even(25, 1500, -745.13, 45),
      ...around([...seams(-60, 60, 1), 40, -40, -745, -745.13, -708, -0.89318065463175367, Math.log(0.41421)], 4),
    ])
    expect(found.ulps, `at ${found.x}`).toBeLessThan(0.95)
  })

  it('[NU7] the reference knows e and ln 2 to 60 digits', () => {
    const digits = (t: bigint) => ((t * 10n ** 60n) >> SCALE).toString()
    expect(digits(eTo(1))).toBe('2718281828459045235360287471352662497757247093699959574966967')
    expect(digits(LN2 << (SCALE - FINE))).toBe('693147180559945309417232121458176568075500134360255254120680')
  })
})
