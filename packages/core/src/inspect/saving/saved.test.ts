/** A history as bytes, and from whatever holds bytes. */

import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastValueFrom, take } from 'rxjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bitRows, layers, linear, relu, sigmoid, squaredError } from '../../flow/sample-graphs.ts'
import type { DefinitionTable } from '../../graph/definition.ts'
import { input } from '../../graph/kind.ts'
import type { FilePlace } from '../../history/bytes-from.ts'
import { loadNetwork } from '../../load-network.ts'
import { type Network, network } from '../../network.ts'
import { file } from '../../node/file.ts'
import { fingerprint } from '../../state/fingerprint.ts'
import { train } from '../../train/train.ts'
import { runOf } from './run-id.ts'

const rows = bitRows(8, 3)
const kinds: DefinitionTable = { input, sigmoid, linear, relu, squaredError }
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
    const saved = net.timeline.save()
    const bytes = await saved.bytes()
    await run(net, 20)
    const parts: Uint8Array[] = []
    for await (const part of saved) parts.push(part)
    expect(Buffer.compare(Buffer.concat(parts), bytes)).toBe(0)
    const blob = await saved.blob()
    expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), bytes)).toBe(0)
    expect((await loadNetwork(bytes, kinds)).timeline.step).toBe(50)
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
    await net.timeline.save().to(memory)
    expect(fingerprint((await loadNetwork(memory, kinds)).snapshot)).toBe(fingerprint(net.snapshot))
  })

  test('[TI53] after loading without the data, which were given again, it has them', async () => {
    const net = await trained()
    const without = await net.timeline.save({ data: false }).bytes()
    const byTraining = await loadNetwork(without, kinds)
    await run(byTraining, 1)
    const handedIn = await loadNetwork(without, kinds, { data: [rows] })
    for (const again of [byTraining, handedIn, byTraining.timeline.fork(45)]) {
      const third = await loadNetwork(again.timeline.save(), kinds)
      expect(fingerprint(third.timeline.at(33))).toBe(fingerprint(net.timeline.at(33)))
    }
  })

  test('[TI53] where they are not there it says so, rather than leaving them out in silence', async () => {
    const net = await trained()
    const blind = await loadNetwork(net.timeline.save({ data: false }), kinds)
    expect(() => blind.timeline.save()).toThrow(expect.objectContaining({ code: 'DATA_MISSING' }))
    expect((await loadNetwork(blind.timeline.save({ data: false }), kinds)).timeline.step).toBe(50)
  })
})

describe('what is loaded', () => {
  test('[TF44] comes from whatever one has in hand', async () => {
    const net = await trained()
    const bytes = await net.timeline.save().bytes()
    const path = join(folder, 'run.neurite')
    await writeFile(path, net.timeline.save())
    const sources = {
      'a Uint8Array': bytes,
      'a Buffer': Buffer.from(bytes),
      'an ArrayBuffer': bytes.buffer,
      'a list of pieces': [bytes.subarray(0, 100), bytes.subarray(100)],
      'what save gives': net.timeline.save(),
      'a stream of Node': createReadStream(path),
      'a Blob': new Blob([bytes]),
      'a File': new File([bytes], 'run.neurite'),
      'a web stream': new Blob([bytes]).stream(),
      'a Response': new Response(bytes),
      'a place': file(path),
    }
    for (const [name, source] of Object.entries(sources)) {
      expect(fingerprint((await loadNetwork(source, kinds)).snapshot), name).toBe(fingerprint(net.snapshot))
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
      await expect(loadNetwork(source as never, kinds), String(source)).rejects.toMatchObject({
        code: 'INVALID_OPTION',
      })
    }
    await expect(loadNetwork(new Response(null), kinds)).rejects.toMatchObject({ code: 'INVALID_FORMAT' })
    await expect(loadNetwork(new Uint8Array(), kinds, { maxBytes: -1 })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    })
  })
})

test('[TI52] a run keeps its name through files; a fork has one of its own', async () => {
  const net = await trained()
  const again = await loadNetwork(net.timeline.save(), kinds)
  const nameOf = ({ learner }: Network): string => runOf(learner.past.history)
  expect(nameOf(again)).toBe(nameOf(net))
  expect(nameOf(again.timeline.fork(10))).not.toBe(nameOf(net))
})
