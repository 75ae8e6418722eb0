import { describe, expect, test } from 'vitest'
import { chain, diamonds, layers, threeTwoOne } from '../flow/sample-graphs.ts'
import { row } from '../numerics/table.ts'
import { type Plan, plan } from './plan.ts'
import type { Routes } from './routes.ts'

/** For each receiver, whom it waits for. */
function waits({ joinsOf, need, receivers }: Routes): Record<number, number[]> {
  const senders: number[][] = Array.from(need, () => [])
  for (let k = 0; k < joinsOf.start.length - 1; k++) for (const join of row(joinsOf, k)) senders[join]?.push(k)
  const waiting: Record<number, number[]> = {}
  senders.forEach((from, join) => {
    expect(from).toHaveLength(need[join] as number)
    for (const receiver of row(receivers, join)) waiting[receiver] = from
  })
  return waiting
}

/** How many counters and how many messages to count a tick has, both ways. */
const counted = ({ forward, backward }: Plan): number[] => [
  forward.need.length,
  forward.joinsOf.items.length,
  backward.need.length,
  backward.joinsOf.items.length,
]

describe('routes', () => {
  test('[PL10] forward, a block waits for the blocks it reads and a loss for those of its nodes', () => {
    expect(waits(plan(layers([300, 2, 200, 2]), 'auto').forward)).toEqual({ 0: [], 1: [0], 2: [1], 3: [2], 4: [3] })
    expect(waits(plan(threeTwoOne(), 'never').forward)).toEqual({
      0: [],
      1: [],
      2: [],
      3: [0, 1, 2],
      4: [0, 1, 2],
      5: [3, 4],
      6: [5],
    })
  })

  test('[PL10] backward, a block waits for the blocks and losses that read it, and a loss for nobody', () => {
    expect(waits(plan(layers([300, 2, 200, 2]), 'auto').backward)).toEqual({ 0: [1], 1: [2], 2: [3], 3: [4], 4: [] })
    expect(waits(plan(threeTwoOne(), 'never').backward)).toEqual({
      0: [3, 4],
      1: [3, 4],
      2: [3, 4],
      3: [5],
      4: [5],
      5: [6],
      6: [],
    })
  })

  test('[PL10] a chain waits for what its parts read from outside it, and for nobody within', () => {
    // The input and three neurons in one block, then the loss.
    expect(waits(plan(chain(3), 'auto').forward)).toEqual({ 0: [], 1: [0] })
    expect(waits(plan(chain(3), 'auto').backward)).toEqual({ 0: [1], 1: [] })
    // 65 parts make two blocks.
    expect(waits(plan(chain(64), 'auto').forward)).toEqual({ 0: [], 1: [0], 2: [1] })
  })

  test('[PL10] a sender counts once at a join, however many of its lanes are read', () => {
    const { forward } = plan(layers([300, 2, 200]), 'auto')
    expect([...forward.need]).toEqual([0, 1, 1, 1])
  })

  test('[PL11] receivers of the same senders share a join: a dense million of edges is counted per node, not per edge', () => {
    const g = layers([1000, 1000])
    // Source, dense block, loss.
    expect(counted(plan(g, 'auto'))).toEqual([3, 2, 3, 2])
    // 1,000 neurons share one join; on the way back the inputs do, and the neurons wait for the loss.
    expect(counted(plan(g, 'never'))).toEqual([3, 2000, 3, 1001])
  })

  test('[PL11] stacked diamonds are counted once per edge, and not at all within a chain', () => {
    expect(plan(diamonds(12), 'never').forward.joinsOf.items).toHaveLength(12 * 3 + 1)
    expect(plan(diamonds(12), 'auto').forward.joinsOf.items).toHaveLength(1)
  })
})
