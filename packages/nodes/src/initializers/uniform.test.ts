import type { NeuriteError } from '@neurite/core'
import { definitionKey } from '@neurite/core/define'
import { expect, test } from 'vitest'
import { uniform } from './uniform.ts'

const place = { fanIn: 3, fanOut: 2 }

test('[ND8] uniform lies from low to high, linear in what is drawn', () => {
  const { draw, options } = uniform(-0.5, 1.5)
  expect(draw(() => 0, place, options)).toBe(-0.5)
  expect(draw(() => 0.5, place, options)).toBe(0.5)
  expect(draw(() => 1 - 2 ** -53, place, options)).toBeLessThanOrEqual(1.5)
  expect(options).toEqual({ low: -0.5, high: 1.5 })
})

test('[ND8] uniform(−0, 1) is uniform(0, 1), as their keys are equal', () => {
  expect(definitionKey(uniform(-0, 1))).toBe(definitionKey(uniform(0, 1)))
  expect(uniform(-0, 1).draw(() => 0, place, { low: 0, high: 1 })).toBe(0)
})

test.each([
  [1, 1, 'high'],
  [1, 0, 'high'],
  [0, Number.NaN, 'high'],
  [0, Number.POSITIVE_INFINITY, 'high'],
  [-1e308, 1e308, 'high'],
  [Number.NEGATIVE_INFINITY, 0, 'low'],
  ['0' as unknown as number, 1, 'low'],
  [0, '1' as unknown as number, 'high'],
])('[ND9] uniform(%s, %s) is refused', (low, high, option) => {
  expect(() => uniform(low, high)).toThrow(
    expect.objectContaining<Partial<NeuriteError>>({ code: 'INVALID_OPTION', place: { option } }),
  )
})
