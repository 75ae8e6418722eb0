/** A few hundred spoilt inputs; stranger.long.test.ts opens many more. */

import { expect, it } from 'vitest'
import { openMany } from './stranger/open-many.ts'

it('[TF41] a few hundred spoilt files, databases and JSON texts: each a right state or a refusal by code', async () => {
  const { right, refused, wrong } = await openMany(0, 600)
  expect(wrong).toEqual([])
  expect(right + refused).toBe(600)
  expect(right).toBeGreaterThan(30)
  expect(refused).toBeGreaterThan(200)
}, 120_000)
