/** A history as bytes, and from whatever holds bytes. */

import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastValueFrom, take } from 'rxjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { load, save } from '../exports/files.ts'
import type { FilePlace } from '../files/bytes-from.ts'
import { bitRows, layers, linear, relu, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import { input } from '../graph/contracts/kind.ts'
import { type Network, network } from '../network.ts'
import { file } from '../node/file.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { train } from '../train/train.ts'
import { runOf } from './run-id.ts'

const rows = bitRows(8, 3)
const kinds: Definitions = { input, sigmoid, linear, relu, squaredError }
const run = (net: Network, steps: number, data = rows) =>
  lastValueFrom(train(net, data, { batchSize: 3, epochs: 1000 }).pipe(take(steps)))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurite-saved-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function trained(): Promise<Network> {
  const net = network(layers([3, 3, 1]), { seed: 4 })
  await run(net, 50)
  return net
}

describe('what is saved', () => {
  test('[TI52] is bytes, a Blob, and an async iterable, the same each time and whatever happens since', async () => {
    const net = await trained()
    const saved = save(net)
    const bytes = await saved.bytes()
    await run(net, 20)
    const parts: Uint8Array[] = []
    for await (const part of saved) parts.push(part)
    expect(Buffer.compare(Buffer.concat(parts), bytes)).toBe(0)
    const blob = await saved.blob()
    expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), bytes)).toBe(0)
    expect((await load(bytes, kinds)).timeline.step).toBe(50)
  })

  test('[TI52] goes into any place', async () => {
    const net = await trained()
    let held = new Uint8Array()
    const memory: FilePlace = {
      read: async function* () {
        yield held
      },
      write: async (bytes) => {
        const parts: Uint8Array[] = []
        for await (const part of bytes) parts.push(part)
        held = new Uint8Array(Buffer.concat(parts))
      },
    }
    await save(net).to(memory)
    expect(fingerprint((await load(memory, kinds)).snapshot)).toBe(fingerprint(net.snapshot))
  })

  test('[TI53] after loading without the data, which were given again, it has them', async () => {
    const net = await trained()
    const without = await save(net, { data: false }).bytes()
    const byTraining = await load(without, kinds)
    await run(byTraining, 1)
    const handedIn = await load(without, kinds, { data: [rows] })
    for (const again of [byTraining, handedIn, fork(byTraining, 45)]) {
      const third = await load(save(again), kinds)
      expect(fingerprint(third.timeline.at(33))).toBe(fingerprint(net.timeline.at(33)))
    }
  })

  test('[TI53] where they are not there it says so, rather than leaving them out in silence', async () => {
    const net = await trained()
    const blind = await load(save(net, { data: false }), kinds)
    expect(() => save(blind)).toThrow(expect.objectContaining({ code: 'DATA_MISSING' }))
    expect((await load(save(blind, { data: false }), kinds)).timeline.step).toBe(50)
  })
})

describe('what is loaded', () => {
  test('[TF44] comes from whatever one has in hand', async () => {
    const net = await trained()
    const bytes = await save(net).bytes()
    const path = join(folder, 'run.neurite')
    await writeFile(path, save(net))
    const sources = {
      'a Uint8Array': bytes,
      'a Buffer': Buffer.from(bytes),
      'an ArrayBuffer': bytes.buffer,
      'a list of pieces': [bytes.subarray(0, 100), bytes.subarray(100)],
      'what save gives': save(net),
      'a stream of Node': createReadStream(path),
      'a Blob': new Blob([bytes]),
      'a File': new File([bytes], 'run.neurite'),
      'a web stream': new Blob([bytes]).stream(),
      'a Response': new Response(bytes),
      'a place': file(path),
    }
    for (const [name, source] of Object.entries(sources)) {
      expect(fingerprint((await load(source, kinds)).snapshot), name).toBe(fingerprint(net.snapshot))
    }
  })

  test('[TF44] anything else is refused by code', async () => {
    const read = new Blob(['x']).stream()
    await read.getReader().read()
    const wrongs: unknown[] = [
      'run.neurite',
      null,
      undefined,
      7,
      {},
      [1, 2],
      new Float64Array(4),
      Promise.resolve(),
      read,
    ]
    wrongs.push(new Response('x', { status: 404 }), () => {}, new DataView(new ArrayBuffer(8)), new Set(['a']))
    for (const source of wrongs) {
      await expect(load(source as never, kinds), String(source)).rejects.toMatchObject({
        code: 'INVALID_OPTION',
      })
    }
    await expect(load(new Response(null), kinds)).rejects.toMatchObject({ code: 'INVALID_FORMAT' })
    await expect(load(new Uint8Array(), kinds, { maxBytes: -1 })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })
})

test('[TI52] a run keeps its name through files; a fork has one of its own', async () => {
  const net = await trained()
  const again = await load(save(net), kinds)
  const nameOf = ({ engine }: Network): string => runOf(engine.past.history)
  expect(nameOf(again)).toBe(nameOf(net))
  expect(nameOf(fork(again, 10))).not.toBe(nameOf(net))
})
