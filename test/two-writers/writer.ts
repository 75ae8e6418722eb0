/** A thread or a process that keeps networks in a database which it shares with others; it does what it is told by messages. */

import { parentPort } from 'node:worker_threads'
import { graph, type Network, network } from '@neurite/core'
import { database, type Kept, type Level, load, persist } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { type Line, levelOver } from './shared-level.ts'

const line: Line =
  parentPort === null
    ? { say: (message) => void process.send?.(message), hear: (listener) => void process.on('message', listener) }
    : {
        say: (message) => parentPort?.postMessage(message),
        hear: (listener) => void parentPort?.on('message', listener),
      }

const g = graph((g) => {
  const x = g.inputs('x1', 'x2')
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: x }))
})
const shared = levelOver(line)
const places = new Map<string, { level: Level; net: Network; kept: Kept }>()

/** What is told of one place, by its prefix. */
interface Told {
  readonly at: string
  /** Begin to keep something there: in a folder of LevelDB, or in what all share. */
  readonly begin?: boolean
  readonly folder?: string
  readonly learn?: number
  readonly close?: boolean
}

async function told({ at, begin, folder, learn, close }: Told): Promise<unknown> {
  if (begin === true) {
    const level = folder === undefined ? shared : (new ClassicLevel(folder) as unknown as Level)
    const net = await load(database(level, { prefix: at }), standard).catch((error) => {
      if (error.code === 'NOTHING_KEPT') return network(g)
      throw error
    })
    places.set(at, { level, net, kept: await persist(net, database(level, { prefix: at }), { every: 200 }) })
    return 'in'
  }
  const { net, kept, level } = places.get(at) as { level: Level; net: Network; kept: Kept }
  for (let k = 0; k < (learn ?? 0); k++) net.learn({ input: [k % 2, 1], target: [0] })
  if (learn !== undefined) await kept.flush()
  const { step } = kept
  if (close === true) {
    await kept.close()
    await (level as { close?(): Promise<void> }).close?.()
  }
  return step
}

line.hear((message) => {
  const { order, told: what } = message as { order?: number; told: Told }
  if (order === undefined) return
  told(what).then(
    (done) => line.say({ order, done }),
    (error) => line.say({ order, done: error.code ?? String(error) }),
  )
})
line.say({ order: 0, done: 'ready' })
