import { checkLoss } from '@neurite/core/testing'
import { expect, test } from 'vitest'
import { binaryCrossEntropy } from './binary-cross-entropy.ts'
import { evaluate } from './evaluate-loss.ts'

const one = (z: number, t: number) => {
  const { losses, errors } = evaluate(binaryCrossEntropy(), [[z]], [[t]])
  return { loss: losses[0] as number, error: errors[0]?.[0] as number }
}
/** Within a few units in the last place. */
const near = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(1e-15)

test('[ND1] binaryCrossEntropy has the errors that central differences find', () => {
  expect(checkLoss(binaryCrossEntropy()).passed).toBe(true)
  const wide = (next: () => number, nodes: number) => Array.from({ length: nodes }, () => 60 * next() - 30)
  expect(checkLoss(binaryCrossEntropy(), { outputs: wide }).passed).toBe(true)
})

test('[ND6] binaryCrossEntropy is −t log σ(z) − (1 − t) log(1 − σ(z)), its error σ(z) − t', () => {
  near(one(0, 1).loss, Math.LN2)
  expect(one(0, 1).error).toBe(-0.5)
  // to 50 digits: 1.3264132779827524…, 0.5675744761936437…
  near(one(1.5, 0.25).loss, 1.3264132779827524)
  near(one(1.5, 0.25).error, 0.5675744761936437)
})

test('[ND6] binaryCrossEntropy sums over the nodes, each with an answer of its own', () => {
  const [a, b] = [one(1.5, 0.25), one(-2, 1)]
  expect(evaluate(binaryCrossEntropy(), [[1.5, -2]], [[0.25, 1]])).toEqual({
    losses: [a.loss + b.loss],
    errors: [[a.error, b.error]],
  })
})

test('[ND3] however sure an answer is, right or wrong, loss and error keep their digits', () => {
  near(one(50, 1).loss, 1.9287498479639178e-22)
  near(one(50, 1).error, -1.9287498479639178e-22)
  near(one(-50, 0).loss, 1.9287498479639178e-22)
  near(one(-50, 0).error, 1.9287498479639178e-22)
  near(one(700, 1).loss, 9.85967654375977e-305)
  expect(one(1e6, 1)).toEqual({ loss: 0, error: 0 })
  expect(one(1e6, 0)).toEqual({ loss: 1e6, error: 1 })
  expect(one(-1e6, 1)).toEqual({ loss: 1e6, error: -1 })
  expect(one(-1e300, 0.5)).toEqual({ loss: 5e299, error: -0.5 })
})

test('[ND3] binaryCrossEntropy lets NaN through', () => {
  expect(one(Number.NaN, 1)).toEqual({ loss: Number.NaN, error: Number.NaN })
})

test('[ND7] binaryCrossEntropy takes probabilities as targets, and says so otherwise', () => {
  const { checkTarget } = binaryCrossEntropy()
  for (const target of [0, 0.3, 1]) expect(checkTarget(target, {})).toBeNull()
  for (const target of [-1, -1e-9, 1.001, 2, Number.NaN]) expect(checkTarget(target, {})).toEqual(expect.any(String))
})
