import { expect, test } from 'vitest'
import { lastWhere } from './last-where.ts'

test('[HI1] the last place is found for which something holds, in few questions; −1 where it holds nowhere', () => {
  for (const count of [0, 1, 2, 3, 7, 8, 1000]) {
    for (const last of new Set([-1, 0, 1, count - 2, count - 1].filter((place) => place >= -1 && place < count))) {
      let asked = 0
      const found = lastWhere(count, (place) => {
        asked++
        return place <= last
      })
      expect(found).toBe(last)
      expect(asked).toBeLessThanOrEqual(Math.ceil(Math.log2(count + 1)))
    }
  }
})
