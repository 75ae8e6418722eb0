import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { floatsFromBase64, floatsToBase64 } from './floats-base64.ts'

const bytes = (values: Float64Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)

describe('floats as base64', () => {
  test('[ST8] every bit comes back: −0, denormals, the largest, NaN payloads', () => {
    const values = Float64Array.of(
      0,
      -0,
      5e-324,
      -5e-324,
      2.2250738585072014e-308,
      1e308,
      -Number.MAX_VALUE,
      Number.NaN,
    )
    new Uint8Array(values.buffer).set([1, 2, 3], 56) // a NaN that carries something
    const back = floatsFromBase64(floatsToBase64(values)) as Float64Array
    expect(Buffer.compare(bytes(back), bytes(values))).toBe(0)
  })

  test('[ST8] the text is the base64 of the little-endian bytes, as any other tool reads it', () => {
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 40 }), (values) => {
        const text = floatsToBase64(values)
        expect(text).toBe(bytes(values).toString('base64'))
        expect(Buffer.compare(bytes(floatsFromBase64(text) as Float64Array), bytes(values))).toBe(0)
      }),
    )
    expect(floatsToBase64(Float64Array.of(1))).toBe('AAAAAAAA8D8=')
  })

  test('[ST8] a view writes its own numbers only', () => {
    expect(floatsToBase64(Float64Array.of(7, 1, 7).subarray(1, 2))).toBe('AAAAAAAA8D8=')
  })

  test('[ST8] a million numbers pass without a stack overflow', () => {
    const values = new Float64Array(1_000_000).map((_, k) => 1 / (k + 1))
    const back = floatsFromBase64(floatsToBase64(values)) as Float64Array
    expect(Buffer.compare(bytes(back), bytes(values))).toBe(0)
  })

  test.each([
    ['AAAAAAAA8D8', 11, 'padding missing'],
    ['AAAAAAAA8D8==', 13, 'padding in excess'],
    ['AAAA', 4, 'half a number'],
    ['AAAA*AAA8D8=', 4, 'a character that is none'],
    ['AAAAAAAé8D8=', 7, 'a character above ASCII'],
    ['AAA=AAAA8D8=', 3, 'padding inside'],
    ['AAAAAAAA8D9=', 10, 'bits behind the last byte'],
    ['=', 1, 'padding alone'],
    ['A===', 4, 'one character'],
  ])('[ST9] %s is refused at %d: %s', (text, at) => {
    expect(floatsFromBase64(text)).toEqual({ at })
  })
})
