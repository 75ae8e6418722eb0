import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import fc from 'fast-check'
import { MemoryLevel } from 'memory-level'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Level, LevelStore, type ValueDamage } from './level-store.ts'
import { levelValue } from './level-value.ts'
import { collect, itemText, sampleItems } from './sample-items.ts'

const byKey = [...sampleItems].sort((a, b) => (a.key < b.key ? -1 : 1)).map(itemText)
const kept = async (store: LevelStore) => (await collect(store.read())).all.map(itemText)
const view = { keyEncoding: 'utf8', valueEncoding: 'view' } as const

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurite-level-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const databases: [string, () => Level & { close(): Promise<void> }][] = [
  ['memory-level', () => new MemoryLevel()],
  [
    'memory-level with JSON and bytes',
    () => new MemoryLevel<Uint8Array, unknown>({ keyEncoding: 'view', valueEncoding: 'json' }),
  ],
  ['memory-level that keeps views', () => new MemoryLevel({ storeEncoding: 'view' })],
  ['classic-level', () => new ClassicLevel(join(folder, 'plain'))],
  ['classic-level with JSON', () => new ClassicLevel<string, unknown>(join(folder, 'json'), { valueEncoding: 'json' })],
  ['a sublevel', () => new MemoryLevel().sublevel<string, unknown>('runs', { valueEncoding: 'json' })],
]

describe.each(databases)('%s', (_, open) => {
  test('[TF10] keeps items bit by bit, reads them in key order, replaces and deletes', async () => {
    const level = open()
    const store = new LevelStore(level)
    await store.write(sampleItems)
    expect(await kept(store)).toEqual(byKey)
    await store.write([{ key: 'odd', head: 'new', numbers: null }], ['run', 'odd', 'never there'])
    expect(await kept(store)).toEqual(
      byKey
        .filter((text) => !text.startsWith('["run"'))
        .map((text) => (text.startsWith('["odd"') ? '["odd","new",null]' : text)),
    )
    await level.close()
  })
})

describe('a level store', () => {
  test('[TF10] classic-level keeps items over closing and opening', async () => {
    const path = join(folder, 'again')
    const first = new ClassicLevel(path)
    await new LevelStore(first, 'timeline/').write(sampleItems)
    await first.close()
    const second = new ClassicLevel(path)
    expect(await kept(new LevelStore(second, 'timeline/'))).toEqual(byKey)
    await second.close()
  })

  test('[TF10] any key and any numbers come back, in the order of the keys’ UTF-8 bytes', async () => {
    const anyItem = fc.record({
      key: fc.string({ unit: 'binary', minLength: 1 }),
      head: fc.constant({ step: 1 }),
      numbers: fc.option(fc.float64Array({ maxLength: 20 })),
    })
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyItem, { selector: ({ key }) => key }), async (items) => {
        const store = new LevelStore(new MemoryLevel(), 'p')
        await store.write(items)
        const sorted = items.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
        expect(await kept(store)).toEqual(sorted.map(itemText))
      }),
      { seed: 1 },
    )
  })

  test('[TF11] sees only what is under its prefix', async () => {
    const level = new MemoryLevel()
    const astral = '\u{10ffff}'
    for (const key of ['a', 'b', 'b0', 'c']) await level.put(key, 'not ours')
    const store = new LevelStore(level, 'b/')
    await store.write([
      { key: astral, head: 1, numbers: null },
      { key: '', head: 0, numbers: null },
    ])
    expect(await kept(store)).toEqual(['["",0,null]', `["${astral}",1,null]`])
    await store.write([], ['', astral, 'a'])
    expect(await level.keys().all()).toEqual(['a', 'b', 'b0', 'c'])
  })

  test('[TF11] a write is one batch, deletions first; what cannot be written leaves all as it was', async () => {
    const batches: string[][] = []
    const level = new MemoryLevel()
    const spy: Level = {
      batch: (operations, options) => {
        batches.push(operations.map(({ type, key }) => `${type} ${key}`))
        return level.batch(operations, options)
      },
      iterator: (options) => level.iterator<string, Uint8Array>(options),
    }
    const store = new LevelStore(spy, 'x/')
    await store.write([{ key: 'a', head: null, numbers: null }], ['b', 'a'])
    expect(batches).toEqual([['del x/b', 'del x/a', 'put x/a']])
    const items = [{ key: 'c', head: null, numbers: null }]
    await expect(store.write([...items, { key: 'half \ud83d', head: null, numbers: null }])).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
    await expect(store.write([...items, { key: 'd', head: 1n, numbers: null }])).rejects.toThrow(TypeError)
    expect(await kept(store)).toEqual(['["a",null,null]'])
  })

  test('[TF12] a flip, a cut or a stretch at any byte of a value is refused by its key, or left out', async () => {
    const level = new MemoryLevel()
    const store = new LevelStore(level, 't/')
    await store.write(sampleItems)
    const value = levelValue(sampleItems[2]!)
    const others = byKey.filter((text) => !text.startsWith('["keyframe/1"'))
    for (let at = 0; at <= value.length; at++) {
      const flipped = value.slice()
      if (at < value.length) flipped[at] = (flipped[at] as number) ^ (1 << (at % 8))
      const stretched = new Uint8Array([...value.subarray(0, at), 0, ...value.subarray(at)])
      for (const damaged of at < value.length ? [flipped, value.slice(0, at), stretched] : [stretched]) {
        await level.put('t/keyframe/1', damaged, view)
        expect((await collect(store.read())).error, `byte ${at}`).toMatchObject({
          code: 'TIMELINE_DAMAGED',
          place: { key: 'keyframe/1' },
        })
        const damages: ValueDamage[] = []
        const { all } = await collect(store.read({ recover: true, onDamage: (damage) => damages.push(damage) }))
        expect(all.map(itemText)).toEqual(others)
        expect(damages).toEqual([{ key: 'keyframe/1', what: 'its value is damaged' }])
      }
    }
  })

  test('[TF12] a sound value under another key is damage, and one of a newer version says so', async () => {
    const level = new MemoryLevel()
    await level.put('b', levelValue({ key: 'a', head: 1, numbers: null }), view)
    expect((await collect(new LevelStore(level).read())).error).toMatchObject({ place: { key: 'b' } })
    await level.put('b', levelValue({ key: 'b', head: 1, numbers: null }, 2), view)
    for (const recover of [false, true]) {
      expect((await collect(new LevelStore(level).read({ recover }))).error).toMatchObject({ code: 'NEWER_FORMAT' })
    }
  })
})
