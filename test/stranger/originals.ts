/** What is spoilt: a history with everything in it, as a file, as items, as a database and as JSON; and what it should give. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { adam, fingerprint, graph, type Network, type NeuriteError, network, sgd, train } from '@neurite/core'
import { database, persist, save, toJSON } from '@neurite/core/files'
import { neuron, product, sigmoid, squaredError, tanh } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { lastValueFrom, take } from 'rxjs'
import type { Item } from '../../packages/core/src/files/item.ts'
import { type Level, LevelStore } from '../../packages/core/src/files/level-store.ts'
import { readFile } from '../../packages/core/src/files/read-file.ts'

const rows = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
  { input: [1, 1], target: [0] },
  { input: [0.5, 1], target: [0.3] },
]

/** Every state of every branch, by the branch's name: fingerprints by position; null where it cannot be made again. */
export type Truth = Readonly<Record<string, readonly (string | null)[]>>

export interface Original {
  readonly name: string
  readonly items: readonly Item[]
  readonly bytes: Uint8Array
  readonly truth: Truth
  /** Where it stands. */
  readonly branch: string
  readonly position: number
}

export interface Originals {
  readonly histories: readonly Original[]
  readonly texts: readonly { readonly kind: 'graph' | 'snapshot'; readonly text: string }[]
}

async function eventful(): Promise<Network> {
  const g = graph((g) => {
    const x = g.inputs('x', 'y')
    const h = g.add(['a', 'b'], neuron(tanh), { from: x })
    const p = g.add('p', product, { from: x })
    g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: [h, p] }))
  })
  const net = network(g, { seed: 3, optimizer: sgd({ learningRate: 0.2, momentum: 0.5 }) })
  const run = (steps: number) => lastValueFrom(train(net, rows, { batchSize: 2, epochs: 40 }).pipe(take(steps)))
  await run(35)
  net.change({ parameters: { a: { bias: 0.25, weights: { x: -0.5 } } } })
  for (let k = 0; k < 8; k++) net.learn(rows[k % 5] as never)
  net.timeline.note('before the edit')
  net.change({ graph: (g) => void g.connect(g.add('c', neuron(sigmoid), { from: 'a' }), 'o') })
  await run(6)
  net.timeline.seek(20)
  net.change({ optimizer: adam({ learningRate: 0.02 }) })
  await run(16)
  for (const learningRate of [0.03, 0.04, 0.05]) net.change({ hyperparameters: { learningRate } })
  net.learn(rows[1] as never)
  net.timeline.rename(net.timeline.branch, 'other')
  net.timeline.seek(30)
  return net
}

function truthOf(net: Network): Truth {
  const line = ({ name, actions }: { name: string; actions: number }) =>
    Array.from({ length: actions + 1 }, (_, position) => {
      try {
        return fingerprint(net.timeline.at({ branch: name, position }))
      } catch (error) {
        if ((error as NeuriteError).code !== 'ORDER_CHANGED') throw error
        return null
      }
    })
  return Object.fromEntries(net.timeline.branches.map((branch) => [branch.name, line(branch)]))
}

async function originalOf(name: string, net: Network, bytes: Uint8Array): Promise<Original> {
  const items: Item[] = []
  for await (const item of readFile([bytes])) items.push(item)
  return { name, items, bytes, truth: truthOf(net), branch: net.timeline.branch, position: net.timeline.position }
}

/** A database with these items, under the prefix that is used unless one says otherwise. */
export async function databaseOf(items: Iterable<Item>): Promise<Level> {
  const level = new MemoryLevel() as unknown as Level
  await new LevelStore(level, 'timeline/').write([...items])
  return level
}

export async function originals(open: (bytes: Uint8Array) => Promise<Network>): Promise<Originals> {
  const net = await eventful()
  const golden = new Uint8Array(readFileSync(join(import.meta.dirname, '../golden/v1/run.neurite')))
  const level = new MemoryLevel() as unknown as Level
  await (await persist(net, database(level), { every: Number.POSITIVE_INFINITY })).close()
  const kept: Item[] = []
  for await (const item of new LevelStore(level, 'timeline/').read()) kept.push(item)
  const own = await originalOf('file', net, await save(net).bytes())
  return {
    histories: [
      own,
      { ...own, name: 'database', items: kept },
      await originalOf('version 1', await open(golden), golden),
    ],
    texts: [
      { kind: 'graph', text: JSON.stringify(toJSON(net.graph)) },
      { kind: 'snapshot', text: JSON.stringify(toJSON(net.snapshot)) },
    ],
  }
}
