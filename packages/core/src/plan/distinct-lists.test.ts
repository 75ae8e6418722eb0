import { expect, test } from 'vitest'
import { DistinctLists } from './distinct-lists.ts'

const list = (...values: number[]): Int32Array => Int32Array.from(values)

test('[PL4] equal lists get one number, in the order in which they first appear', () => {
  const lists = new DistinctLists()
  expect([list(1, 2), list(2, 1), list(1, 2), list(), list(1), list(), list(2, 1)].map((it) => lists.add(it))).toEqual([
    0, 1, 0, 2, 3, 2, 1,
  ])
  expect(lists.lists.map((it) => [...it])).toEqual([[1, 2], [2, 1], [], [1]])
})

test('[PL4] lists of one hash are told apart by content', () => {
  const lists = new DistinctLists()
  const numbers = new Map<string, number>()
  // More pairs than a hash of a few bits could tell apart.
  for (let a = 0; a < 60; a++) {
    for (let b = 0; b < 60; b++) numbers.set(`${a} ${b}`, lists.add(list(a * 0x10001, b * 0x3039)))
  }
  expect(new Set(numbers.values()).size).toBe(3600)
  expect(lists.add(list(7 * 0x10001, 9 * 0x3039))).toBe(numbers.get('7 9'))
})

test('[PL4] a list of one’s own is shared with nobody, before or after', () => {
  const lists = new DistinctLists()
  const own = lists.addOwn(list(1, 2))
  const shared = lists.add(list(1, 2))
  expect(shared).not.toBe(own)
  expect(lists.addOwn(list(1, 2))).not.toBe(shared)
  expect(lists.add(list(1, 2))).toBe(shared)
})
