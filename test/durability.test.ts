/** What was said to be kept is found again, whatever the database does. */

import { expect, test } from 'vitest'
import { trial } from './durability/trial.ts'

test('[TI30] 100 runs in databases that fail, tear, stall and come back: what was said to be kept is found', async () => {
  let [refused, opened] = [0, 0]
  for (let seed = 1; seed <= 100; seed++) {
    const told = await trial(seed).catch((error) => {
      throw new Error(`seed ${seed}`, { cause: error })
    })
    refused += told.refused
    opened += told.opened
  }
  expect(refused).toBeGreaterThan(100)
  expect(opened).toBeGreaterThan(100)
}, 180_000)
