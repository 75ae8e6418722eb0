import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, chain, layers, linear, product, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import type { Graph } from '../graph/value/graph.ts'
import { network } from '../network.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { type BlockPlan, blocksOf, ownersOfLanes } from './block-plan.ts'
import { plan } from './plan.ts'

const described = (blocks: readonly BlockPlan[]): string[] =>
  blocks.map(({ form, parts, firstLane, lanes }) => `${form} ${parts.length}: ${firstLane}+${lanes}`)
const blocksIn = (g: Graph): string[] => described(plan(g, 'auto').blocks)

describe('blocks', () => {
  test('[PL17] small parts that follow each other, inputs too, become one block: a chain', () => {
    expect(blocksIn(threeTwoOne())).toEqual(['chain 3: 0+6'])
    expect(blocksIn(layers([2, 1]))).toEqual(['chain 2: 0+3'])
  })

  test('[PL17] a part of 256 multiplications or more, or of 256 inputs, is a block by itself and divides a chain', () => {
    expect(blocksIn(layers([15, 17, 1]))).toEqual(['chain 3: 0+33'])
    expect(blocksIn(layers([16, 16, 1]))).toEqual(['source 1: 0+16', 'dense 1: 16+16', 'single 1: 32+1'])
    expect(blocksIn(layers([255, 1, 1]))).toEqual(['chain 3: 0+257'])
    expect(blocksIn(layers([256, 1, 1]))).toEqual(['source 1: 0+256', 'single 1: 256+1', 'single 1: 257+1'])
  })

  test('[PL17] a chain has 64 parts at most', () => {
    expect(blocksIn(chain(129))).toEqual(['chain 64: 0+64', 'chain 64: 64+64', 'chain 2: 128+2'])
  })

  test('[PL17] an edge with an operator divides a chain, a custom kind does not', () => {
    const g = graph((g) => {
      g.add('a', linear, { from: g.inputs('x') })
      g.add('p', product, { from: 'a' })
      g.add('b', linear)
      g.connect('p', 'b', { through: map((signal) => signal) })
      g.loss(squaredError, 'b')
    })
    expect(blocksIn(g)).toEqual(['chain 3: 0+3', 'through 1: 4+1', 'single 1: 3+1'])
  })

  test('[PL17] without chains every part is a block', () => {
    const { parts } = plan(threeTwoOne(), 'never')
    const blocks = blocksOf(parts, false)
    expect(blocks.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5])
    expect(blocks.flatMap(({ parts }) => parts)).toEqual(parts)
  })

  test('[PL8] each lane has the part that computes it and the block that fires it as its owners', () => {
    const { blocks, lanes, owners } = plan(layers([2, 3, 1]), 'auto')
    expect([...owners.part]).toEqual([0, 0, 1, 1, 1, 2])
    expect([...owners.block]).toEqual([0, 0, 0, 0, 0, 0])
    expect(ownersOfLanes(blocks, lanes)).toEqual(owners)
    expect([...plan(layers([2, 3, 1]), 'never').owners.block]).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('[PL17] a chain of several blocks has the bits of its neurons one by one', () => {
    const prints = (['auto', 'never'] as const).map((fuse) => {
      const net = network(chain(150), { fuse, seed: 3 })
      for (const row of bitRows(5, 1)) net.learn(row)
      return fingerprint(net.snapshot)
    })
    expect(prints[0]).toBe(prints[1])
  })
})
