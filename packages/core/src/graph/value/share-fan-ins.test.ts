import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shareFanIns } from './share-fan-ins.ts'

const node = (inputs: readonly string[]) => ({ id: 'n', kind: 'k', inputs })

it('[GR7] fan-ins get the same array exactly where they are equal, and it is frozen', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'a","b', ' ')
  fc.assert(
    fc.property(
      fc.array(fc.array(id, { maxLength: 4 })),
      fc.array(fc.array(id, { maxLength: 4 })),
      (existing, asked) => {
        const share = shareFanIns(existing.map(node))
        const all = [...asked, ...existing].map((inputs) => ({ inputs, one: share(inputs) }))
        for (const { inputs, one } of all) {
          expect(one).toEqual(inputs)
          expect(Object.isFrozen(one)).toBe(true)
          for (const other of all)
            expect(other.one === one).toBe(JSON.stringify(other.inputs) === JSON.stringify(inputs))
        }
      },
    ),
  )
})

it('[GR7] existing arrays go before new ones, if they are frozen', () => {
  const there = Object.freeze(['a', 'b'])
  expect(shareFanIns([node(there)])(['a', 'b'])).toBe(there)
})
