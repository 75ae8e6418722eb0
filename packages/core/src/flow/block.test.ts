import { expect, test } from 'vitest'
import { network } from '../network.ts'
import type { Block } from './block.ts'
import { bitRows, layers } from './sample-graphs.ts'

const row = { input: Array.from({ length: 20 }, (_, k) => k / 20), target: [1] }

/** Three blocks of 20, 20 and 1 lanes; each layer is too big for a chain. */
function made() {
  const net = network(layers([20, 20, 1]), { seed: 1, fuse: 'auto' })
  const { flow, memory } = net.engine.transition
  const [source, hidden] = flow.blocks as [Block, Block]
  expect(flow.blocks.map(({ plan }) => plan.form)).toEqual(['source', 'dense', 'single'])
  return { net, memory, hidden, source }
}

test('[FL6] a block sends one message per tick and way: the whole batch of its lanes', () => {
  const { net, memory, hidden } = made()
  const seen: unknown[] = []
  hidden.values$.subscribe(({ tick, values }) => seen.push(['values', tick, [...values]]))
  hidden.deltas$.subscribe(({ tick, values }) => seen.push(['deltas', tick, [...values]]))
  net.learn(row)
  const { values, deltas } = memory.slabs
  expect(seen).toEqual([
    ['values', 1, [...values.subarray(20, 40)]],
    ['deltas', 1, [...deltas.subarray(20, 40)]],
  ])
  net.predictAll(bitRows(2, 20).map(({ input }) => input))
  expect(seen[2]).toEqual(['values', 2, [...memory.slabs.values.subarray(40, 80)]])
  expect(seen).toHaveLength(3)
})

test('[FL6] a message is the engine’s own and used again: nothing is allocated per tick', () => {
  const { net, hidden } = made()
  const seen = new Set<unknown>()
  const views = new Set<unknown>()
  hidden.values$.subscribe((message) => {
    seen.add(message)
    views.add(message.values)
  })
  for (let k = 0; k < 5; k++) net.predict(row.input)
  expect([seen.size, views.size]).toEqual([1, 1])
})

test('[FL6] what comes back to the inputs is computed only where somebody watches', () => {
  for (const fuse of ['never', 'auto'] as const) {
    // The first is a block of inputs, the second a chain that begins with them.
    for (const net of [network(layers([20, 20, 1]), { fuse }), network(layers([3, 1]), { fuse })]) {
      const { transition } = net.engine
      const width = net.graph.inputs.length
      const sample = { ...row, input: row.input.slice(0, width) }
      const deltas = (): number[] => [...transition.memory.slabs.deltas.subarray(0, width)]
      net.learn(sample)
      expect(deltas().every((delta) => delta === 0)).toBe(true)
      let told = 0
      const watching = net.node(net.graph.inputs[1] as string).delta$.subscribe((signal) => {
        told = signal.at(0)
      })
      net.learn(sample)
      const seen = deltas()
      expect([told !== 0, told]).toEqual([true, seen[1]])
      watching.unsubscribe()
      net.learn(sample)
      expect(deltas()).toEqual(seen)
    }
  }
})
