/** Histories that were saved, kept and read again. */

import { MemoryLevel } from 'memory-level'
import { lastValueFrom, take } from 'rxjs'
import { describe, expect, test, vi } from 'vitest'
import { database, load, save, verify } from '../exports/files.ts'
import type { Level } from '../files/level-store.ts'
import { bitRows, layers, linear, relu, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { edit } from '../graph/compose/edit.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import { input } from '../graph/contracts/kind.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { train } from '../train/train.ts'
import { persist } from './persist.ts'

const rows = bitRows(8, 3)
const kinds: Definitions = { input, sigmoid, linear, relu, squaredError }
const options = { batchSize: 3, epochs: 1000 }
const run = (net: Network, steps: number, data = rows) => lastValueFrom(train(net, data, options).pipe(take(steps)))

/** A history with everything in it. */
async function eventful(): Promise<Network> {
  const net = network(layers([3, 3, 1]), { seed: 4, optimizer: sgd({ learningRate: 0.5, momentum: 0.5 }) })
  await run(net, 70)
  net.change({ parameters: { l2n0: { bias: -0 } } })
  for (let k = 0; k < 40; k++) net.learn(rows[k % 8] as never)
  net.timeline.note('before the edit')
  net.change({ graph: (g) => void g.connect(g.add('extra', sigmoid, { from: 'l0n1' }), 'l2n0') })
  await run(net, 50)
  net.timeline.seek(90)
  net.change({ optimizer: adam({ learningRate: 0.02 }) })
  await run(net, 50)
  net.timeline.rename(net.timeline.branch, 'other')
  net.timeline.seek({ branch: 'other', step: 120 })
  return net
}

function prints(net: Network): string[] {
  return net.timeline.branches.flatMap(({ name, actions }) =>
    Array.from({ length: actions + 1 }, (_, position) => fingerprint(net.timeline.at({ branch: name, position }))),
  )
}

async function bytesOf(net: Network, given = {}): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of save(net, given)) parts.push(part)
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

describe('one file', () => {
  test('[TI15] holds every state of every branch, and where the network stands', async () => {
    const net = await eventful()
    const loaded = await load([await bytesOf(net)], kinds)
    expect(loaded.timeline.branches).toEqual(net.timeline.branches)
    expect(loaded.timeline.notes).toEqual(net.timeline.notes)
    expect([loaded.timeline.step, loaded.timeline.branch]).toEqual([120, 'other'])
    expect(fingerprint(loaded.snapshot)).toBe(fingerprint(net.snapshot))
    expect(prints(loaded)).toEqual(prints(net))
    expect(await verify(loaded)).toMatchObject({ actions: expect.any(Number) })
    for (const each of [net, loaded]) each.timeline.seek({ branch: 'other' })
    await run(net, 20)
    await run(loaded, 20)
    expect(fingerprint(loaded.snapshot)).toBe(fingerprint(net.snapshot))
    expect(loaded.timeline.branches).toEqual(net.timeline.branches)
  })

  test('[TI62] loaded like a graph of other ids, inputs or outputs it is GRAPH_DIFFERS, from a file and from a database', async () => {
    const own = layers([3, 3, 1])
    const net = network(own, { seed: 4 })
    await run(net, 20)
    const bytes = await bytesOf(net)
    const place = database(new MemoryLevel() as unknown as Level)
    await (await persist(net, place)).close()
    const { graph: more } = edit(own, (g) => g.add('extra', sigmoid, { from: 'l0n1' }))
    const { graph: answers } = edit(own, (g) => g.outputs('l1n0', 'l2n0'))
    const others: [typeof own, object, RegExp][] = [
      [more, { node: 'extra' }, /lacks extra/],
      [layers([3, 2, 1]), { node: 'l1n2' }, /has l1n2 besides/],
      [layers([4, 2, 1]), { node: 'l0n3' }, /lacks l0n3 and has l1n2 besides/],
      [answers, {}, /has other outputs/],
    ]
    for (const source of [[bytes], place]) {
      expect(fingerprint((await load(source, kinds, { like: own })).snapshot)).toBe(fingerprint(net.snapshot))
      for (const [like, where, what] of others) {
        const refused = await load(source, kinds, { like }).catch((error) => error)
        expect([refused.code, refused.place]).toEqual(['GRAPH_DIFFERS', where])
        expect(refused.message).toMatch(what)
      }
      const none = await load(source, kinds, { like: {} as never }).catch((error) => error)
      expect(none.code).toBe('INVALID_ARGUMENT')
    }
  })

  test('[TI16] without its data it asks for the very same', async () => {
    const net = network(layers([3, 3, 1]), { seed: 4 })
    await run(net, 100)
    const bytes = await bytesOf(net, { data: false })
    const blind = await load([bytes], kinds)
    expect(fingerprint(blind.snapshot)).toBe(fingerprint(net.snapshot))
    expect(fingerprint(blind.timeline.at(64))).toBe(fingerprint(net.timeline.at(64)))
    expect(() => blind.timeline.at(65)).toThrow(expect.objectContaining({ code: 'DATA_MISSING' }))
    const other = rows.with(3, { input: [1, 1, 0], target: [0.5] })
    await expect(load([bytes], kinds, { data: [other] })).rejects.toMatchObject({ code: 'DATA_CHANGED' })
    await run(blind, 1)
    expect(fingerprint(blind.timeline.at(65))).toBe(fingerprint(net.timeline.at(65)))
    const seeing = await load([bytes], kinds, { data: [rows] })
    expect(prints(seeing)).toEqual(prints(net))
  })

  test('[TI17] a truncated or damaged one is refused with the place, and its sound part can be recovered', async () => {
    const net = await eventful()
    await run(net, 3000)
    const bytes = await bytesOf(net)
    const damage = { code: 'TIMELINE_DAMAGED', place: { byte: expect.any(Number), frame: expect.any(Number) } }
    const cut = bytes.subarray(0, bytes.length - 100)
    await expect(load([cut], kinds)).rejects.toMatchObject(damage)
    const middle = bytes.slice()
    middle.fill(0, bytes.length / 2, bytes.length / 2 + 50)
    await expect(load([middle], kinds)).rejects.toMatchObject(damage)
    for (const broken of [cut, middle]) {
      const damaged: unknown[] = []
      const saved = await load([broken], kinds, { recover: true, onDamage: (damage) => damaged.push(damage) })
      expect(damaged.length).toBeGreaterThan(0)
      expect(saved.timeline.branches).toEqual(net.timeline.branches)
      for (const n of [0, 77, 1500, 3000])
        expect(fingerprint(saved.timeline.at(n))).toBe(fingerprint(net.timeline.at(n)))
    }
    await expect(load([bytes.subarray(0, 200)], kinds, { recover: true })).rejects.toMatchObject({
      code: 'TIMELINE_DAMAGED',
    })
  })
})

describe('a database', () => {
  test('[TI18] holds what has been flushed, and goes on from there to the same bits', async () => {
    const level = new MemoryLevel() as unknown as Level
    await expect(load(database(level), kinds)).rejects.toMatchObject({ code: 'NOTHING_KEPT' })
    const net = await eventful()
    const kept = await persist(net, database(level), { every: Number.POSITIVE_INFINITY })
    await run(net, 200)
    await kept.flush()
    expect(kept.step).toBe(net.timeline.step)
    const step = net.timeline.step
    const expected = prints(net)
    const opened = await load(database(level), kinds)
    await expect(persist(opened, database(level))).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    await kept.close()
    await run(net, 100)
    expect(opened.timeline.step).toBe(step)
    expect(prints(opened)).toEqual(expected)
    const again = await persist(opened, database(level))
    await run(opened, 100)
    await again.close()
    expect(fingerprint(opened.snapshot)).toBe(fingerprint(net.snapshot))
    const last = await load(database(level), kinds)
    expect(fingerprint(last.snapshot)).toBe(fingerprint(net.snapshot))
    expect(prints(last)).toEqual(prints(net))
    await verify(last)
  })

  test('[TI19] is not overwritten by another run; what is no longer kept goes from it', async () => {
    const level = new MemoryLevel() as unknown as Level
    const net = network(layers([3, 3, 1]), { history: { bytes: 40_000 } })
    const kept = await persist(net, database(level), { every: Number.POSITIVE_INFINITY })
    await run(net, 500)
    await kept.flush()
    await run(net, 4000)
    await kept.close()
    const states: string[] = []
    for await (const [key] of level.iterator({ keyEncoding: 'utf8', valueEncoding: 'view', gte: 'timeline/state/' })) {
      if (key.startsWith('timeline/state/')) states.push(key)
    }
    expect(states.length).toBe(net.timeline.memory.keyframes)
    const other = network(layers([3, 3, 1]))
    await expect(persist(other, database(level))).rejects.toMatchObject({ code: 'STORE_IN_USE' })
    await (await persist(other, database(level, { prefix: 'second/' }))).close()
  })

  test('[TI20] a flush that fails is told of, what was kept stays sound, and the next one keeps all that is missing', async () => {
    const level = new MemoryLevel() as unknown as Level
    const net = network(layers([3, 3, 1]))
    await run(net, 50)
    const told: unknown[] = []
    const kept = await persist(net, database(level), { every: 20, onError: (error) => told.push(error) })
    const { batch } = level
    // Before anything is new: flushes come by themselves.
    level.batch = () => Promise.reject(new Error('disk full'))
    await run(net, 50)
    await expect(kept.flush()).rejects.toMatchObject({ code: 'STORE_FAILED', cause: { message: 'disk full' } })
    await vi.waitFor(() => expect(told[0]).toMatchObject({ code: 'STORE_FAILED' }), 10_000)
    expect(kept.failure).toBeInstanceOf(Error)
    level.batch = batch
    expect((await load(database(level), kinds)).timeline.step).toBe(50)
    await run(net, 10)
    await kept.close()
    expect([kept.failure, kept.step]).toEqual([null, 110])
    expect((await load(database(level), kinds)).timeline.step).toBe(110)
  })
})
