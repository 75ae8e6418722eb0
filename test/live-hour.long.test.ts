/** An hour's worth of live rows, by count: 3,600 seconds of 1,000 rows each, in flat memory. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { graph, learn, network, type Row, sgd } from '@neurite/core'
import type { Level } from '@neurite/core/files'
import { database, load, persist } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { Subject } from 'rxjs'
import { expect, test } from 'vitest'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

const MIB = 2 ** 20
const SECONDS = 3600
const RATE = 1000

test('[HI24] 3.6 million rows through learn(net), kept in a database meanwhile: heap and buffers stay as they are', async () => {
  const net = network(
    graph((g) => {
      const x = g.inputs('x1', 'x2', 'x3')
      const h = g.add(['h1', 'h2'], neuron(sigmoid), { from: x })
      g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: h }))
    }),
    { optimizer: sgd({ learningRate: 0.1 }), history: { bytes: 4 * MIB } },
  )
  const level = new MemoryLevel() as unknown as Level
  const kept = await persist(net, database(level), { every: Number.POSITIVE_INFINITY })
  const rows$ = new Subject<Row>()
  rows$.pipe(learn(net)).subscribe()
  const memory: number[] = []
  for (let second = 1; second <= SECONDS; second++) {
    for (let k = 0; k < RATE; k++) {
      const [a, b] = [(k % 97) / 97, (second % 89) / 89]
      rows$.next({ input: [a, b, a * b], target: [a > b ? 1 : 0] })
    }
    if (second % 60 !== 0) continue
    await kept.flush()
    if (second % 600 !== 0) continue
    // Twice, with a turn of the loop in between: what a first round sets free may hold something itself.
    gc()
    await new Promise((resolve) => setImmediate(resolve))
    gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    memory.push((heapUsed + arrayBuffers) / MIB)
  }
  expect(net.timeline.step).toBe(SECONDS * RATE)
  expect(net.timeline.memory.bytes).toBeLessThanOrEqual(4 * MIB)
  // After the second of six everything is full, and 2.4 million rows more change nothing.
  expect(Math.min(...memory.slice(-3)) - (memory[1] as number), memory.join(' ')).toBeLessThan(3)
  await kept.close()
  const opened = await load(database(level), standard)
  expect(opened.timeline.step).toBe(SECONDS * RATE)
})
