/** The network of the worked 3-2-1 example, before its update: the start weights are part of the example. */

import { type Fuse, graph, type Network, network, sgd } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { learningRate } from '../data/worked-example.ts'

export function workedNetwork(fuse: Fuse): Network {
  const g = graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3')
    const h = g.add(['h4', 'h5'], neuron(sigmoid), {
      from: x,
      weights: [
        { x1: 0.2, x2: 0.4, x3: -0.5 },
        { x1: -0.3, x2: 0.1, x3: 0.2 },
      ],
      bias: [-0.4, 0.2],
    })
    const o = g.add('o6', neuron(sigmoid), { from: h, weights: { h4: -0.3, h5: -0.2 }, bias: 0.1 })
    g.loss(squaredError(), o)
  })
  return network(g, { optimizer: sgd({ learningRate }), fuse })
}
