/** Streams of very many nodes: what grows with a graph is never spread into the arguments of a call. */

import { describe, expect, test } from 'vitest'
import { events } from '../exports/explain.ts'
import { linear, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { ids } from '../graph/value/ids.ts'
import { network } from '../network.ts'
import { train } from '../train/train.ts'

const MANY = 60_000

describe('of 60,000 nodes', () => {
  const wide = graph((g) => {
    const h = g.add(ids('h', MANY), linear, { from: g.inputs('x') })
    g.loss(squaredError, g.add('o', sigmoid, { from: [h[0] as string, h[MANY - 1] as string] }))
  })

  test('[NE20] events$ and events(net, list) tell every node, and are given up again', () => {
    const net = network(wide, { history: false })
    const told = { events: 0, watch: 0 }
    const all = net.events$.subscribe(() => told.events++)
    const some = events(net, [...ids('h', MANY), 'o']).subscribe(() => told.watch++)
    net.predict([1])
    expect(told).toEqual({ events: 2 * (MANY + 2), watch: 2 * (MANY + 1) })
    all.unsubscribe()
    some.unsubscribe()
    net.predict([1])
    expect(told.events).toBe(2 * (MANY + 2))
    expect(net.engine.whenRebuilt.size).toBe(0)
    expect(net.engine.transition.flow.blocks.every(({ values$ }) => values$.observers.length === 1)).toBe(true)
  }, 240_000)

  test('[NE20] each may be watched by itself, and left again, in linear time', () => {
    const net = network(wide, { history: false })
    let told = 0
    const watching = ids('h', MANY).map((id) => net.node(id).activation$.subscribe(() => told++))
    net.predict([1])
    for (const watcher of watching) watcher.unsubscribe()
    net.predict([1])
    expect([told, net.engine.whenRebuilt.size]).toEqual([MANY, 0])
  }, 240_000)
})

test('[NE21] a training on 100,000 inputs begins in linear time, from rows and from a dataset', async () => {
  const count = 100_000
  const net = network(
    graph((g) => g.loss(squaredError, g.add('o', sigmoid, { from: g.inputs(ids('x', count)) }))),
    { history: false },
  )
  const rows = [{ input: new Float64Array(count).fill(1e-5), target: [1] }]
  const step = await new Promise((resolve, reject) => {
    train(net, rows).subscribe({ next: resolve, error: reject })
  })
  expect(step).toMatchObject({ step: 1, rows: 1 })
}, 240_000)
