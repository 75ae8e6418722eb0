/** Random calls from inside each other; many more of them are in reentry.long.test.ts. */
import { describe, expect, it } from 'vitest'
import { episode } from './reentry/episode.ts'

describe('calls from inside each other', () => {
  it.each(Array.from({ length: 60 }, (_, k) => k))(
    '[TR46] work or are refused by code, and leave everything free: seed %i',
    async (seed) => {
      const { wrong, log } = await episode(seed)
      expect(wrong, log.join('\n')).toEqual([])
    },
  )
})
