import { expect, test } from 'vitest'
import { centralDifference, reachOf } from './central-difference.ts'

const look = (f: (x: number) => number, x: number) => centralDifference(f, x, reachOf(x))

test('[TE1] a central difference finds the slope of a smooth function to many digits', () => {
  expect(look((x) => x * x * x, 2).slope).toBeCloseTo(12, 10)
  expect(look((x) => 1 / (1 + x * x), 0.5).slope).toBeCloseTo(-0.64, 10)
  expect(look((x) => 3 * x, 1e6).slope).toBeCloseTo(3, 8)
})

test('[TE1] what a central difference is off by stays within its noise where f is exact in real numbers', () => {
  for (const x of [-2, -0.3, 0, 1, 7]) {
    const { slope, noise } = look((y) => 5 * y - 2, x)
    expect(Math.abs(slope - 5)).toBeLessThanOrEqual(noise)
  }
})

test('[TE2] a kink is seen where it stands and beside it, on either side', () => {
  const relu = (x: number) => Math.max(0, x)
  for (const x of [0, 1e-4, -1e-4, 3e-4, -3e-4, 1 / 3072, 4e-4, 6e-4, -9e-4]) {
    expect(look(relu, x).kink, `at ${x}`).toBe(true)
    expect(look(Math.abs, x).kink, `at ${x}`).toBe(true)
  }
  expect(look(relu, 0.01).kink).toBe(false)
  expect(look(relu, -0.01).kink).toBe(false)
})

test('[TE2] neither a strong bend, nor an extremum, nor a flat place, nor rounding is taken for a kink', () => {
  for (const x of [-1, 0, 1e-3, 0.7, 3]) {
    expect(look((y) => 50 * y * y, x).kink).toBe(false)
    expect(look(() => 4, x).kink).toBe(false)
    expect(look((y) => 1 + 1e-14 * y, x).kink).toBe(false)
    expect(look((y) => 1e6 + y, x).kink).toBe(false)
  }
})

test('[TE2] at a kink it tells the slopes on both sides, beside it the one that is there', () => {
  const bent = (x: number) => (x > 0 ? 3 * x : -x * x - x)
  const { sides } = centralDifference(bent, 0, 1e-3)
  expect(sides[0]).toBeCloseTo(-1, 9)
  expect(sides[1]).toBeCloseTo(3, 9)
  expect(centralDifference(bent, -4e-4, 1e-3).sides[0]).toBeCloseTo(-1 + 8e-4, 9)
})
