/** A training that is killed again and again loses nothing that was flushed, and ends as one that never stopped. */

import { expect, it } from 'vitest'
import { killAgainAndAgain, neverKilled } from './kill/kill-again-and-again.ts'

it('[TI21] 20 kills at random moments of a training: each time it opens and resumes to the same fingerprint', async () => {
  const print = await neverKilled()
  const killed = await killAgainAndAgain(20)
  for (const { said, step, print: ended } of killed) {
    expect(said).toMatch(/^step \d+\n(done\n)?$/)
    expect(ended, `after a kill at step ${step}`).toBe(print)
  }
  const steps = killed.map(({ step }) => step)
  expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  expect(new Set(steps).size).toBeGreaterThan(10)
})
