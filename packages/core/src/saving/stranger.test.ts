/** Files that mean harm: each a refusal by code, in time and memory that fit its size. */

import { describe, expect, test } from 'vitest'
import { load, save } from '../exports/files.ts'
import { checksum } from '../files/checksum.ts'
import { deflate } from '../files/deflate.ts'
import { fileStart, frameHeader } from '../files/file-layout.ts'
import type { Item } from '../files/item.ts'
import { readFile } from '../files/read-file.ts'
import { writeFile } from '../files/write-file.ts'
import { bitRows, layers, linear, relu, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { graphFromJSON } from '../graph/compose/from-json.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import { input } from '../graph/contracts/kind.ts'
import { graphToJSON } from '../graph/value/json.ts'
import { network } from '../network.ts'
import { snapshotFromJSON } from '../state/snapshot-from-json.ts'
import { snapshotToJSON } from '../state/snapshot-to-json.ts'
import { refusal } from '../testing/refusal.ts'

const kinds: Definitions = { input, sigmoid, linear, relu, squaredError }
const pad = (n: number) => String(n).padStart(12, '0')

async function itemsOf(): Promise<Item[]> {
  const net = network(layers([3, 3, 1]), { seed: 4 })
  for (const row of bitRows(8, 3)) net.learn(row as never)
  const items: Item[] = []
  for await (const item of readFile(save(net))) items.push(item)
  return items
}

const loaded = (items: Iterable<Item>, recover = false) => load(writeFile(items), kinds, { recover })
/** Milliseconds of the processor. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

describe('a file that means harm', () => {
  test('[TF42] one megabyte that says it is a gigabyte of zeros is TOO_LARGE, before any of it is made', async () => {
    const content = await deflate(new Uint8Array(2 ** 26))
    // Sixteen times as many, in one frame: zeros after zeros are deflated alike.
    const stored = Buffer.concat([...Array(16)].map(() => content))
    const sum = checksum(0, stored)
    const header = frameHeader({
      end: false,
      sequence: 0,
      items: 1,
      contentBytes: 2 ** 30,
      storedBytes: stored.length,
      sum,
      origin: sum,
    })
    const file = Buffer.concat([fileStart(), header, stored])
    const before = process.memoryUsage().arrayBuffers
    for (const recover of [false, true]) {
      await expect(load(file, kinds, { recover })).rejects.toMatchObject({
        code: 'TOO_LARGE',
        place: { frame: 0 },
      })
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26)
  })

  test('[TF42] a file within a stated limit is read, beyond it TOO_LARGE', async () => {
    const net = network(layers([30, 300, 10]), { seed: 4 })
    const bytes = await save(net).bytes()
    await expect(load(bytes, kinds, { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'TOO_LARGE' })
    expect((await load(bytes, kinds, { maxBytes: 2 ** 20 })).timeline.step).toBe(0)
  })

  test('[TF42] a text that would be a hundred times as large as a value is TOO_LARGE', async () => {
    const bomb = {
      key: 'note/000000000000',
      head: { text: 'x', at: { branch: 0, position: 0 }, more: '@' },
      numbers: null,
    }
    const nothing = `[${'{},'.repeat(3_000_000)}{}]`
    const text = JSON.stringify([[bomb.key, bomb.head]]).replace('"@"', nothing)
    const encoded = new TextEncoder().encode(text)
    const content = new Uint8Array(4 + encoded.length)
    new DataView(content.buffer).setUint32(0, encoded.length, true)
    content.set(encoded, 4)
    const stored = await deflate(content)
    expect(stored.length).toBeLessThan(100_000)
    const sum = checksum(0, stored)
    const header = frameHeader({
      end: false,
      sequence: 0,
      items: 1,
      contentBytes: content.length,
      storedBytes: stored.length,
      sum,
      origin: sum,
    })
    await expect(load([fileStart(), header, stored], kinds)).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  test('[TF43] a million headers cost no more than the file has bytes, recovering or not', async () => {
    const sum = checksum(0, new Uint8Array())
    const count = 20_000
    const flood = Array.from({ length: count }, (_, k) => {
      const storedBytes = 80 * (count - k - 1)
      return frameHeader({ end: false, sequence: k, items: 1, contentBytes: 10, storedBytes, sum, origin: sum })
    })
    const file = Buffer.concat([fileStart(), ...flood])
    for (const recover of [false, true]) {
      const cost = await costOf(() =>
        expect(load(file, kinds, { recover })).rejects.toMatchObject({ code: 'TIMELINE_DAMAGED' }),
      )
      expect(cost).toBeLessThan(2000)
    }
  })

  test('[TF43] twenty thousand branches are read in linear time', async () => {
    const items = await itemsOf()
    const more = Array.from({ length: 20_000 }, (_, k) => ({
      key: `branch/${pad(k + 1)}`,
      head: {
        name: `b${k}`,
        parent: { branch: 0, position: 1 + (k % 8) },
        startStep: 1 + (k % 8),
        entries: 0,
        end: 1 + (k % 8),
        losses: null,
        states: [],
      },
      numbers: null,
    }))
    const counted = items.map((item) =>
      item.key === 'meta' ? { ...item, head: { ...(item.head as object), branches: 20_001 } } : item,
    )
    const cost = await costOf(async () =>
      expect((await loaded([...counted, ...more])).timeline.branches).toHaveLength(20_001),
    )
    expect(cost).toBeLessThan(5000)
  })

  test.each(['null', "'0'", "'00'", '-1', '0.5', '[]'])('[TF41] a thousand states at position %s end', async (text) => {
    const items = await itemsOf()
    const state = items.find(({ key }) => key.startsWith('state/')) as Item
    const position: unknown = Function(`return ${text}`)()
    const more = Array.from({ length: 1000 }, (_, k) => ({
      ...state,
      key: `state/${pad(0)}/${pad(k)}`,
      head: { ...(state.head as object), position },
    }))
    const rest = items.filter(({ key }) => !key.startsWith('state/'))
    await expect(loaded([...rest, ...more])).rejects.toMatchObject({ code: 'TIMELINE_DAMAGED' })
    expect((await loaded([...rest, ...more], true)).timeline.step).toBe(8)
  })
})

describe('JSON that means harm', () => {
  const g = layers([2, 2, 1])
  const graphJson = () => JSON.parse(JSON.stringify(graphToJSON(g)))

  function nested(levels: number): unknown {
    let activation: unknown = 'sigmoid'
    for (let k = 0; k < levels; k++) activation = { name: 'sigmoid', options: { activation } }
    return { name: 'sigmoid', options: { activation } }
  }

  test('[GR143] a thousand nested activations, and a hundred thousand, are refused at once', async () => {
    for (const levels of [40, 1000, 100_000]) {
      const json = { ...graphJson(), kinds: { input: 'input', sigmoid: nested(levels) } }
      const cost = await costOf(async () =>
        expect(refusal(() => graphFromJSON(json, kinds)).code).toBe('INVALID_FORMAT'),
      )
      expect(cost).toBeLessThan(1000)
    }
  })

  test('[GR144] a graph that says it has more parameters than there is memory is refused by code where it would run', () => {
    const ids = Array.from({ length: 65_000 }, (_, k) => `h${k}`)
    const inputs = Array.from({ length: 65_000 }, (_, k) => `x${k}`)
    const json = {
      format: 'neurite/graph',
      version: 1,
      kinds: { input: 'input', sigmoid: 'sigmoid' },
      nodes: [
        ...inputs.map((id) => ({ id, kind: 'input' })),
        ...ids.map((id, k) => ({ id, kind: 'sigmoid', ...(k === 0 ? { inputs } : { inputsOf: 'h0' }) })),
      ],
      inputs,
      outputs: ids,
      losses: [],
    }
    const made = graphFromJSON(json, kinds)
    expect(refusal(() => network(made)).code).toBe('OUT_OF_MEMORY')
  })

  test('[GR145] a fan-in full of one source, shared by thousands, is told of as far as anybody reads', () => {
    const json = graphJson()
    const repeated = Array.from({ length: 20_000 }, () => 'h1')
    json.nodes = [
      { id: 'h1', kind: 'input' },
      { id: 'a', kind: 'sigmoid', inputs: repeated },
      ...Array.from({ length: 5000 }, (_, k) => ({ id: `b${k}`, kind: 'sigmoid', inputsOf: 'a' })),
    ]
    json.inputs = ['h1']
    json.outputs = ['a']
    json.losses = []
    const error = refusal(() => graphFromJSON(json, kinds))
    expect(error.code).toBe('DUPLICATE_EDGE')
    expect(error.issues.length).toBeLessThan(30_000)
  })

  const odd: unknown[] = [-1, {}, { toString: 1 }, null, 0, 0.5, '1', [1]]
  test.each(odd)('[ST40] a snapshot or graph of version %j is refused', (version) => {
    const snapshot = { ...JSON.parse(JSON.stringify(snapshotToJSON(network(g).snapshot))), version }
    expect(refusal(() => snapshotFromJSON(snapshot, kinds)).code).toBe('INVALID_FORMAT')
    expect(refusal(() => graphFromJSON({ ...graphJson(), version }, kinds)).code).toBe('INVALID_FORMAT')
  })

  test('[ST40] an optimizer with options a hundred thousand levels deep is refused', () => {
    let deep: unknown = 1
    for (let k = 0; k < 100_000; k++) deep = [deep]
    const snapshot = {
      ...JSON.parse(JSON.stringify(snapshotToJSON(network(g).snapshot))),
      optimizer: { name: 'sgd', options: { deep } },
    }
    expect(refusal(() => snapshotFromJSON(snapshot, kinds))).toMatchObject({
      code: 'INVALID_FORMAT',
      place: { field: 'optimizer.options.deep' },
    })
  })

  test('[ST40] a slot called __proto__ is a slot like any, and changes no prototype', () => {
    const json = JSON.stringify(snapshotToJSON(network(g).snapshot)).replace('"slots":{}', '"slots":{"__proto__":""}')
    expect(refusal(() => snapshotFromJSON(json, kinds)).code).toBe('WRONG_LENGTH')
    expect(({} as { length?: number }).length).toBe(undefined)
  })
})
