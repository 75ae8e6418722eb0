import { expect, test } from 'vitest'
import { partInputs } from './part.ts'

const runsOf = (...lanes: number[]): number[][] => {
  const { runs } = partInputs(Int32Array.from(lanes))
  return Array.from({ length: runs.length / 3 }, (_, k) => [...runs.subarray(k * 3, k * 3 + 3)])
}

test('[PL5] neighboring lanes read in order are one run: first lane, how many, first slot', () => {
  expect(runsOf(4, 5, 6)).toEqual([[4, 3, 0]])
  expect(runsOf(4, 5, 9, 10, 2)).toEqual([
    [4, 2, 0],
    [9, 2, 2],
    [2, 1, 4],
  ])
})

test('[PL5] lanes read backward or twice are runs of one', () => {
  expect(runsOf(3, 2, 2)).toEqual([
    [3, 1, 0],
    [2, 1, 1],
    [2, 1, 2],
  ])
  expect(runsOf()).toEqual([])
})
