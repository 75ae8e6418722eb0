import { defineOptimizer, type Optimizer, type Penalized, placesOf, type Transform } from '@neurite/core/define'
import { readRate } from './read-rate.ts'
import { notNegative, type OfOptions } from './steering.ts'

/**
 * A penalty that draws weights to 0, as a part of the loss: L ← L + rate · Σ |p|, g ← g + rate · sign(p), sign(0) = 0, over all
 * weights, or those that `of` names. The loss of a step has it, for the parameters before the update; losses of rows, gradients
 * that are shown, and `evaluate` are without it. It stands at the beginning of a chain. (Goodfellow, Bengio and Courville, "Deep
 * Learning", 2016, section 7.1.2.) Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(l1(1e-5), l2(1e-4), adam()) })
 */
export function l1(rate: number, options?: OfOptions): Optimizer {
  return defineOptimizer({
    name: 'l1',
    options: readRate(rate, options, 'l1', notNegative),
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
    const p = parameters[i] as number
    updates[i] = isOf[i] === 0 || p === 0 ? g : p > 0 ? g + rate : g - rate
  }
}

function penalty({ hyperparameters, options, parameters, graph }: Penalized<OfRate>): number {
  const isOf = placesOf(graph).select(options.of)
  let sum = 0
  for (let i = 0; i < parameters.length; i++) if (isOf[i] === 1) sum += Math.abs(parameters[i] as number)
  return (hyperparameters.rate as number) * sum
}

type OfRate = ReturnType<typeof readRate>
