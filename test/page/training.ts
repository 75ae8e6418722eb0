/** The training of the page: its rows are made without Math.sin and its kin, which engines round differently. */

import { graph, type Network, network, type Row, sgd, type TrainOptions } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'

const g = graph((g) => {
  const x = g.inputs('x1', 'x2', 'x3')
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.add(['h1', 'h2', 'h3'], neuron(sigmoid), { from: x }) }))
})

export const fresh = (): Network => network(g, { optimizer: sgd({ learningRate: 0.3, momentum: 0.9 }), seed: 11 })

export const rows: readonly Row[] = Array.from({ length: 50 }, (_, n) => {
  const input = [((37 * n) % 101) / 101, ((53 * n) % 97) / 97 - 0.5, (n % 7) / 7]
  return { input, target: ((29 * n) % 89) / 89 }
})

const EPOCHS = 8000
export const options: TrainOptions = { batchSize: 4, epochs: EPOCHS }
/** 13 batches an epoch. A run that is done would begin anew. */
export const isDone = (net: Network): boolean => net.timeline.step >= 13 * EPOCHS
