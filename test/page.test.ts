/** What `persist` does in a page: tabs know each other by locks, and what is hidden is flushed. */

import { graph, network } from '@neurite/core'
import { database, load, persist } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

type Level = Parameters<typeof database>[0]
type Listener = () => void

const g = graph((g) => {
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.inputs('x1', 'x2') }))
})
const row = { input: [0, 1], target: 1 }
const asked = { every: Number.POSITIVE_INFINITY }

const listeners = new Map<string, Set<Listener>>()
const page = {
  addEventListener: (event: string, listener: Listener) => {
    listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
  },
  removeEventListener: (event: string, listener: Listener) => void listeners.get(event)?.delete(listener),
}
const held = new Set<string>()
const locks = {
  async request(name: string, { ifAvailable }: { ifAvailable: boolean }, work: (lock: unknown) => Promise<unknown>) {
    if (ifAvailable && held.has(name)) return work(null)
    held.add(name)
    return work({}).finally(() => held.delete(name))
  },
}

/** What others keep in this process; a page has no such. */
const { open } = (globalThis as unknown as Record<symbol, { open: Set<object> }>)[Symbol.for('neurite.endings')] ?? {
  open: new Set<object>(),
}
let others: object[] = []

beforeEach(() => {
  others = [...open]
  open.clear()
  listeners.clear()
  held.clear()
  vi.stubGlobal('process', Object.create(process, { versions: { value: {} }, on: { value: undefined } }))
  vi.stubGlobal('document', page)
  vi.stubGlobal('addEventListener', page.addEventListener)
  vi.stubGlobal('removeEventListener', page.removeEventListener)
  vi.stubGlobal('navigator', { locks })
})
afterEach(() => {
  vi.unstubAllGlobals()
  for (const each of others) open.add(each)
})

test.each(['visibilitychange', 'pagehide'])(
  '[TI42] %s flushes, and nobody listens any more behind close',
  async (event) => {
    const level = new MemoryLevel() as unknown as Level
    const net = network(g)
    const kept = await persist(net, database(level), asked)
    net.learn(row)
    expect(listeners.get(event)?.size).toBe(1)
    for (const listener of listeners.get(event) ?? []) listener()
    await vi.waitFor(() => expect([kept.failure, kept.step]).toEqual([null, 1]), 10_000)
    await kept.close()
    expect([...listeners.values()].map(({ size }) => size)).toEqual([0, 0])
  },
)

test('[TI42] a place is locked among tabs while it is kept; a lock that is free tells that its writer is dead', async () => {
  const level = new MemoryLevel() as unknown as Level
  const kept = await persist(network(g), database(level), asked)
  const [lock] = [...held]
  expect(lock).toMatch(/^neurite\/place\/[0-9a-f]{32}$/)
  await kept.close()
  expect([...held]).toEqual([])
  // Another tab has it.
  held.add(lock as string)
  const net = await load(database(level), standard)
  await expect(persist(net, database(level), asked)).rejects.toMatchObject({ code: 'STORE_IN_USE' })
  held.clear()
  await (await persist(net, database(level), asked)).close()
})
