import { describe, expect, test } from 'vitest'
import { type Contender, measure, table } from './measure.ts'

/** A machine on which a step takes as long as it is told. */
function machine() {
  let now = 0
  const turns: string[] = []
  const contender = (name: string, cost: number): Contender => ({
    name,
    run(steps) {
      turns.push(name)
      now += steps * cost
    },
  })
  return { clock: () => now, turns, contender }
}

describe('measure', () => {
  test('contenders take turns, as long as a window each, and ratios are to the first', async () => {
    const { clock, turns, contender } = machine()
    const slowly = contender('slow', 2)
    const fast = { ...contender('fast', 0.5), perStep: 3 }
    const [a, b] = await measure([slowly, fast], { rounds: 3, window: 100, warmUp: 150, clock })
    expect(turns.slice(-6)).toEqual(['slow', 'fast', 'slow', 'fast', 'slow', 'fast'])
    expect(a).toEqual({ name: 'slow', best: 500, median: 500, bestRatio: 1, medianRatio: 1 })
    expect(b).toEqual({ name: 'fast', best: 6000, median: 6000, bestRatio: 12, medianRatio: 12 })
  })

  test('what is asynchronous is waited for', async () => {
    let now = 0
    const run = async (steps: number) => {
      await Promise.resolve()
      now += steps
    }
    const [only] = await measure([{ name: 'later', run }], { rounds: 1, clock: () => now })
    expect(only!.best).toBe(1000)
    expect(table([only!])).toContain('later')
  })
})
