import { checkActivation } from '@neurite/core/testing'
import { expect, test } from 'vitest'
import { identity } from './identity.ts'

test('[ND1] identity has the slope that central differences find', () => {
  expect(checkActivation(identity).passed).toBe(true)
})

test('[ND2] identity gives back its net input, however large, with slope 1', () => {
  const z = Float64Array.of(-1e308, -0, 0, 1.5, Number.POSITIVE_INFINITY)
  const output = new Float64Array(5)
  const delta = new Float64Array(5)
  identity.forward(z, output, 0, 5, {})
  identity.backward(z, output, Float64Array.of(1, 2, 3, 4, 5), delta, 0, 5, {})
  expect(output).toEqual(z)
  expect([...delta]).toEqual([1, 2, 3, 4, 5])
})
