/** The networks, rows and start values that all contenders of the bench share. */
import { type Graph, graph, ids, type Network, type NetworkOptions, network, sgd } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'

/** Rows one behind the other, as bare loops read them; `train` takes it too. */
export interface Rows {
  readonly count: number
  readonly inputs: Float64Array
  readonly targets: Float64Array
}

/** Layers of sigmoid neurons, each reading the whole layer before; ½ squared error at the end. */
export function layered(sizes: readonly number[]): Graph {
  return graph((g) => {
    let layer: readonly string[] = g.inputs(ids('x', sizes[0]!))
    sizes.slice(1).forEach((size, l) => {
      layer = g.add(ids(`n${l + 1}-`, size), neuron(sigmoid), { from: layer })
    })
    g.loss(squaredError(), layer)
  })
}

/** All contenders start from the parameters that this network draws: neuron by neuron, the bias, then the weights. */
export function made(from: Graph, learningRate: number, fuse: NetworkOptions['fuse'] = 'auto'): Network {
  return network(from, { optimizer: sgd({ learningRate }), seed: 1, fuse })
}

/** Inputs and targets evenly in [0, 1): nothing that could be learned by heart, so that no delta fades away. */
export function rows(inputs: number, targets: number, count: number): Rows {
  const random = generator(1)
  return {
    count,
    inputs: Float64Array.from({ length: inputs * count }, random),
    targets: Float64Array.from({ length: targets * count }, random),
  }
}

/** Marsaglia's xorshift: enough for data, and nobody else's. */
export function generator(seed: number): () => number {
  let state = seed * 0x9e3779b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
