import fc from 'fast-check'
import { expect, test } from 'vitest'
import { softmax } from './softmax.ts'

test('[ND6] softmax gives the shares of the exponentials', () => {
  const shares = softmax([1, 2, 3])
  ;[0.09003057317038046, 0.24472847105479764, 0.6652409557748219].forEach((share, k) => {
    expect(shares[k]).toBeCloseTo(share, 15)
  })
  expect(softmax([0, 0])).toEqual([0.5, 0.5])
  expect(softmax([7])).toEqual([1])
  expect(softmax([])).toEqual([])
})

test('[ND6] shares are between 0 and 1, add up to 1 and keep the order of the logits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 }),
      (logits) => {
        const shares = softmax(logits)
        expect(shares.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14)
        for (const p of shares) expect(p >= 0 && p <= 1).toBe(true)
        const largest = logits.indexOf(Math.max(...logits))
        expect(shares[largest]).toBe(Math.max(...shares))
      },
    ),
    { seed: 5 },
  )
})

test('[ND3] softmax does not overflow, and lets NaN through', () => {
  expect(softmax([1e300, -1e300])).toEqual([1, 0])
  expect(softmax([800, 800])).toEqual([0.5, 0.5])
  expect(softmax([1, Number.NaN])).toEqual([Number.NaN, Number.NaN])
})
