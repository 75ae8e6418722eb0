import { checkLoss } from '@neurite/core/testing'
import { expect, test } from 'vitest'
import { evaluate } from './evaluate-loss.ts'
import { meanSquaredError } from './mean-squared-error.ts'

test('[ND1] meanSquaredError has the errors that central differences find', () => {
  expect(checkLoss(meanSquaredError()).passed).toBe(true)
})

test('[ND6] meanSquaredError is 1/K Σ (t − a)² of each row, its error 2(a − t)/K', () => {
  expect(
    evaluate(
      meanSquaredError(),
      [
        [3, 1],
        [0.5, 0],
      ],
      [
        [1, 0],
        [0, 2],
      ],
    ),
  ).toEqual({
    losses: [2.5, 2.125],
    errors: [
      [2, 1],
      [0.5, -2],
    ],
  })
  expect(evaluate(meanSquaredError(), [[3]], [[1]])).toEqual({ losses: [4], errors: [[4]] })
  expect(evaluate(meanSquaredError(), [[3, 1, 1, 1]], [[1, 1, 1, 1]])).toEqual({ losses: [1], errors: [[1, 0, 0, 0]] })
})

test('[ND7] meanSquaredError takes any target', () => {
  expect(meanSquaredError().checkTarget(-1e9, {})).toBeNull()
})
