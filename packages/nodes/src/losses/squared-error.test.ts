import { checkLoss } from '@neurite/core/testing'
import { expect, test } from 'vitest'
import { evaluate } from './evaluate-loss.ts'
import { squaredError } from './squared-error.ts'

test('[ND1] squaredError has the errors that central differences find', () => {
  expect(checkLoss(squaredError()).passed).toBe(true)
})

test('[ND6] squaredError is ½ Σ (t − a)² of each row, its error a − t', () => {
  expect(
    evaluate(
      squaredError(),
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
})

test('[ND6] squaredError gives the error of the worked 3-2-1 example', () => {
  const { losses, errors } = evaluate(squaredError(), [[0.47388889882398544]], [[1]])
  expect(losses[0]).toBeCloseTo(0.5 * 0.5261111011760146 ** 2, 15)
  expect(errors[0]?.[0]).toBe(-0.5261111011760146)
})

test('[ND6] squaredError sums over the nodes in their order', () => {
  const outputs = [2 ** 27, 1, 1, 1]
  const inOrder = outputs.reduce((sum, a) => sum + a * a, 0)
  expect(evaluate(squaredError(), [outputs], [[0, 0, 0, 0]]).losses[0]).toBe(0.5 * inOrder)
  expect(evaluate(squaredError(), [outputs.toReversed()], [[0, 0, 0, 0]]).losses[0]).toBe(0.5 * (3 + 2 ** 54))
})

test('[ND7] squaredError takes any target', () => {
  expect(squaredError().checkTarget(-1e9, {})).toBeNull()
})
