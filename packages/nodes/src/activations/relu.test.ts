import { checkActivation } from '@neurite/core/testing'
import { expect, test } from 'vitest'
import { relu } from './relu.ts'

function at(z: number): { a: number; slope: number } {
  const output = new Float64Array(1)
  const delta = new Float64Array(1)
  relu.forward(Float64Array.of(z), output, 0, 1, {})
  relu.backward(Float64Array.of(z), output, Float64Array.of(1), delta, 0, 1, {})
  return { a: output[0] as number, slope: delta[0] as number }
}

test('[ND1] relu has the slope that central differences find', () => {
  expect(checkActivation(relu).passed).toBe(true)
})

test('[ND2] relu is 0 with slope 0 below 0 and at 0, and the net input with slope 1 above', () => {
  expect(at(-3)).toEqual({ a: 0, slope: 0 })
  expect(at(-0)).toEqual({ a: 0, slope: 0 })
  expect(at(0)).toEqual({ a: 0, slope: 0 })
  expect(at(5e-324)).toEqual({ a: 5e-324, slope: 1 })
  expect(at(3)).toEqual({ a: 3, slope: 1 })
})

test('[ND3] relu lets NaN through, so that divergence shows', () => {
  expect(at(Number.NaN).a).toBeNaN()
  expect(at(Number.POSITIVE_INFINITY).a).toBe(Number.POSITIVE_INFINITY)
})
