import { expect, test } from 'vitest'
import { alignColumns } from './align-columns.ts'

test('[IN1] the first column stands to the left, numbers to the right, under their heads', () => {
  expect(
    alignColumns(
      ['unit', 'net input'],
      [
        ['h4', '-0.700'],
        ['a long name', '12.5'],
      ],
    ),
  ).toMatchInlineSnapshot(`
    "unit         net input
    ───────────  ─────────
    h4              -0.700
    a long name       12.5
    "
  `)
})

test('[IN1] no rows leave the heads', () => {
  expect(alignColumns(['a', 'b'], [])).toBe('a  b\n─  ─\n')
})
