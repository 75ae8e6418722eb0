/** What earlier versions wrote still opens, and gives every state that it held. */

import { readFileSync } from 'node:fs'
import { fingerprint, type Graph, type Network, type Snapshot } from '@neurite/core'
import { database, fromJSON, load, verify } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { describe, expect, test } from 'vitest'

const read = (name: string): Buffer => readFileSync(new URL(`./golden/v1/${name}`, import.meta.url))
const json = (name: string) => JSON.parse(read(name).toString())
const expected = json('expected.json')

/** All that a network remembers, in the form of `expected.json`. */
function told(net: Network): unknown {
  const { timeline } = net
  const branches = timeline.branches.map(({ name, actions }) => {
    const states = Array.from({ length: actions + 1 }, (_, position) =>
      fingerprint(timeline.at({ branch: name, position })),
    )
    return { name, actions, states }
  })
  const { step, branch, notes } = timeline
  return { step, branch, fingerprint: fingerprint(net.snapshot), notes: JSON.parse(JSON.stringify(notes)), branches }
}

async function restored(): Promise<MemoryLevel<string, Uint8Array>> {
  const level = new MemoryLevel<string, Uint8Array>({ keyEncoding: 'utf8', valueEncoding: 'view' })
  for (const [key, value] of Object.entries<string>(json('database.json'))) {
    await level.put(key, new Uint8Array(Buffer.from(value, 'base64')))
  }
  return level
}

describe('format version 1', () => {
  test('[BI12] a file opens with every state of every branch', async () => {
    const net = await load([read('run.neurite')], standard)
    expect(told(net)).toEqual(expected['run.neurite'])
    await verify(net)
  })

  test('[BI12] a file without its data asks for it, and has every state with it', async () => {
    const net = await load([read('without-data.neurite')], standard, { data: [json('rows.json')] })
    expect(told(net)).toEqual(expected['without-data.neurite'])
  })

  test('[BI12] a database opens with every state of every branch, and so does the other run in it', async () => {
    const level = await restored()
    expect(told(await load(database(level), standard))).toEqual(expected['database.json'])
    const second = await load(database(level, { prefix: 'second/' }), standard)
    expect(told(second)).toEqual(expected['database.json second/'])
  })

  test('[BI12] a graph and a snapshot are read again', () => {
    const graph = fromJSON(json('graph.json'), standard) as Graph
    expect(graph.outputs).toEqual(['o'])
    expect(fingerprint(fromJSON(json('snapshot.json'), standard) as Snapshot)).toBe(
      expected['snapshot.json'].fingerprint,
    )
  })
})
