/** A network of 56 million parameters: written and read again, as a file and as JSON. */

import { fingerprint, graph, ids, network } from '@neurite/core'
import { fromJSON, load, save, toJSON } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { expect, it } from 'vitest'

it('[ST42] 56 million parameters come back from a file and from JSON', async () => {
  const g = graph((g) => {
    const x = g.inputs(ids('x', 7480))
    const h = g.add(ids('h', 7480), neuron(sigmoid), { from: x })
    g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: h }))
  })
  const net = network(g, { seed: 1 })
  const { snapshot } = net
  expect(snapshot.parameters.length).toBeGreaterThan(55_900_000)
  const print = fingerprint(snapshot)
  expect(fingerprint(fromJSON(toJSON(snapshot), standard))).toBe(print)
  const again = await load(save(net), standard, { history: { bytes: 2 ** 30 } })
  expect(fingerprint(again.snapshot)).toBe(print)
})
