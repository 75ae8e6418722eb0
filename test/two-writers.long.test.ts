/** Threads and processes that want to write to one place: one of them may, and what it said it kept is found. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Level } from '@neurite/core/files'
import { database, load } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { expect, test } from 'vitest'
import { writer } from './two-writers/writers.ts'

const memory = (): Level => new MemoryLevel() as unknown as Level
const kinds = ['thread', 'process'] as const

/** Up to four milliseconds, by a seed. */
function latency(): () => number {
  let seed = 1
  return () => {
    seed = (seed * 48271) % 2147483647
    return seed % 4
  }
}

test.each(kinds)(
  '[TI44] of three that begin in one moment one may write, 150 times, in a database without a lock: %s',
  async (as) => {
    const level = memory()
    const slow = latency()
    const all = await Promise.all([1, 2, 3].map(() => writer(as, level, slow)))
    const trial = async (at: string) => {
      const said = await Promise.all(all.map((each) => each.tell({ at, begin: true })))
      const inside = all.filter((_, k) => said[k] === 'in')
      for (const each of inside) await each.tell({ at, learn: 5 })
      for (const each of inside) await each.tell({ at, close: true })
      const { timeline } = await load(database(level, { prefix: at }), standard)
      return [...said.map(String).sort(), timeline.step].join(' ')
    }
    const outcomes = new Set<string>()
    for (let round = 0; round < 5; round++) {
      const trials = Array.from({ length: 30 }, (_, k) => trial(`${round}/${k}/`))
      for (const outcome of await Promise.all(trials)) outcomes.add(outcome)
    }
    await Promise.all(all.map((each) => each.kill()))
    expect([...outcomes]).toEqual(['STORE_IN_USE STORE_IN_USE in 5'])
  },
)

test.each(kinds)(
  '[TI44] a second writer is refused, the first loses nothing, and a killed one is followed in time: %s',
  async (as) => {
    const level = memory()
    const [first, second] = await Promise.all([1, 2].map(() => writer(as, level, () => 1)))
    const at = 'run/'
    if (first === undefined || second === undefined) return
    expect(await first.tell({ at, begin: true })).toBe('in')
    for (let k = 1; k <= 3; k++) {
      expect(await first.tell({ at, learn: 10 })).toBe(10 * k)
      expect(await second.tell({ at, begin: true })).toBe('STORE_IN_USE')
    }
    await first.kill()
    const killed = performance.now()
    expect(await second.tell({ at, begin: true })).toBe('in')
    // The lease of two seconds, and what this machine takes besides.
    expect(performance.now() - killed).toBeLessThan(10_000)
    expect(await second.tell({ at, learn: 1 })).toBe(31)
    await second.kill()
  },
)

test('[TI44] in LevelDB the second process is refused at once, and follows at once when the first is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-two-'))
  try {
    const [first, second, thread] = await Promise.all([
      ...[1, 2].map(() => writer('process', memory(), () => 0)),
      writer('thread', memory(), () => 0),
    ])
    const order = { at: 'run/', folder, begin: true }
    expect(await first?.tell(order)).toBe('in')
    expect(await first?.tell({ at: 'run/', learn: 7 })).toBe(7)
    for (const other of [second, thread]) expect(await other?.tell(order)).toBe('STORE_UNAVAILABLE')
    await first?.kill()
    expect(await second?.tell(order)).toBe('in')
    expect(await second?.tell({ at: 'run/', learn: 1 })).toBe(8)
    await Promise.all([second, thread].map((each) => each?.kill()))
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
