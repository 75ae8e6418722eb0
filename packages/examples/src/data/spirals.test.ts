import { expect, it } from 'vitest'
import { spirals } from './spirals.ts'

it('[EX3] the two spirals have 97 points each, the one mirroring the other', () => {
  const points = spirals()
  expect(points).toHaveLength(194)
  for (let i = 0; i < 97; i++) {
    const [one, zero] = [points[2 * i], points[2 * i + 1]]
    expect([one?.label, zero?.label]).toEqual([1, 0])
    expect([zero?.x, zero?.y]).toEqual([-(one?.x as number), -(one?.y as number)])
  }
})

it('[EX3] they turn three times from radius 6.5 to 0.5', () => {
  const ones = spirals().filter((point) => point.label === 1)
  const radii = ones.map(({ x, y }) => Math.hypot(x, y))
  expect(ones[0]).toEqual({ x: 0, y: 6.5, label: 1 })
  expect(radii.at(-1)).toBeCloseTo(0.5, 12)
  expect(radii).toEqual([...radii].sort((a, b) => b - a))
  expect(ones[8]?.x).toBeCloseTo(6, 12)
  expect(ones[8]?.y).toBeCloseTo(0, 12)
  expect(ones[96]?.y).toBeCloseTo(0.5, 12)
})
