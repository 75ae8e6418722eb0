/** A process that saves a history into one file again and again, until it is killed; a step more each time. */

import { graph, ids, network } from '@neurite/core'
import { save } from '@neurite/core/files'
import { file } from '@neurite/core/node'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'

const g = graph((g) => {
  const x = g.inputs(ids('x', 60))
  const h = g.add(ids('h', 60), neuron(sigmoid), { from: x })
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: h }))
})
const net = network(g, { seed: 1 })
const place = file(process.argv[2] as string)
const row = { input: Array.from({ length: 60 }, (_, k) => k / 60), target: [1] }
for (;;) {
  net.learn(row)
  await save(net).to(place)
  process.stdout.write(`${net.timeline.step}\n`)
}
