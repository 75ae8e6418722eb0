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
    const still = (speed: number, ratio: number) => ({
      ...{ best: speed, median: speed, speeds: [speed, speed, speed] },
      ...{ bestRatio: ratio, medianRatio: ratio },
    })
    expect(a).toEqual({ name: 'slow', ...still(500, 1) })
    expect(b).toEqual({ name: 'fast', ...still(6000, 12) })
  })

  test('what is asynchronous is waited for', async () => {
    let now = 0
    const run = async (steps: number) => {
      await Promise.resolve()
      now += steps
    }
    const rounds: number[] = []
    const onRound = (round: number) => rounds.push(round)
    const [only] = await measure([{ name: 'later', run }], { rounds: 2, clock: () => now, onRound })
    expect(only!.best).toBe(1000)
    expect(rounds).toEqual([0, 1])
    expect(table([only!], ['as told'])).toMatch(/^later .* 1\.00 {2}1\.00 {3}as told$/m)
  })
})
