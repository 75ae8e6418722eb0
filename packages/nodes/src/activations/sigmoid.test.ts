import { checkActivation } from '@neurite/core/testing'
import { expect, test } from 'vitest'
import { sigmoid } from './sigmoid.ts'

function at(z: number, error = 1): { a: number; delta: number } {
  const output = new Float64Array(1)
  const delta = new Float64Array(1)
  sigmoid.forward(Float64Array.of(z), output, 0, 1, {})
  sigmoid.backward(Float64Array.of(z), output, Float64Array.of(error), delta, 0, 1, {})
  return { a: output[0] as number, delta: delta[0] as number }
}

test('[ND1] sigmoid has the slope that central differences find', () => {
  expect(checkActivation(sigmoid).passed).toBe(true)
})

test('[ND2] sigmoid gives the figures of the worked 3-2-1 example', () => {
  expect(at(-0.7).a).toBeCloseTo(0.3318122278318339, 15)
  expect(at(0.1).a).toBeCloseTo(0.52497918747894, 15)
  const output = at(-0.10453950584533817, 0.47388889882398544 - 1)
  expect(output.a).toBeCloseTo(0.47388889882398544, 15)
  expect(-output.delta).toBeCloseTo(0.1311690782143445, 15)
})

test('[ND2] the slope of sigmoid is a(1 − a), of the a already computed', () => {
  const delta = new Float64Array(1)
  sigmoid.backward(Float64Array.of(99), Float64Array.of(0.25), Float64Array.of(1), delta, 0, 1, {})
  expect(delta[0]).toBe(0.1875)
})

test('[ND3] sigmoid saturates at 0 and 1 without NaN, and lets NaN through', () => {
  expect(at(0)).toEqual({ a: 0.5, delta: 0.25 })
  expect(at(800)).toEqual({ a: 1, delta: 0 })
  expect(at(-800)).toEqual({ a: 0, delta: 0 })
  expect(at(Number.NaN).a).toBeNaN()
})
