/** The network of the worked 3-2-1 example, and every figure of its one update, read from its own streams. */

import { graph, type Network, type NetworkOptions, network, sgd } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { takeWhile } from 'rxjs'
import { learningRate, row } from './data/worked-example.ts'

/** The network before its update: the start weights are part of the example. */
export function workedNetwork(fuse: NonNullable<NetworkOptions['fuse']>): Network {
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

/** Learns the row, once, and gives every figure by its name: what the neurons said meanwhile, and what they learned. */
export function workedFigures(net: Network): Record<string, number> {
  const found: Record<string, number> = {}
  const names = { netInput: 'z', activation: 'a', delta: 'error ' } as const
  net
    .watch('h4', 'h5', 'o6')
    .pipe(takeWhile(({ type }) => type !== 'update'))
    .subscribe((event) => {
      if (event.type !== 'netInput' && event.type !== 'activation' && event.type !== 'delta') return
      const value = event.signal.at(0)
      found[`${names[event.type]}${event.node.slice(1)}`] = event.type === 'delta' ? 0 - value : value
    })
  net.learn(row)
  found['t − a6'] = 1 - (found.a6 as number)
  for (const id of ['h4', 'h5', 'o6']) {
    const { bias, weights } = net.snapshot.node(id)
    const number = id.slice(1)
    found[`b${number}`] = bias as number
    for (const [from, weight] of Object.entries(weights)) found[`w${from.slice(1)}${number}`] = weight
  }
  return found
}
