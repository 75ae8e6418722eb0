/** What is opened is what was, or says so: strictly by name, and to recover by a value one can read. */

import { MemoryLevel } from 'memory-level'
import { lastValueFrom, take } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { database, load, save, verify } from '../exports/files.ts'
import type { Item } from '../files/item.ts'
import { type Level, LevelStore } from '../files/level-store.ts'
import { writeFile } from '../files/write-file.ts'
import { bitRows, layers, linear, relu, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import { input } from '../graph/contracts/kind.ts'
import { type Network, network } from '../network.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { train } from '../train/train.ts'
import { persist } from './persist.ts'

const rows = bitRows(8, 3)
const kinds: Definitions = { input, sigmoid, linear, relu, squaredError }
const run = (net: Network, steps: number) =>
  lastValueFrom(train(net, rows, { batchSize: 3, epochs: 10_000 }).pipe(take(steps)))

async function small(): Promise<Network> {
  const net = network(layers([3, 3, 1]), { seed: 4 })
  await run(net, 40)
  net.change({ hyperparameters: { learningRate: 0.05 } })
  for (const row of rows) net.learn(row as never)
  net.timeline.note('here')
  return net
}

async function kept(net: Network): Promise<{ level: Level; store: LevelStore; items: Item[] }> {
  const level = new MemoryLevel() as unknown as Level
  await (await persist(net, database(level), { every: Number.POSITIVE_INFINITY })).close()
  const store = new LevelStore(level, 'timeline/')
  const items: Item[] = []
  for await (const item of store.read()) items.push(item)
  return { level, store, items }
}

const of = (items: readonly Item[], kind: string): Item => items.find(({ key }) => key.split('/')[0] === kind) as Item

describe('strictly', () => {
  test('[TI50] whatever is named and not there is TIMELINE_DAMAGED, naming the item', async () => {
    const net = await small()
    const { items } = await kept(net)
    for (const kind of ['meta', 'now', 'graph', 'data', 'branch', 'row', 'state']) {
      const { key } = of(items, kind)
      const rest = items.filter((item) => item.key !== key)
      const error = await load(writeFile(rest), kinds).catch((error) => error)
      expect(error, key).toMatchObject({ code: 'TIMELINE_DAMAGED', place: { key: expect.any(String) } })
      expect(error.message).toContain(kind)
    }
  })

  test('[TI50] `timeline/now` deleted is refused', async () => {
    const { level } = await kept(await small())
    await level.batch([{ type: 'del', key: 'timeline/now' }], {
      keyEncoding: 'utf8',
      valueEncoding: 'view',
      sync: false,
    })
    await expect(load(database(level), kinds)).rejects.toMatchObject({
      code: 'TIMELINE_DAMAGED',
      place: { key: 'now' },
    })
    const again = await load(database(level), kinds, { recover: true })
    expect([again.timeline.position, again.timeline.step]).toEqual([49, 48])
  })

  test('[TI50] what contradicts what else is there is refused, naming the item', async () => {
    const net = await small()
    const { items } = await kept(net)
    const changed = (kind: string, change: (head: never) => object): Promise<Network> =>
      load(
        writeFile(
          items.map((item) => {
            return item === of(items, kind) ? { ...item, head: change(structuredClone(item.head) as never) } : item
          }),
        ),
        kinds,
      )
    const wrongs: [string, (head: never) => object][] = [
      ['meta', (head: object) => ({ ...head, head: { branch: 0, position: 50 } })],
      ['meta', (head: object) => ({ ...head, head: { branch: 0, position: 0.5 } })],
      ['meta', (head: object) => ({ ...head, version: -1 })],
      ['meta', (head: object) => ({ ...head, version: {} })],
      ['meta', (head: object) => ({ ...head, spacing: 33 })],
      ['meta', (head: object) => ({ ...head, head: null })],
      ['now', (head: { state: object }) => ({ ...head, state: { ...head.state, step: 47 } })],
      ['now', (head: { state: object }) => ({ ...head, state: { ...head.state, slots: 5 } })],
      ['now', (head: { state: object }) => ({ ...head, state: { ...head.state, slots: ['velocity'] } })],
      ['state', (head: object) => ({ ...head, position: 1 })],
      ['data', (head: object) => ({ ...head, rows: 2147483647 })],
      ['row', (head: object) => ({ ...head, first: 3 })],
      ['row', (head: object) => ({ ...head, inputs: 2, targets: 2 })],
      ['branch', (head: object) => ({ ...head, parent: { branch: 0, position: 0 } })],
      ['branch', () => [] as object],
      ['note', (head: object) => ({ ...head, at: { branch: 7, position: 0 } })],
    ]
    for (const [kind, change] of wrongs) {
      await expect(changed(kind, change as never), `${kind} ${change}`).rejects.toMatchObject({
        code: 'TIMELINE_DAMAGED',
      })
    }
    await expect(changed('meta', (head: object) => ({ ...head, version: 99 }))).rejects.toMatchObject({
      code: 'NEWER_FORMAT',
    })
  })

  test('[TI50] an item twice is refused; what has a key of another grammar is somebody else’s', async () => {
    const net = await small()
    const { items, level, store } = await kept(net)
    await expect(load(writeFile([...items, of(items, 'now')]), kinds)).rejects.toMatchObject({
      code: 'TIMELINE_DAMAGED',
    })
    const others = ['meta2', 'state/00/00', 'state/x', '0meta', 'note/7', 'graph/none'].map((key) => ({
      key,
      head: 1,
      numbers: null,
    }))
    await store.write(others)
    expect(fingerprint((await load(database(level), kinds)).snapshot)).toBe(fingerprint(net.snapshot))
  })

  test('[TI50] states that were written, and no log that says so, are nothing: NOTHING_KEPT', async () => {
    const { items } = await kept(await small())
    const level = new MemoryLevel() as unknown as Level
    const early = items.filter(({ key }) => /^(state|row|loss|data|graph)\//.test(key))
    await new LevelStore(level, 'timeline/').write(early)
    for (const recover of [false, true]) {
      await expect(load(database(level), kinds, { recover })).rejects.toMatchObject({ code: 'NOTHING_KEPT' })
    }
  })
})

describe('to recover', () => {
  test('[TI51] a file that lost its last 100 bytes at position 10,001 stands there, at step 10,000, by doing it again', async () => {
    const net = network(layers([3, 3, 1]), { seed: 4 })
    await run(net, 5000)
    net.change({ hyperparameters: { learningRate: 0.05 } })
    await run(net, 5000)
    const bytes = await save(net).bytes()
    const again = await load(bytes.subarray(0, bytes.length - 100), kinds, { recover: true })
    const { step, position, recovered, branches } = again.timeline
    expect([position, step, again.snapshot.step]).toEqual([10_001, 10_000, 10_000])
    expect(fingerprint(again.snapshot)).toBe(fingerprint(net.snapshot))
    expect(recovered).toMatchObject({ step: 10_000, position: 10_001, branch: 'main', stood: { step: 10_000 } })
    expect(recovered?.lost.length).toBeGreaterThan(0)
    expect(branches).toEqual(net.timeline.branches)
    await verify(again)
    await run(net, 10)
    await run(again, 10)
    expect(fingerprint(again.snapshot)).toBe(fingerprint(net.snapshot))
  })

  test('[TI51] where it cannot do it again it stands at the kept state, and what is done then is a branch', async () => {
    const net = await small()
    const items: Item[] = (await kept(net)).items.filter(({ key }) => key !== 'now' && !key.startsWith('row/'))
    const again = await load(writeFile(items), kinds, { recover: true })
    const { step, position, recovered } = again.timeline
    expect(step).toBeLessThan(48)
    expect(again.snapshot.step).toBe(step)
    expect(recovered).toMatchObject({ step, position, stood: { step: 48, position: 49 } })
    expect(recovered?.lost.map(({ place }) => place.key)).toContain('now')
    expect(fingerprint(again.snapshot)).toBe(fingerprint(net.timeline.at({ branch: 'main', position })))
    await run(again, 1)
    expect(again.timeline.branches).toHaveLength(2)
    expect(again.timeline.step).toBe(step + 1)
  })

  test('[TI51] what was recovered can be saved, and opens strictly', async () => {
    const net = await small()
    const { items } = await kept(net)
    for (const kind of ['meta', 'now', 'row', 'loss', 'note', 'state', 'data']) {
      const { key } = of(items, kind)
      const rest = items.filter((item) => item.key !== key)
      const again = await load(writeFile(rest), kinds, { recover: true })
      again.learn({ input: [1, 0, 1], target: [1] } as never)
      const third = await load(save(again, { data: kind !== 'data' }), kinds)
      expect(fingerprint(third.snapshot), kind).toBe(fingerprint(again.snapshot))
      expect(third.timeline.branches, kind).toEqual(again.timeline.branches)
      expect(third.timeline.recovered).toBe(null)
    }
  })

  test('[TI51] nothing was lost: recovered is null', async () => {
    const net = await small()
    const again = await load(save(net), kinds, { recover: true })
    expect(again.timeline.recovered).toBe(null)
    expect(net.timeline.recovered).toBe(null)
  })
})
