/** A training that is killed a few times; kill.long.test.ts kills it more often. */

import { expect, it } from 'vitest'
import { killAgainAndAgain, neverKilled } from './kill/kill-again-and-again.ts'

it('[TI21] a few kills of a training: each time it opens and resumes to the same fingerprint', async () => {
  const print = await neverKilled()
  for (const killed of await killAgainAndAgain(3)) {
    expect(killed.said).toMatch(/^step \d+\n(done\n)?$/)
    expect(killed.print, `after a kill at step ${killed.step}`).toBe(print)
  }
}, 60_000)
