import { expect, test } from 'vitest'
import { headText } from './head-text.ts'

test('[TF47] a head is JSON; one that is longer than a text can be is TEXT_TOO_LONG, any other error passes through', () => {
  expect(headText('graph/1', ['a', { b: 1 }])).toBe('["a",{"b":1}]')
  const long = { toJSON: () => 'x'.repeat(2 ** 30) }
  const refusal = expect.objectContaining({ code: 'TEXT_TOO_LONG', message: expect.stringMatching(/net\.change/) })
  expect(() => headText('graph/1', [long])).toThrow(refusal)
  expect(() => headText('graph/1', [1n])).toThrow(TypeError)
})
