/** What earlier versions wrote still opens. They added in another order: what they kept is there, what lies between is refused. */

import { readFileSync } from 'node:fs'
import { fingerprint, fork, type Graph, type Network, NeuriteError, type Snapshot } from '@neurite/core'
import { database, fromJSON, load, persist, save, verify } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { describe, expect, test } from 'vitest'

type Db = MemoryLevel<string, Uint8Array>
interface Told {
  readonly step: number
  readonly branch: string
  readonly fingerprint: string
  readonly notes: unknown
  readonly branches: readonly { readonly name: string; readonly actions: number; readonly states: readonly string[] }[]
}

const files = (version: string) => {
  const read = (name: string): Buffer => readFileSync(new URL(`./golden/${version}/${name}`, import.meta.url))
  const json = (name: string) => JSON.parse(read(name).toString())
  const restored = async (): Promise<Db> => {
    const level: Db = new MemoryLevel({ keyEncoding: 'utf8', valueEncoding: 'view' })
    for (const [key, value] of Object.entries<string>(json('database.json'))) {
      await level.put(key, new Uint8Array(Buffer.from(value, 'base64')))
    }
    return level
  }
  return { read, json, restored }
}

/** Where it stands is what it was, and every state is what it was or refused by name; gives how many are there. */
function compared({ timeline, snapshot }: Network, expected: Told): number {
  expect(fingerprint(snapshot)).toBe(expected.fingerprint)
  expect({ step: timeline.step, branch: timeline.branch }).toEqual({ step: expected.step, branch: expected.branch })
  expect(JSON.parse(JSON.stringify(timeline.notes))).toEqual(expected.notes)
  expect(timeline.recovered).toBe(null)
  let there = 0
  for (const { name, states } of expected.branches) {
    states.forEach((state, position) => {
      try {
        expect(fingerprint(timeline.at({ branch: name, position })), `${name} ${position}`).toBe(state)
        there++
      } catch (error) {
        if (!(error instanceof NeuriteError)) throw error
        expect(error.code).toBe('ORDER_CHANGED')
        // The way out that it names is there.
        const { kept } = error.place as { kept: number }
        expect(timeline.at({ branch: name, step: kept }).step).toBe(kept)
      }
    })
  }
  return there
}

/** It goes on: what is done now can be done again, here, in a fork and from a file. */
async function goesOn(net: Network): Promise<void> {
  const inputs = net.snapshot.graph.inputs.map((_, k) => k / 3)
  const targets = net.snapshot.graph.outputs.map((_, k) => 1 / (k + 2))
  const begun = net.timeline.step
  const prints = Array.from({ length: 20 }, () => fingerprint(net.learn({ input: inputs, target: targets }).snapshot))
  expect(net.timeline.firstStep).toBe(begun)
  const again = async (of: Network) => {
    expect(of.timeline.firstStep).toBe(begun)
    for (const [k, print] of prints.entries()) expect(fingerprint(of.timeline.at(begun + k + 1))).toBe(print)
    await verify(of)
  }
  await again(net)
  await again(fork(net, net.timeline.step))
  await again(await load(await save(net).bytes(), standard))
}

describe.each([
  ['v1', 3],
  ['v2', 3],
] as const)('format version %s', (version, least) => {
  const { read, json, restored } = files(version)
  const expected = json('expected.json')
  const ofFile: Told = expected['run.neurite'] ?? expected
  const ofDatabase: Told = expected['database.json'] ?? expected

  test('[BI12] a file opens where it stood, with the states that it kept; what lies between is ORDER_CHANGED', async () => {
    const net = await load([read('run.neurite')], standard)
    expect(compared(net, ofFile)).toBeGreaterThan(least)
    await verify(net)
    await goesOn(net)
  })

  test('[BI12] a database does the same, and remembers which part is from before when it goes on', async () => {
    const level = await restored()
    const net = await load(database(level), standard)
    expect(compared(net, ofDatabase)).toBeGreaterThan(least)
    const kept = await persist(net, database(level), { every: Number.POSITIVE_INFINITY })
    await goesOn(net)
    await kept.close()
    const again = await load(database(level), standard)
    expect(again.timeline.firstStep).toBe(net.timeline.firstStep)
    expect(fingerprint(again.snapshot)).toBe(fingerprint(net.snapshot))
    const name = again.timeline.branches[0]?.name as string
    const codes = ofDatabase.branches[0]?.states.map((state, position) => {
      try {
        expect(fingerprint(again.timeline.at({ branch: name, position }))).toBe(state)
        return null
      } catch (error) {
        if (!(error instanceof NeuriteError)) throw error
        return error.code
      }
    })
    expect(new Set(codes)).toEqual(new Set([null, 'ORDER_CHANGED']))
  })
})

describe('format version 1', () => {
  const { read, json, restored } = files('v1')
  const expected = json('expected.json')

  test('[BI12] a file without its data asks for it', async () => {
    const net = await load([read('without-data.neurite')], standard, { data: [json('rows.json')] })
    expect(compared(net, expected['without-data.neurite'])).toBeGreaterThan(1)
  })

  test('[BI12] the other run in a database opens, too', async () => {
    const second = await load(database(await restored(), { prefix: 'second/' }), standard)
    expect(compared(second, expected['database.json second/'])).toBeGreaterThan(1)
  })

  test('[BI12] a graph and a snapshot are read again', () => {
    const graph = fromJSON(json('graph.json'), standard) as Graph
    expect(graph.outputs).toEqual(['o'])
    const { fingerprint: print } = expected['snapshot.json']
    expect(fingerprint(fromJSON(json('snapshot.json'), standard) as Snapshot)).toBe(print)
  })
})
