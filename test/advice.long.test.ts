import { expect, test } from 'vitest'
import { largeWalks } from './advice/large-walks.ts'
import { walkThrough } from './advice/walk.ts'

test.each(largeWalks.map((walk) => [walk.code, walk.what, walk] as const))(
  '[ER2] %s, %s: each way out of the message is there, and leads out',
  async (_, __, walk) => {
    await walkThrough(walk)
    expect.hasAssertions()
  },
)
