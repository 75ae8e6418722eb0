/** What was said to be kept is found again, whatever the database does: ten thousand times. */

import { expect, test } from 'vitest'
import { trial } from './durability/trial.ts'

test('[TI30] 10,000 runs in databases that fail, tear, stall, answer late and come back: what was said to be kept is found', async () => {
  let [refused, opened] = [0, 0]
  for (let seed = 1000; seed < 11_000; seed++) {
    const told = await trial(seed).catch((error) => {
      throw new Error(`seed ${seed}`, { cause: error })
    })
    refused += told.refused
    opened += told.opened
  }
  expect(refused).toBeGreaterThan(10_000)
  expect(opened).toBeGreaterThan(10_000)
}, 3_600_000)
