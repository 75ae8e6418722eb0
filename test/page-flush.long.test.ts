/** Flushes get through while a network trains at full speed, in a database that answers one item a turn, as in a page. */

import { graph, ids, network, train } from '@neurite/core'
import { database, persist } from '@neurite/core/files'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { expect, test } from 'vitest'

type Level = Parameters<typeof database>[0]

/** IndexedDB answers each put by an event of its own: browser-level sends the next one only then. */
function oneByOne(): Level {
  const level = new MemoryLevel() as unknown as Level
  return {
    iterator: (options) => level.iterator(options),
    batch: async (operations, options) => {
      for (let k = 0; k < operations.length; k++) await new Promise((resolve) => setImmediate(resolve))
      await level.batch(operations, options)
    },
  }
}

test('[TI34] 8-16-3 at full speed, a flush each second: what is kept advances within two intervals', async () => {
  const net = network(
    graph((g) => {
      const x = g.inputs(...ids('x', 8))
      const h = g.add(ids('h', 16), neuron(sigmoid), { from: x })
      g.loss(squaredError(), g.add(ids('o', 3), neuron(sigmoid), { from: h }))
    }),
  )
  const rows = Array.from({ length: 32 }, (_, n) => ({
    input: Array.from({ length: 8 }, (_, k) => (n >> (k % 5)) & 1),
    target: [n & 1, (n >> 1) & 1, (n >> 2) & 1],
  }))
  const kept = await persist(net, database(oneByOne()), { every: 1000 })
  const training = train(net, rows, { batchSize: 4, epochs: 1e9 }).subscribe()
  const begin = performance.now()
  let [last, widest, steps, worst] = [begin, 0, 0, 0]
  while (performance.now() - begin < 9000) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const now = performance.now()
    worst = Math.max(worst, kept.lag.milliseconds)
    if (kept.step === steps) continue
    widest = Math.max(widest, now - last)
    ;[last, steps] = [now, kept.step]
  }
  widest = Math.max(widest, performance.now() - last)
  training.unsubscribe()
  expect(kept.failure).toBe(null)
  expect(steps).toBeGreaterThan(10_000)
  // Two intervals, and the time that a look takes.
  expect(widest).toBeLessThan(2100)
  expect(worst).toBeLessThan(2600)
  await kept.close()
  expect(kept.step).toBe(net.timeline.step)
  expect(kept.lag).toEqual({ steps: 0, milliseconds: 0 })
}, 60_000)
