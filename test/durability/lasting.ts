/** A process that keeps some steps and ends in one of many ways, as its second argument says; the first is its folder. */

import { graph, network, train } from '@neurite/core'
import { database, load, persist } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'

const [folder = '', way = ''] = process.argv.slice(2)
const level = new ClassicLevel<string, Uint8Array>(folder)
const g = graph((g) => {
  const x = g.inputs('x1', 'x2')
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.add(['h1', 'h2'], neuron(sigmoid), { from: x }) }))
})
const rows = [0, 1, 2, 3].map((n) => ({ input: [n & 1, n >> 1], target: n % 3 === 0 ? 0 : 1 }))

if (way === 'read') {
  const { timeline } = await load(database(level), standard)
  process.stdout.write(`${timeline.step}\n`)
} else {
  const net = network(g)
  const kept = await persist(net, database(level), { every: way === 'closed' ? Number.POSITIVE_INFINITY : 60_000 })
  if (way === 'own') process.on('SIGTERM', () => setTimeout(() => process.exit(7), 500))
  const lasts = ['SIGINT', 'SIGTERM', 'own'].includes(way)
  // Lasting ones go on for long after they have said that they are at step 2000.
  train(net, rows, { batchSize: 1, epochs: lasts ? 1_000_000 : 500 }).subscribe({
    next: ({ step }) => {
      if (step === 2000 && lasts) process.stdout.write('ready\n')
    },
    complete: () => {
      if (way === 'exit') process.exit(0)
      if (way === 'throw') throw new Error('mine')
      if (way === 'closed') level.close()
      if (way === 'close') kept.close().then(() => level.close())
    },
  })
}
