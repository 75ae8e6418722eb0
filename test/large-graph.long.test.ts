/** Two hundred thousand nodes: nothing is spread into a call, nothing is quadratic. */

import { type Graph, graph, ids, network, train, validate } from '@neurite/core'
import { events } from '@neurite/core/explain'
import { fromJSON, toJSON } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { firstValueFrom } from 'rxjs'
import { describe, expect, test } from 'vitest'

const MANY = 200_000

const layered = (count: number): Graph =>
  graph((g) => {
    const h = g.add(ids('h', count), neuron(sigmoid), { from: g.inputs('x') })
    g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: h }))
  })

/** Milliseconds that a call takes. */
function cost(call: () => unknown): number {
  const before = performance.now()
  call()
  return performance.now() - before
}

describe('of 200,000 nodes', () => {
  const wide = layered(MANY)

  test('[NE22] validate and text', () => {
    expect(wide.order.length).toBe(MANY + 2)
    expect(validate(wide)).toEqual([])
    expect(String(wide)).toContain('Graph of 200002 nodes')
    expect(fromJSON(toJSON(wide), standard)).toEqual(wide)
  })

  test('[NE22] events$ and events(net, list) tell every node', () => {
    const net = network(wide, { history: false })
    const told = { events: 0, watch: 0 }
    net.events$.subscribe(() => told.events++)
    events(net, [...ids('h', MANY), 'o']).subscribe(() => told.watch++)
    net.predict([1])
    expect(told).toEqual({ events: 2 * (MANY + 2), watch: 2 * (MANY + 1) })
  })

  test('[NE22] train makes a step, with a history, and prints', async () => {
    const net = network(wide)
    const step = await firstValueFrom(train(net, [{ input: [1], target: [1] }]))
    expect(step.step).toBe(1)
    expect([net, step, net.snapshot, net.timeline].map(String).every((text) => text.length < 10_000)).toBe(true)
  })

  test('[NE22] four times the nodes cost less than ten times the time', () => {
    const work = (count: number) => {
      const g = layered(count)
      validate(g)
      const net = network(g, { history: false })
      net.events$.subscribe(() => {})
      net.learn({ input: [1], target: [1] })
    }
    work(5_000)
    const small = cost(() => work(MANY / 4))
    expect(cost(() => work(MANY)) / small).toBeLessThan(10)
  })
})
