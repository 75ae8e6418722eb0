import { expect, test } from 'vitest'
import { row, table } from './table.ts'

test('[PL12] a table keeps the items of each key in the order of the walk, and keys without items are empty', () => {
  const pairs = [
    [2, 10],
    [0, 11],
    [2, 12],
    [2, 10],
  ] as const
  const made = table(4, (visit) => {
    for (const [key, item] of pairs) visit(key, item)
  })
  expect([0, 1, 2, 3].map((key) => [...row(made, key)])).toEqual([[11], [], [10, 12, 10], []])
  expect(made.items).toHaveLength(4)
})

test('[PL12] a table of no keys is empty', () => {
  expect(table(0, () => {})).toEqual({ start: new Int32Array(1), items: new Int32Array(0) })
})
