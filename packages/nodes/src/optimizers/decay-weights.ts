import { defineOptimizer, type Optimizer, placesOf, type Transform } from '@neurite/core/define'
import { readRate } from './read-rate.ts'
import { notNegative, type OfOptions } from './steering.ts'

/**
 * Weights decay by themselves, apart from what an optimizer before it makes of gradients: u ← u + rate · p, so that p ← p − u takes
 * rate · p away besides. (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, Algorithm 2, line 12: λ is not
 * multiplied by α there, only by the schedule's factor; put a schedule behind it. PyTorch's AdamW multiplies by the learning rate:
 * its `weight_decay` is rate / learningRate.) Biases are left alone unless `of` names them. Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(adam({ learningRate: 0.01 }), decayWeights(1e-4)) })
 */
export function decayWeights(rate: number, options?: OfOptions): Optimizer {
  return defineOptimizer({
    name: 'decayWeights',
    options: readRate(rate, options, 'decayWeights', notNegative),
    steering: { rate: notNegative },
    transform,
  })
}

function transform({ gradients, hyperparameters, options, parameters, graph, updates }: Transform<OfRate>): void {
  const rate = hyperparameters.rate as number
  const isOf = placesOf(graph).select(options.of)
  for (let i = 0; i < updates.length; i++) {
    const u = gradients[i] as number
    updates[i] = isOf[i] === 1 ? u + rate * (parameters[i] as number) : u
  }
}

type OfRate = ReturnType<typeof readRate>
