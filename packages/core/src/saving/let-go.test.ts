/** What a budget lets go in memory stays in the database that holds it. */

import { MemoryLevel } from 'memory-level'
import { expect, test } from 'vitest'
import { database, load } from '../exports/files.ts'
import type { Level } from '../files/level-store.ts'
import { bitRows, layers, linear, relu, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { input } from '../graph/contracts/kind.ts'
import { network } from '../network.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { persist } from './persist.ts'

const kinds = { input, sigmoid, linear, relu, squaredError }
const rows = bitRows(8, 3)

test('[TI43] graphs that only changes named which were let go on opening stay in the database that still names them', async () => {
  const level = new MemoryLevel() as unknown as Level
  const net = network(layers([3, 3, 1]))
  for (let k = 0; k < 40; k++) net.change({ graph: (g) => void g.add(`extra${k}`, sigmoid, { from: 'l0n0' }) })
  for (let k = 0; k < 1200; k++) {
    net.change({ hyperparameters: { learningRate: 0.1 + k / 1e5 } })
    net.learn(rows[k % 8] as never)
  }
  await (await persist(net, database(level), { every: Number.POSITIVE_INFINITY })).close()
  const small = await load(database(level), kinds, { history: { bytes: 60_000 } })
  expect(small.timeline.log().some(({ type, change }) => type === 'change' && change === undefined)).toBe(true)
  const kept = await persist(small, database(level), { every: Number.POSITIVE_INFINITY })
  small.learn(rows[0] as never)
  await kept.close()
  const again = await load(database(level), kinds)
  expect(fingerprint(again.snapshot)).toBe(fingerprint(small.snapshot))
  expect(fingerprint(again.timeline.at({ position: 20 }))).toBe(fingerprint(net.timeline.at({ position: 20 })))
})
