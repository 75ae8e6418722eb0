/** What was said to be kept is found again, whatever the database does: ten thousand times. */

import { expect, test } from 'vitest'
import { trial } from './durability/trial.ts'

/** A trial mostly waits for its database, so that many go side by side. */
const TOGETHER = 200

test('[TI30] 10,000 runs in databases that fail, tear, stall, answer late and come back: what was said to be kept is found', async () => {
  let [refused, opened] = [0, 0]
  for (let first = 1000; first < 11_000; first += TOGETHER) {
    const trials = Array.from({ length: TOGETHER }, async (_, k) => {
      const told = await trial(first + k).catch((error) => {
        throw new Error(`seed ${first + k}: ${error}`, { cause: error })
      })
      refused += told.refused
      opened += told.opened
    })
    await Promise.all(trials)
  }
  expect(refused).toBeGreaterThan(10_000)
  expect(opened).toBeGreaterThan(10_000)
}, 3_600_000)
