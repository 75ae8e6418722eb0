import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { giveWay } from './give-way.ts'
import { slices } from './slices.ts'

/** The time that the code under test is told; work takes some of it. */
let clock = 0
beforeEach(() => {
  clock = 0
  vi.spyOn(performance, 'now').mockImplementation(() => clock)
})
afterEach(() => vi.restoreAllMocks())

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const never = (error: unknown): never => {
  throw error
}

/** How much is worked in each turn of the host, where a piece takes `cost(piece)` milliseconds. */
async function stretches(turns: number, milliseconds: number, cost: (piece: number) => number): Promise<number[]> {
  const counts: number[] = []
  let pieces = 0
  const work = (): boolean => {
    clock += cost(pieces++)
    return true
  }
  const stop = slices(work, milliseconds, never)
  for (let k = 0; k < turns; k++) {
    const before = pieces
    await turn()
    counts.push(pieces - before)
  }
  stop()
  return counts
}

describe('slices', () => {
  test('[TR2] nothing is done in the call itself', async () => {
    let pieces = 0
    const stop = slices(() => ++pieces < 3, 12, never)
    expect(pieces).toBe(0)
    await turn()
    expect(pieces).toBe(3)
    await turn()
    stop()
    expect(pieces).toBe(3)
  })

  test('[TR2] it works for the given time at a stretch, then everything else has its turn', async () => {
    for (const count of await stretches(4, 12, () => 0.01)) {
      expect(count).toBeGreaterThanOrEqual(1200)
      expect(count).toBeLessThan(1300)
    }
  })

  test('[TR2] work that takes longer than a stretch is done once per turn', async () => {
    expect(await stretches(4, 12, () => 50)).toEqual([1, 1, 1, 1])
  })

  test('[TR2] work that becomes slow on the way holds the host up once, not again', async () => {
    const [first, second, ...rest] = await stretches(6, 12, (piece) => (piece < 20_000 ? 0.001 : 1))
    expect(first).toBeGreaterThanOrEqual(12_000)
    expect(second).toBeLessThan(10_000)
    for (const count of rest) expect(count).toBeLessThanOrEqual(13)
  })

  test('[TR2] work that becomes fast again is looked at less often', async () => {
    let looks = 0
    vi.mocked(performance.now).mockImplementation(() => {
      looks++
      return clock
    })
    const [, , last] = await stretches(3, 12, (piece) => (piece < 12 ? 1 : 0.0001))
    expect(last).toBeGreaterThan(100_000)
    expect(looks).toBeLessThan(1000)
  })

  test('[TR2] it stops within one piece, from inside and from outside', async () => {
    let pieces = 0
    const stop = slices(
      () => {
        pieces++
        if (pieces === 5) stop()
        return true
      },
      12,
      never,
    )
    await turn()
    expect(pieces).toBe(5)
    const other = slices(() => ++pieces > 0, 12, never)
    other()
    await turn()
    expect(pieces).toBe(5)
  })

  test('[TR2] what the work throws ends it and goes to whoever asked', async () => {
    const failed: unknown[] = []
    let pieces = 0
    slices(
      () => {
        pieces++
        throw new Error('oh')
      },
      12,
      (error) => failed.push(error),
    )
    await turn()
    await turn()
    expect([pieces, failed]).toEqual([1, [new Error('oh')]])
  })

  test('[TI34] work pauses for what it gives way to, once it is its turn, and goes on behind that', async () => {
    let pieces = 0
    const stop = slices(() => ++pieces > 0 && ++clock > 0, 12, never)
    await turn()
    const before = pieces
    let answer = (): void => {}
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    giveWay(asked, 60_000)
    await turn()
    const paused = pieces
    for (let k = 0; k < 5; k++) await turn()
    expect([before > 0, pieces]).toEqual([true, paused])
    answer()
    for (let k = 0; k < 3; k++) await turn()
    expect(pieces).toBeGreaterThan(paused)
    stop()
  })

  test('[TI34] what never answers holds nobody up for longer than it may', async () => {
    let pieces = 0
    giveWay(new Promise(() => {}), 20)
    const stop = slices(() => ++pieces > 0 && ++clock > 0, 12, never)
    await turn()
    const paused = pieces
    await vi.waitFor(() => expect(pieces).toBeGreaterThan(paused))
    stop()
  })
})
