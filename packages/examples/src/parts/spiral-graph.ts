/** Sixteen neurons for the two spirals, composed by hand: every layer reads the inputs and all layers before it. */

import { type Graph, graph, ids } from '@neurite/core'
import { binaryCrossEntropy, identity, neuron, tanh } from '@neurite/nodes'

/**
 * 2-5-5-5-1 with shortcuts, as the benchmark's authors drew it: 138 weights and biases. The output is a logit, above 0
 * for spiral 1.
 */
export const spiralGraph: Graph = graph((g) => {
  const x = g.inputs('x', 'y')
  const a = g.add(ids('a', 5), neuron(tanh), { from: x })
  const b = g.add(ids('b', 5), neuron(tanh), { from: [x, a] })
  const c = g.add(ids('c', 5), neuron(tanh), { from: [x, a, b] })
  const out = g.add('out', neuron(identity), { from: [x, a, b, c] })
  g.loss(binaryCrossEntropy(), out)
})
