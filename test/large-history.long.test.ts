/** A network of 56 million parameters: written and read again, as a file and as JSON. */

import { fingerprint, graph, ids, loadNetwork, network, snapshotFromJSON, snapshotToJSON } from '@neurite/core'
import { neuron, sigmoid, squaredError, standardKinds } from '@neurite/nodes'
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
  expect(fingerprint(snapshotFromJSON(snapshotToJSON(snapshot), standardKinds))).toBe(print)
  const again = await loadNetwork(net.timeline.save(), standardKinds, { history: { bytes: 2 ** 30 } })
  expect(fingerprint(again.snapshot)).toBe(print)
})
