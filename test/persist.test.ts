/** What `persist` promises: one writer, one run, nothing of anybody else's, and a code for whatever a database refuses. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint, graph, type Network, network, train } from '@neurite/core'
import { database, load, persist, verify } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import fc from 'fast-check'
import { MemoryLevel } from 'memory-level'
import { lastValueFrom, take } from 'rxjs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LevelStore } from '../packages/core/src/files/level-store.ts'
import { isKey } from '../packages/core/src/saving/key.ts'
import { SampleLevel } from './durability/sample-level.ts'

type Level = Parameters<typeof database>[0]
const memory = (): Level => new MemoryLevel() as unknown as Level
const asked = { every: Number.POSITIVE_INFINITY }
const view = { keyEncoding: 'utf8', valueEncoding: 'view' } as const

const g = graph((g) => {
  const x = g.inputs('x1', 'x2')
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.add(['h1', 'h2'], neuron(sigmoid), { from: x }) }))
})
const rows = [0, 1, 2, 3].map((n) => ({ input: [n & 1, n >> 1], target: n % 3 === 0 ? 0 : 1 }))
const steps = (net: Network, count: number) => lastValueFrom(train(net, rows, { batchSize: 1 }).pipe(take(count)))

async function all(level: Level): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const [key, value] of level.iterator({ ...view, gte: '' })) {
    found.set(key, Buffer.from(value).toString('base64'))
  }
  return found
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurite-persist-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

/** A database that gives each value as it is when it is read: what was written since the first one is in it. */
function unsteady(level: Level, afterLog: () => Promise<unknown>): Level {
  let left = 1
  return {
    batch: (...given) => level.batch(...given),
    async *iterator(options) {
      const keys: string[] = []
      for await (const [key] of level.iterator(options)) keys.push(key)
      for (const key of keys) {
        for await (const [found, value] of level.iterator({ ...options, gte: key, limit: 1 })) {
          if (found === key) yield [key, value]
        }
        if (options.values !== false && key.includes('/log/') && left-- > 0) await afterLog()
      }
    },
  } as Level
}

describe('a place', () => {
  test('[TI63] that is written while it is read is read once more', async () => {
    const level = memory()
    const net = network(g)
    const kept = await persist(net, database(level), asked)
    const learn = (count: number) => Array.from({ length: count }, (_, k) => net.learn(rows[k % 4] as never))
    learn(40)
    await kept.flush()
    const more = async () => {
      net.timeline.seek(10)
      learn(100)
      await kept.flush()
    }
    const found = await load(database(unsteady(level, more)), standard)
    expect(fingerprint(found.snapshot)).toBe(fingerprint(net.snapshot))
    await kept.close()
  })

  test('[TI31] has one writer: a second network of this process is refused, also one that was opened from there', async () => {
    const level = memory()
    const net = network(g)
    const kept = await persist(net, database(level))
    const [one, two] = [await load(database(level), standard), await load(database(level), standard)]
    for (const each of [net, one, network(g)]) {
      await expect(persist(each, database(level))).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    }
    await kept.close()
    const again = await persist(one, database(level))
    await expect(persist(two, database(level))).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    one.learn(rows[0] as never)
    await again.close()
    await expect(persist(two, database(level))).rejects.toMatchObject({ code: 'STORE_IN_USE' })
  })

  test('[TI31] of two that begin at once one is refused', async () => {
    const level = memory()
    const both = await Promise.allSettled([persist(network(g), database(level)), persist(network(g), database(level))])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('[TI31] somebody else’s sign of life refuses a writer; one that has gone silent does not', async () => {
    const level = memory()
    const net = network(g)
    await (await persist(net, database(level), asked)).close()
    const sign = async (at: number, beat: number) => {
      const head = { writer: 'f'.repeat(32), beat, at, every: 100 }
      await new LevelStore(level, 'timeline/').write([{ key: 'writer', head, numbers: null }])
    }
    let beat = 0
    const alive = setInterval(() => sign(Date.now(), beat++), 50)
    await sign(Date.now(), beat++)
    await expect(persist(net, database(level), asked)).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    clearInterval(alive)
    await sign(Date.now(), beat++)
    const kept = await persist(net, database(level), asked)
    await sign(Date.now(), beat++)
    net.learn(rows[0] as never)
    await expect(kept.flush()).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    await expect(kept.flush()).rejects.toMatchObject({ code: 'STORE_IN_USE' })
  })

  test('[TI31] an idle writer gives signs of life, also where its flushes are as frequent', async () => {
    const level = new SampleLevel(false)
    const kept = await persist(network(g), database(level), { every: 1000 })
    const before = level.batches.length
    await vi.waitFor(() => expect(level.batches.length).toBeGreaterThan(before + 1), 10_000)
    await kept.close()
  })

  test('[TI32] a network comes back to a place of its own, by another handle too, and goes on there', async () => {
    const path = join(folder, 'own')
    const other = memory()
    const net = network(g)
    for (let k = 0; k < 3; k++) {
      const level = new ClassicLevel(path) as unknown as Level & { close(): Promise<void> }
      for (const place of [level, other]) {
        const kept = await persist(net, database(place), asked)
        await steps(net, 5)
        await kept.close()
        expect(fingerprint((await load(database(place), standard)).snapshot)).toBe(fingerprint(net.snapshot))
      }
      await level.close()
    }
  })

  test('[TI33] where the first flush is interrupted nothing is kept, and persist begins anew', async () => {
    // Enough for several portions.
    const net = network(g)
    for (let k = 0; k < 320; k++) {
      net.timeline.seek(0)
      net.learn(rows[k % 4] as never)
      net.change({ hyperparameters: { learningRate: 0.1 + k / 1000 } })
    }
    const whole = new SampleLevel(true)
    await (await persist(net, database(whole), asked)).close()
    const batches = whole.batches.length
    expect(batches).toBeGreaterThan(4)
    for (let k = 0; k < batches - 2; k++) {
      const level = new SampleLevel(true)
      level.fates = [...Array.from({ length: k }, () => 'kept' as const), 'torn']
      await expect(persist(net, database(level), asked)).rejects.toMatchObject({ code: 'STORE_FAILED' })
      const killed = level.reopened()
      await expect(load(database(killed), standard), `batch ${k}`).rejects.toMatchObject({ code: 'NOTHING_KEPT' })
      const other = network(g)
      await (await persist(other, database(killed), asked)).close()
      expect((await load(database(killed), standard)).timeline.step).toBe(0)
      expect([...(await all(killed)).keys()].filter((key) => /branch|log/.test(key))).toEqual([
        'timeline/branch/000000000000',
      ])
    }
  })

  test('[TF20] prefixes that begin each other, and whatever else stands beside, never see or touch each other', async () => {
    const parts = [
      'run',
      '1',
      '0',
      '/',
      'meta',
      'now',
      'state',
      'branch',
      '000000000000',
      'graph',
      'place',
      'a'.repeat(32),
    ]
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 4 }).map((some) => some.join(''))
    await fc.assert(
      fc.asyncProperty(text, text, fc.array(text, { maxLength: 6 }), async (a, more, owned) => {
        const b = `${a}${more || '0'}`
        const level = memory()
        const isOurs = (key: string) =>
          [a, b].some((prefix) => key.startsWith(prefix) && isKey(key.slice(prefix.length)))
        const beside = owned.map((key) => `${a}${key}`).filter((key) => key !== '' && !isOurs(key))
        const put = beside.map((key) => ({ type: 'put' as const, key, value: new Uint8Array([1, 2, 3]) }))
        await level.batch(put, { ...view, sync: true })
        const [first, second] = [network(g, { seed: 1 }), network(g, { seed: 2 })]
        for (const round of [1, 2]) {
          for (const [net, prefix] of [
            [first, a],
            [second, b],
          ] as const) {
            net.learn(rows[round] as never)
            await (await persist(net, database(level, { prefix }), { ...asked })).close()
          }
        }
        for (const [net, prefix] of [
          [first, a],
          [second, b],
        ] as const) {
          const opened = await load(database(level, { prefix }), standard)
          expect(fingerprint(opened.snapshot)).toBe(fingerprint(net.snapshot))
        }
        const left = await all(level)
        for (const key of beside) expect(left.get(key)).toBe('AQID')
      }),
      { seed: 7, numRuns: 40 },
    )
  })
})

describe('a flush', () => {
  test('[TI38] writes what is new and no more, however long the past is', async () => {
    const level = new SampleLevel(false)
    const net = network(g)
    for (let k = 0; k < 5000; k++) {
      net.change({ hyperparameters: { learningRate: 0.1 + k * 1e-6 } })
      net.learn(rows[k % 4] as never)
    }
    const kept = await persist(net, database(level), asked)
    const many = level.batches.flat().length
    const keysOf = async () => {
      const before = level.batches.length
      net.learn(rows[0] as never)
      await kept.flush()
      return level.batches
        .slice(before)
        .flat()
        .map(({ key }) => key.replace(/^timeline\/|\/\d{12}/g, ''))
    }
    await keysOf()
    const again = (await keysOf()).filter((key) => key !== 'state').sort()
    expect(again).toEqual(['branch', 'log', 'loss', 'meta', 'now', 'place', 'row', 'writer'])
    expect(many).toBeGreaterThan(100)
    const before = level.batches.length
    await kept.flush()
    expect(level.batches.length).toBe(before)
    await kept.close()
    const opened = await load(database(level), standard)
    const later = await persist(opened, database(level), asked)
    // Opened again, what lasts is not written anew; the state in force is one that is kept now.
    const states = level.batches
      .slice(before)
      .flat()
      .filter(({ key }) => /state|graph|data/.test(key))
    expect(states.length).toBeLessThan(2)
    await later.close()
  })

  test('[TI39] takes a database of version 1 over, in one batch that replaces its log', async () => {
    const dump = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/v1/database.json'), 'utf8'))
    const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/v1/expected.json'), 'utf8'))
    expect(Object.keys(dump).length + Object.keys(expected).length).toBeGreaterThan(0)
    const level = new SampleLevel(false)
    const entries = (Array.isArray(dump) ? dump : Object.entries(dump)) as [string, string][]
    const put = entries.map(([key, value]) => ({ type: 'put' as const, key, value: Buffer.from(value, 'base64') }))
    await level.batch(put)
    const net = await load(database(level), standard)
    const second = [...(await all(level))].filter(([key]) => key.startsWith('second/'))
    const before = fingerprint(net.snapshot)
    const at = level.batches.length
    const kept = await persist(net, database(level), asked)
    expect(level.batches.slice(at).filter((batch) => batch.some(({ key }) => /entry|log/.test(key))).length).toBe(1)
    await kept.close()
    const opened = await load(database(level), standard)
    expect(fingerprint(opened.snapshot)).toBe(before)
    expect(opened.timeline.branches).toEqual(net.timeline.branches)
    const left = [...(await all(level))]
    expect(left.filter(([key]) => key.startsWith('timeline/entry'))).toEqual([])
    expect(left.filter(([key]) => key.startsWith('second/'))).toEqual(second)
  })

  test('[TI36] what onError throws or rejects with is nobody’s rejection', async () => {
    const seen: unknown[] = []
    const unhandled = (error: unknown) => seen.push(error)
    process.on('unhandledRejection', unhandled)
    const level = new SampleLevel(false)
    const onError = vi.fn((): void => {
      throw new Error('mine')
    })
    const rejects = vi.fn(async () => {
      throw new Error('mine, later')
    })
    const [a, b] = [network(g), network(g)]
    const kept = [
      await persist(a, database(level), { every: 5, onError }),
      await persist(b, database(level, { prefix: 'b/' }), { every: 5, onError: rejects }),
    ]
    level.isFull = true
    for (const net of [a, b]) net.learn(rows[0] as never)
    await vi.waitFor(() => expect(onError.mock.calls.length * rejects.mock.calls.length).toBeGreaterThan(0), 10_000)
    level.isFull = false
    await Promise.all(kept.map((each) => each.close()))
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.off('unhandledRejection', unhandled)
    expect([seen, kept.map(({ step }) => step)]).toEqual([[], [1, 1]])
  })
})

describe('a database that refuses', () => {
  test('[TI35] locked, closed, never opened: STORE_UNAVAILABLE with cause and way out', async () => {
    const path = join(folder, 'locked')
    const level = new ClassicLevel(path)
    const net = network(g)
    const kept = await persist(net, database(level as unknown as Level))
    const second = new ClassicLevel(path) as unknown as Level
    for (const ask of [() => persist(network(g), database(second)), () => load(database(second), standard)]) {
      const error = await ask().catch((error) => error)
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: { cause: { code: 'LEVEL_LOCKED' } } })
      expect(error.message).toMatch(/another process has the database open/)
    }
    await level.close()
    net.learn(rows[0] as never)
    await expect(kept.flush()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', wayOut: /level\.open/ as never })
    await level.open()
    await kept.flush()
    expect(kept.step).toBe(1)
    await kept.close()
    await level.close()
  })

  test('[TI35] one that can only be read opens, and is no place to keep anything: STORE_UNAVAILABLE, and nothing has changed', async () => {
    const level = new SampleLevel(false)
    const net = network(g)
    net.learn(rows[0] as never)
    await (await persist(net, database(level), asked)).close()
    const before = await all(level)
    const refusals = [
      Object.assign(new Error('read-only file system'), { code: 'EROFS' }),
      Object.assign(new Error('the database is read-only'), { code: 'LEVEL_READONLY' }),
      new Error('IO error: MANIFEST-000004: Permission denied'),
      Object.assign(new Error('Database failed'), {
        code: 'LEVEL_IO_ERROR',
        cause: new Error('Read-only file system'),
      }),
    ]
    for (const refusal of refusals) {
      const closed: Level = {
        iterator: (options) => level.iterator(options as { gte: string }),
        batch: () => Promise.reject(refusal),
      }
      const opened = await load(database(closed), standard)
      expect(fingerprint(opened.snapshot)).toBe(fingerprint(net.snapshot))
      await verify(opened)
      const error = await persist(opened, database(closed), asked).catch((error) => error)
      expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: refusal })
      expect(error.message).toMatch(/can only be read;.*hand in one that can be written/)
      expect(await all(level)).toEqual(before)
      // It can be kept elsewhere, and here when it can be written again.
      await (await persist(opened, database(memory()), asked)).close()
    }
    const again = await load(database(level), standard)
    again.learn(rows[1] as never)
    const kept = await persist(again, database(level), asked)
    expect(kept.step).toBe(2)
    await kept.close()
  })

  test('[TI35] one that never answers is given up in time, by close too; what comes late still counts', async () => {
    const level = new SampleLevel(false)
    const net = network(g)
    const onError = vi.fn()
    const kept = await persist(net, database(level), { every: 10, deadline: 20, onError })
    net.learn(rows[0] as never)
    level.fates = ['stalled']
    await expect(kept.flush()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await vi.waitFor(() => expect(onError).toHaveBeenCalled(), 10_000)
    await expect(kept.close()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    level.answer()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect((await load(database(level), standard)).timeline.step).toBe(1)
    await (await persist(net, database(level))).close()
  })

  test('[TI35] times that make no sense are INVALID_OPTION', async () => {
    for (const given of [{ every: Number.NaN }, { every: -5 }, { every: '1000' as never }, { deadline: 0 }]) {
      await expect(persist(network(g), database(memory()), given)).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    }
  })
})
