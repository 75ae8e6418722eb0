import { expect, test } from 'vitest'
import { farthestSpacing, SPACING } from './farthest-spacing.ts'

/** The least distance back that states at multiples of a spacing give, as actions come and the oldest are lost. */
function least(spacing: number, actions: number, states: number): number {
  const ways: number[] = []
  for (let now = 4096; now < 4096 + spacing; now++) {
    const newest = Math.floor(now / spacing)
    const kept = Array.from({ length: states }, (_, k) => (newest - k) * spacing)
    ways.push(Math.max(0, ...kept.filter((at) => now - at <= actions).map((at) => now - at)))
  }
  return Math.min(...ways)
}

test('[HI21] no other spacing leads farther back from every state, for any number of actions and of states', () => {
  for (const actions of [64, 129, 166, 192, 233, 255, 400, 1000, 1900]) {
    for (const states of [2, 3, 5, 16, 50]) {
      const best = farthestSpacing(actions, states)
      for (let spacing = SPACING; spacing <= 2048; spacing *= 2) {
        expect(least(best, actions, states), `${actions} ${states}`).toBeGreaterThanOrEqual(
          least(spacing, actions, states),
        )
      }
    }
  }
})
