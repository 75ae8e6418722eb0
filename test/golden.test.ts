/** What earlier versions wrote still opens, and gives every state that it held. */

import { readFileSync } from 'node:fs'
import { fingerprint, graphFromJSON, loadNetwork, type Network, openNetwork, snapshotFromJSON } from '@neurite/core'
import { standardKinds } from '@neurite/nodes'
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

async function database(): Promise<MemoryLevel<string, Uint8Array>> {
  const level = new MemoryLevel<string, Uint8Array>({ keyEncoding: 'utf8', valueEncoding: 'view' })
  for (const [key, value] of Object.entries<string>(json('database.json'))) {
    await level.put(key, new Uint8Array(Buffer.from(value, 'base64')))
  }
  return level
}

describe('format version 1', () => {
  test('[BI12] a file opens with every state of every branch', async () => {
    const net = await loadNetwork([read('run.neurite')], standardKinds)
    expect(told(net)).toEqual(expected['run.neurite'])
    await net.timeline.verify()
  })

  test('[BI12] a file without its data asks for it, and has every state with it', async () => {
    const net = await loadNetwork([read('without-data.neurite')], standardKinds, { data: [json('rows.json')] })
    expect(told(net)).toEqual(expected['without-data.neurite'])
  })

  test('[BI12] a database opens with every state of every branch, and so does the other run in it', async () => {
    const level = await database()
    expect(told(await openNetwork(level, standardKinds))).toEqual(expected['database.json'])
    const second = await openNetwork(level, standardKinds, { prefix: 'second/' })
    expect(told(second)).toEqual(expected['database.json second/'])
  })

  test('[BI12] a graph and a snapshot are read again', () => {
    const graph = graphFromJSON(json('graph.json'), standardKinds)
    expect(graph.outputs).toEqual(['o'])
    expect(fingerprint(snapshotFromJSON(json('snapshot.json'), standardKinds))).toBe(
      expected['snapshot.json'].fingerprint,
    )
  })
})
