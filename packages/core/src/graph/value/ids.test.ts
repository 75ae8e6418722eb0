import { expect, it } from 'vitest'
import { ids } from './ids.ts'

it('[GR6] ids count up from 1, or from where one says', () => {
  expect(ids('h', 3)).toEqual(['h1', 'h2', 'h3'])
  expect(ids('', 2, { start: 4 })).toEqual(['4', '5'])
  expect(ids('h', 0)).toEqual([])
})

it('[GR6] a count that is no whole number is refused', () => {
  for (const count of [-1, 0.5, Number.NaN]) expect(() => ids('h', count)).toThrow(/^INVALID_OPTION/)
  expect(() => ids('h', 1, { start: 0.5 })).toThrow(/^INVALID_OPTION/)
  expect(() => ids('h', 2, { start: Number.MAX_SAFE_INTEGER })).toThrow(/^INVALID_OPTION/)
  expect(() => ids('h', 1, 4 as never)).toThrow(/^INVALID_OPTION/)
})
