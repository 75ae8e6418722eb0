import { expect, test } from 'vitest'
import { xavier } from './xavier.ts'

test('[ND8] xavier lies within √(6 / (fanIn + fanOut)) of 0', () => {
  const { draw } = xavier()
  expect(draw(() => 0, { fanIn: 20, fanOut: 4 }, {})).toBe(-0.5)
  expect(draw(() => 0.5, { fanIn: 20, fanOut: 4 }, {})).toBe(0)
  expect(draw(() => 0.75, { fanIn: 20, fanOut: 4 }, {})).toBe(0.25)
})

test('[ND8] xavier of a bias that belongs to no edge is finite', () => {
  expect(xavier().draw(() => 0, { fanIn: 0, fanOut: 0 }, {})).toBe(-Math.sqrt(6))
})
