import { checkLoss } from '@neurite/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binaryCrossEntropy } from './binary-cross-entropy.ts'
import { evaluate } from './evaluate-loss.ts'
import { softmax } from './softmax.ts'
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts'

const one = (logits: readonly number[], targets: readonly number[]) => {
  const { losses, errors } = evaluate(softmaxCrossEntropy(), [logits], [targets])
  return { loss: losses[0] as number, error: errors[0] as number[] }
}
/** Within a few units in the last place. */
const near = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(2e-15)

test('[ND1] softmaxCrossEntropy has the errors that central differences find, for any targets', () => {
  expect(checkLoss(softmaxCrossEntropy()).passed).toBe(true)
  expect(checkLoss(softmaxCrossEntropy(), { nodes: 10 }).passed).toBe(true)
  const wide = (next: () => number, nodes: number) => Array.from({ length: nodes }, () => 60 * next() - 30)
  expect(checkLoss(softmaxCrossEntropy(), { outputs: wide }).passed).toBe(true)
})

test('[ND6] softmaxCrossEntropy is −Σ t log p, its error p − t', () => {
  // to 50 digits
  near(one([1, 2, 3], [0, 0, 1]).loss, 0.4076059644443803)
  const { loss, error } = one([0.5, -1.25, 2], [0.25, 0.25, 0.5])
  near(loss, 1.4201219831020326)
  near(error[0] as number, -0.07317981789255572)
  near(error[1] as number, -0.21927325967356356)
  near(error[2] as number, 0.29245307756611927)
})

test('[ND6] its errors are softmax minus targets, and add up to 0', () => {
  const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 2, maxLength: 8 })
  fc.assert(
    fc.property(logits, fc.nat(), (z, right) => {
      const t = z.map((_, k) => (k === right % z.length ? 1 : 0))
      const { error } = one(z, t)
      softmax(z).forEach((p, k) => {
        expect(error[k]).toBeCloseTo(p - (t[k] as number), 14)
      })
      expect(error.reduce((sum, e) => sum + e, 0)).toBeCloseTo(0, 14)
    }),
    { seed: 5 },
  )
})

test('[ND6] of two nodes it is binaryCrossEntropy on the difference of their logits', () => {
  const { loss, error } = one([2, 0.75], [1, 0])
  const { losses, errors } = evaluate(binaryCrossEntropy(), [[1.25]], [[1]])
  near(loss, losses[0] as number)
  near(error[0] as number, errors[0]?.[0] as number)
})

test('[ND6] adding one number to every logit changes nothing', () => {
  expect(one([101, 102, 103], [0, 1, 0])).toEqual(one([1, 2, 3], [0, 1, 0]))
})

test('[ND3] however sure an answer is, right or wrong, loss and error keep their digits', () => {
  const { loss, error } = one([40, 0, -1], [1, 0, 0])
  near(loss, 5.811236444626578e-18)
  near(error[0] as number, -5.811236444626578e-18)
  near(error[1] as number, 4.248354255291589e-18)
  near(error[2] as number, 1.5628821893349888e-18)
  expect(one([1e6, 0], [0, 1])).toEqual({ loss: 1e6, error: [1, -1] })
  expect(one([-1e6, 0, 1e6], [0, 0, 1])).toEqual({ loss: 0, error: [0, 0, 0] })
  expect(one([800, 800], [1, 0])).toEqual({ loss: Math.LN2, error: [-0.5, 0.5] })
})

test('[ND3] a NaN in any logit shows in the loss and in every error', () => {
  for (const logits of [
    [Number.NaN, 1, 2],
    [1, Number.NaN, 2],
    [1, 2, Number.NaN],
  ]) {
    const { loss, error } = one(logits, [0, 0, 1])
    expect([loss, ...error]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  }
})

test('[ND7] softmaxCrossEntropy takes shares of 1 as targets, and says so otherwise', () => {
  const { checkTarget } = softmaxCrossEntropy()
  for (const target of [0, 0.3, 1]) expect(checkTarget(target, {})).toBeNull()
  for (const target of [-1, 1.001, 7, Number.NaN]) expect(checkTarget(target, {})).toEqual(expect.any(String))
})
