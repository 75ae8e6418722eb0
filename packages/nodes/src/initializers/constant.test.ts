import type { NeuriteError } from '@neurite/core'
import { definitionKey } from '@neurite/core/define'
import { expect, test } from 'vitest'
import { constant } from './constant.ts'

test('[ND8] constant starts everything at its value', () => {
  expect(constant(0.1).draw(() => 0.7, { fanIn: 3, fanOut: 2 }, constant(0.1).options)).toBe(0.1)
  expect(definitionKey(constant(0.1))).toBe('constant{"value":0.1}')
})

test('[ND8] constant(−0) is constant(0), as their keys are equal', () => {
  expect(constant(-0).draw(() => 0.7, { fanIn: 3, fanOut: 2 }, constant(-0).options)).toBe(0)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, '1' as unknown as number, undefined as unknown as number])(
  '[ND9] constant(%s) is refused',
  (value) => {
    expect(() => constant(value)).toThrow(
      expect.objectContaining<Partial<NeuriteError>>({ code: 'INVALID_OPTION', place: { option: 'value' } }),
    )
  },
)
