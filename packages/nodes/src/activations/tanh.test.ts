import { checkActivation } from '@neurite/core/testing'
import { expect, test } from 'vitest'
import { tanh } from './tanh.ts'

function at(z: number): { a: number; slope: number } {
  const output = new Float64Array(1)
  const delta = new Float64Array(1)
  tanh.forward(Float64Array.of(z), output, 0, 1, {})
  tanh.backward(Float64Array.of(z), output, Float64Array.of(1), delta, 0, 1, {})
  return { a: output[0] as number, slope: delta[0] as number }
}

test('[ND1] tanh has the slope that central differences find', () => {
  expect(checkActivation(tanh).passed).toBe(true)
})

test('[ND2] tanh gives tanh, with slope 1 − a²', () => {
  expect(at(0)).toEqual({ a: 0, slope: 1 })
  expect(at(0.5).a).toBe(0.46211715726000974)
  expect(at(0.5).slope).toBe(1 - 0.46211715726000974 * 0.46211715726000974)
  expect(at(-0.5).a).toBe(-at(0.5).a)
})

test('[ND3] tanh saturates at −1 and 1 without NaN, and lets NaN through', () => {
  expect(at(800)).toEqual({ a: 1, slope: 0 })
  expect(at(-800)).toEqual({ a: -1, slope: 0 })
  expect(at(Number.NaN).a).toBeNaN()
})
