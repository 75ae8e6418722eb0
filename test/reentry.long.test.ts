/** As reentry.test.ts, many times. */
import { describe, expect, it } from 'vitest'
import { episode } from './reentry/episode.ts'

describe('calls from inside each other', () => {
  it.each([1, 2, 3, 4])(
    '[TR46] work or are refused by code, and leave everything free: 1,500 seeds, part %i',
    async (part) => {
      for (let seed = part * 10_000; seed < part * 10_000 + 1500; seed++) {
        const { wrong, log } = await episode(seed)
        expect(wrong, `seed ${seed}\n${log.join('\n')}`).toEqual([])
      }
    },
    300_000,
  )
})
