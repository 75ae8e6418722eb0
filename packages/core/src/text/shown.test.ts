import { describe, expect, test } from 'vitest'
import { invalidBias, unknownEdge, unknownNode } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { shown } from './shown.ts'

describe('text from elsewhere', () => {
  test.each([
    ['\u001b[2J', '\\u001b[2J'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\ufeffx1', '\\ufeffx1'],
    ['\u009b31m', '\\u009b31m'],
    ['abc\u202edcba', 'abc\\u202edcba'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['one\u2028two', 'one\\u2028two'],
    ['\ud800', '\\ud800'],
    ['\u{e0001}', '\\u{e0001}'],
  ])('[TX1] %j is shown as %j', (text, wanted) => {
    expect(shown(text)).toBe(wanted)
    expect(shown(wanted)).toBe(wanted)
  })

  test.each(['h4', 'h4->o6', 'größe', '高さ', '😀', 'a "quoted" \\ one', 'é'])('[TX1] %j stays as it is', (text) => {
    expect(shown(text)).toBe(text)
  })

  test('[TX2] an error shows whatever is in it, and its place holds the id itself', () => {
    const id = '\u001b[31mred\n\ufeff'
    for (const issue of [unknownNode(id), unknownEdge(id), invalidBias(id, id)]) {
      const error = new NeuriteError(issue)
      expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(error.message).toContain('\\u001b[31mred')
      expect(Object.values(error.place)).toContain(id)
    }
  })
})
