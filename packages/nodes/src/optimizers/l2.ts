import { defineOptimizer, type Optimizer, type Penalized, placesOf, type Transform } from '@neurite/core/define'
import { readRate } from './read-rate.ts'
import { notNegative, type OfOptions } from './steering.ts'

/**
 * A penalty on large weights, as a part of the loss: L ← L + ½ · rate · Σ p², g ← g + rate · p, over all weights, or those that `of`
 * names. The loss of a step has it, for the parameters before the update; losses of rows, gradients that are shown, and
 * `evaluate` are without it. It stands at the beginning of a chain. (Goodfellow, Bengio and Courville, "Deep Learning", 2016, section
 * 7.1.1.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(l2(1e-4), sgd({ learningRate: 0.1 })) })
 */
export function l2(rate: number, options?: OfOptions): Optimizer {
  return defineOptimizer({
    name: 'l2',
    options: readRate(rate, options, 'l2', notNegative),
    steering: { rate: notNegative },
    transform,
    penalty,
  })
}

function transform({ gradients, hyperparameters, options, parameters, graph, updates }: Transform<OfRate>): void {
  const rate = hyperparameters.rate as number
  const isOf = placesOf(graph).select(options.of)
  for (let i = 0; i < updates.length; i++) {
    const g = gradients[i] as number
    updates[i] = isOf[i] === 1 ? g + rate * (parameters[i] as number) : g
  }
}

function penalty({ hyperparameters, options, parameters, graph }: Penalized<OfRate>): number {
  const isOf = placesOf(graph).select(options.of)
  let sum = 0
  for (let i = 0; i < parameters.length; i++) {
    if (isOf[i] === 1) sum += (parameters[i] as number) * (parameters[i] as number)
  }
  return 0.5 * (hyperparameters.rate as number) * sum
}

type OfRate = ReturnType<typeof readRate>
