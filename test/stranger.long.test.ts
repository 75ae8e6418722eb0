/** Two hundred thousand spoilt inputs, in two processes. */

import { expect, it } from 'vitest'
import { openMany } from './stranger/open-many.ts'

const EACH = 100_000

it('[TF41] 200,000 spoilt files, databases and JSON texts: each a right state or a refusal by code', async () => {
  const all = await Promise.all([openMany(1000, 1000 + EACH), openMany(1000 + EACH, 1000 + 2 * EACH)])
  expect(all.flatMap(({ wrong }) => wrong)).toEqual([])
  expect(all.reduce((sum, { right, refused }) => sum + right + refused, 0)).toBe(2 * EACH)
}, 7_200_000)
