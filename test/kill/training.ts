/** The training that is killed: the same for whoever runs it. */

import { graph, ids, type Network, network, type Row, sgd, type TrainOptions } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'

const g = graph((g) => {
  const x = g.inputs('x1', 'x2', 'x3')
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.add(['h1', 'h2', 'h3'], neuron(sigmoid), { from: x }) }))
})

export const fresh = (): Network => network(g, { optimizer: sgd({ learningRate: 0.3, momentum: 0.9 }), seed: 11 })

export const rows: readonly Row[] = Array.from({ length: 50 }, (_, n) => {
  const input = [Math.sin(n), Math.cos(3 * n), (n % 7) / 7]
  return { input, target: (1 + Math.sin(2 * n)) / 2 }
})

const EPOCHS = 8000
export const options: TrainOptions = { batchSize: 4, epochs: EPOCHS }
/** 13 batches an epoch. A run that is done would begin anew. */
export const isDone = (net: Network): boolean => net.timeline.step >= 13 * EPOCHS

/** The step at which a wide network begins to be kept. */
export const WIDE_START = 6000

/** A network of so many numbers that its first flush takes several batches: 96-64-1, and what is done to it step by step. */
export const freshWide = (): Network => {
  const wide = graph((g) => {
    const x = g.inputs(...ids('x', 96))
    g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.add(ids('h', 64), neuron(sigmoid), { from: x }) }))
  })
  const net = network(wide, { seed: 5, history: { bytes: 24 * 2 ** 20 } })
  // So many states are kept that they do not fit into one batch.
  while (net.timeline.step < WIDE_START) act(net)
  return net
}

const WIDE = Array.from({ length: 7 }, (_, n) => ({
  input: Array.from({ length: 96 }, (_, k) => Math.sin(n * 97 + k)),
  target: n / 7,
}))

/** What comes next, by the step at which it stands: a step, now and then with a change before it. */
export function act(net: Network): void {
  const { step } = net.timeline
  if (step % 50 === 49) net.change({ hyperparameters: { learningRate: 0.05 + (step % 7) / 100 } })
  if (step % 400 === 399) net.change({ parameters: { o: { bias: step / 1000 } } })
  net.learn(WIDE[step % 7] as never)
}
