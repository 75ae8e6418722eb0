import { defineOptimizer, type Optimizer, readOptions, type Transform } from '@neurite/core/define'
import { normOf } from './norm-of.ts'
import { positive } from './steering.ts'

/**
 * The gradient as a whole is held to a length: where ‖g‖ over all parameters is above `most`, each is multiplied by most / ‖g‖, so
 * that its direction stays. (Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013,
 * Algorithm 1.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(clipByGlobalNorm(1), adam(), decayWeights(1e-4)) })
 */
export function clipByGlobalNorm(most: number): Optimizer {
  return defineOptimizer({
    name: 'clipByGlobalNorm',
    options: readOptions({ most }, 'clipByGlobalNorm', STEERING),
    steering: STEERING,
    transform,
  })
}

const STEERING = { most: positive }

function transform({ gradients, hyperparameters, updates }: Transform): void {
  const most = hyperparameters.most as number
  const norm = normOf(gradients)
  const by = norm > most ? most / norm : 1
  for (let i = 0; i < updates.length; i++) updates[i] = (gradients[i] as number) * by
}
