/** Branches that are dropped. */

import { MemoryLevel } from 'memory-level'
import { lastValueFrom, take } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { database, load, save, verify } from '../exports/files.ts'
import type { Level } from '../files/level-store.ts'
import { bitRows, layers, linear, relu, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { input } from '../graph/contracts/kind.ts'
import { type Network, network } from '../network.ts'
import { persist } from '../saving/persist.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { train } from '../train/train.ts'

const rows = bitRows(8, 3)
const kinds = { input, sigmoid, linear, relu, squaredError }
const run = (net: Network, steps: number, data = rows) =>
  lastValueFrom(train(net, data, { batchSize: 3, epochs: 1000 }).pipe(take(steps)))
const names = (net: Network): string[] => net.timeline.branches.map(({ name }) => name)

const all = { keyEncoding: 'utf8', valueEncoding: 'view', gte: '' } as const
async function bytesIn(level: Level): Promise<number> {
  let bytes = 0
  for await (const [, value] of level.iterator(all)) bytes += value.length
  return bytes
}
async function keysIn(level: Level): Promise<string[]> {
  const keys: string[] = []
  for await (const [key] of level.iterator(all)) keys.push(key)
  return keys
}

/** main to 50; branch 1 from 30 to 60; branch 2 from 45 of branch 1 to 55; it stands on branch 2. */
async function grown(): Promise<Network> {
  const net = network(layers([3, 3, 1]), { seed: 4 })
  await run(net, 50)
  net.timeline.seek(30)
  await run(net, 30, rows.slice(0, 5))
  net.timeline.seek(45)
  await run(net, 10, rows.slice(1, 6))
  return net
}

describe('a branch that is dropped', () => {
  test('[TI25] frees what only it has, and its name; branches that left it keep the past they share', async () => {
    const net = await grown()
    const { timeline } = net
    const before = Array.from({ length: 56 }, (_, step) => fingerprint(timeline.at(step)))
    const { bytes } = timeline.memory
    timeline.note('shared', { at: { branch: 'branch 1', step: 40 } })
    timeline.note('gone', { at: { branch: 'branch 1', step: 58 } })
    const lost = timeline.stepAt({ branch: 'branch 1', step: 58 })
    timeline.drop('branch 1')
    timeline.drop('main')
    expect(names(net)).toEqual(['branch 2'])
    expect(timeline.branches[0]?.from).toEqual({ branch: null, step: 45, position: 45 })
    expect(timeline.memory.bytes).toBeLessThan(bytes)
    expect(timeline.notes).toEqual([{ text: 'shared', step: 40, branch: 'branch 2' }])
    expect(timeline.log().every(({ branch }) => branch === 'branch 2')).toBe(true)
    expect(() => timeline.at({ branch: 'branch 1' })).toThrow(expect.objectContaining({ code: 'UNKNOWN_BRANCH' }))
    expect(() => timeline.at(lost)).toThrow(expect.objectContaining({ code: 'UNKNOWN_STEP' }))
    expect(() => lost.node('l2n0')).toThrow(expect.objectContaining({ code: 'STATE_GONE' }))
    expect(before.map((_, step) => fingerprint(timeline.at(step)))).toEqual(before)
    expect(await verify(net)).toMatchObject({ actions: 55, from: [] })
    timeline.rename(timeline.branch, 'main')
    expect(names(net)).toEqual(['main'])
  })

  test('[TI25] is no other than the one on which the network stands, and one that is there', async () => {
    const net = await grown()
    expect(() => net.timeline.drop('branch 2')).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
    expect(() => net.timeline.drop('branch 9')).toThrow(expect.objectContaining({ code: 'UNKNOWN_BRANCH' }))
    expect(names(net)).toEqual(['main', 'branch 1', 'branch 2'])
  })

  test('[TI26] is dropped in what is saved, too: whole, cut short, or of several one after the other', async () => {
    for (const dropped of [
      ['branch 1'],
      ['main'],
      ['branch 1', 'main'],
      ['branch 2', 'branch 1'],
      ['branch 2', 'main'],
    ]) {
      const net = await grown()
      if (dropped.includes('branch 2')) net.timeline.seek({ branch: dropped.includes('main') ? 'branch 1' : 'main' })
      for (const name of dropped) net.timeline.drop(name)
      const again = await load(await save(net).bytes(), kinds)
      expect(names(again)).toEqual(names(net))
      expect(again.timeline.branches).toEqual(net.timeline.branches)
      expect(await verify(again)).toEqual(await verify(net))
      for (const name of names(net)) {
        expect(fingerprint(again.timeline.at({ branch: name }))).toBe(fingerprint(net.timeline.at({ branch: name })))
      }
    }
  })

  test('[TI26] is dropped in a database, too, before and after it was kept: its bytes are freed, its name is free', async () => {
    for (const dropped of [['branch 1'], ['main'], ['branch 1', 'main'], ['main', 'branch 1']]) {
      for (const isKeptBefore of [false, true]) {
        const level = new MemoryLevel() as unknown as Level
        const net = await grown()
        if (!isKeptBefore) for (const name of dropped) net.timeline.drop(name)
        const kept = await persist(net, database(level), { every: Number.POSITIVE_INFINITY })
        const before = await bytesIn(level)
        if (isKeptBefore) {
          for (const name of dropped) net.timeline.drop(name)
          await kept.flush()
          expect(await bytesIn(level)).toBeLessThan(before)
        }
        await kept.close()
        const again = await load(database(level), kinds)
        expect(again.timeline.branches).toEqual(net.timeline.branches)
        expect(names(again)).not.toContain(dropped[0])
        expect(await verify(again)).toEqual(await verify(net))
        // What was written anew elsewhere takes as much: nothing of what was dropped is left.
        const elsewhere = new MemoryLevel() as unknown as Level
        await (await persist(net, database(elsewhere), { every: Number.POSITIVE_INFINITY })).close()
        expect([...(await keysIn(level))].sort()).toEqual([...(await keysIn(elsewhere))].sort())
        again.timeline.rename(again.timeline.branch, dropped[0] as string)
        expect(names(again)).toContain(dropped[0])
        const file = await load(await save(net).bytes(), kinds)
        expect(file.timeline.branches).toEqual(net.timeline.branches)
      }
    }
  })

  test('[TI25] undo that came from it has nothing to make again', async () => {
    const net = network(layers([3, 3, 1]), { seed: 4 })
    await run(net, 10)
    net.timeline.seek(5)
    net.change({ hyperparameters: { learningRate: 0.3 } })
    net.timeline.undo()
    net.timeline.seek({ branch: 'main' })
    net.timeline.drop('branch 1')
    expect(net.timeline.redo()).toBe(false)
    expect(net.timeline.undo()).toBe(false)
  })
})
