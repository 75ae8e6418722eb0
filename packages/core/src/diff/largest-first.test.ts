import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { largestFirst } from './largest-first.ts'

describe('largestFirst', () => {
  test('[DI7] NaN stands before ∞, then the larger before the smaller; equal ones keep their order', () => {
    expect([...largestFirst(Float64Array.of(1, Number.NaN, 3, Number.POSITIVE_INFINITY, 1, 0, Number.NaN, 3))]).toEqual(
      [1, 6, 3, 2, 7, 0, 4, 5],
    )
    expect([...largestFirst(new Float64Array())]).toEqual([])
  })

  test('[DI7] it is the stable sort, whatever the numbers', () => {
    const size = fc.oneof(fc.double({ min: 0 }).map(Math.abs), fc.constantFrom(0, 1, 2, Number.NaN))
    const key = (value: number): number => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)
    fc.assert(
      fc.property(fc.array(size, { maxLength: 50 }), (sizes) => {
        const wants = Array.from(sizes.keys()).sort((a, b) => {
          const [first, second] = [sizes[a] as number, sizes[b] as number]
          if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? -1 : 1
          return key(first) === key(second) ? a - b : key(second) > key(first) ? 1 : -1
        })
        expect([...largestFirst(Float64Array.from(sizes))]).toEqual(wants)
      }),
      { seed: 1 },
    )
  })
})
