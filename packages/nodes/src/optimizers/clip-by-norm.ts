import { defineOptimizer, type Optimizer, placesOf, readOptions, type Transform } from '@neurite/core/define'
import { normOf } from './norm-of.ts'
import { positive } from './steering.ts'

/**
 * The gradient of each node's parameters is held to a length: where ‖g‖ of its bias and weights is above `most`, all of them are
 * multiplied by most / ‖g‖. (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
 * Algorithm 1, node by node.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(clipByNorm(1), sgd({ learningRate: 0.1 })) })
 */
export function clipByNorm(most: number): Optimizer {
  return defineOptimizer({
    name: 'clipByNorm',
    options: readOptions({ most }, 'clipByNorm', STEERING),
    steering: STEERING,
    transform,
  })
}

const STEERING = { most: positive }

function transform({ gradients, hyperparameters, graph, updates }: Transform): void {
  const most = hyperparameters.most as number
  const { starts } = placesOf(graph)
  for (let k = 0; k + 1 < starts.length; k++) {
    const [from, to] = [starts[k] as number, Math.min(starts[k + 1] as number, updates.length)]
    const norm = normOf(gradients, from, to)
    const by = norm > most ? most / norm : 1
    for (let i = from; i < to; i++) updates[i] = (gradients[i] as number) * by
  }
}
