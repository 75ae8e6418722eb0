import { expect, test } from 'vitest'
import { he } from './he.ts'

test('[ND8] he lies within √(6 / fanIn) of 0, whatever the fan-out', () => {
  const { draw } = he()
  expect(draw(() => 0, { fanIn: 24, fanOut: 4 }, {})).toBe(-0.5)
  expect(draw(() => 0.5, { fanIn: 24, fanOut: 400 }, {})).toBe(0)
  expect(draw(() => 0.75, { fanIn: 24, fanOut: 0 }, {})).toBe(0.25)
})

test('[ND8] he of a bias of a node without edges is finite', () => {
  expect(he().draw(() => 0, { fanIn: 0, fanOut: 3 }, {})).toBe(-Math.sqrt(6))
})
