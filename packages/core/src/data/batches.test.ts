import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NeuriteError } from '../errors/neurite-error.ts'
import { permutation } from '../numerics/random.ts'
import { batchAt, batchCount, batchSizeIssues, epochOrder } from './batches.ts'

describe('batches', () => {
  it('[DA14] the batches of an epoch cover its rows once, in order, and only the last is smaller', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 600 }), (rows, batchSize) => {
        const count = batchCount(rows, batchSize)
        let next = 0
        for (let index = 0; index < count; index++) {
          const batch = batchAt(index, rows, batchSize)
          expect(batch.from).toBe(next)
          expect(batch.count).toBe(index < count - 1 ? batchSize : rows - next)
          next += batch.count
        }
        expect(next).toBe(rows)
        expect(() => batchAt(count, rows, batchSize)).toThrow(RangeError)
      }),
      { seed: 3 },
    )
  })

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, '32', null, undefined])(
    '[DA14] a batch size of %s is INVALID_OPTION',
    (batchSize) => {
      const [issue] = batchSizeIssues(batchSize)
      expect([issue?.code, issue?.place]).toEqual(['INVALID_OPTION', { option: 'batchSize' }])
      expect(() => batchCount(10, batchSize as number)).toThrow(NeuriteError)
      expect(() => batchAt(0, 10, batchSize as number)).toThrow(NeuriteError)
    },
  )

  it.each([-1, 0.5, Number.NaN])('[DA14] there is no batch %s', (index) => {
    expect(() => batchAt(index, 10, 4)).toThrow(RangeError)
  })
})

describe('the order of an epoch', () => {
  it('[DA15] is a permutation, and the same whenever it is asked for', () => {
    const order = epochOrder(7, 3, 200, true) as Int32Array
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, row) => row))
    epochOrder(8, 3, 200, true)
    expect(epochOrder(7, 3, 200, true)).toEqual(order)
  })

  it('[DA15] differs from epoch to epoch and from seed to seed', () => {
    const orders = [epochOrder(7, 0, 100, true), epochOrder(7, 1, 100, true), epochOrder(8, 0, 100, true)]
    expect(new Set(orders.map(String)).size).toBe(3)
  })

  it('[DA15] is the rows’ own without shuffling', () => {
    expect(epochOrder(7, 3, 200, false)).toBeNull()
  })

  it('[DA15] is the permutation of seed and epoch, drawn apart from all start weights', () => {
    expect(epochOrder(7, 5, 50, true)).toEqual(permutation(7, 5, 50))
  })
})
