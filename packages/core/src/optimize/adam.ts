/** Adam: a step per parameter, scaled by running averages of its gradient and of its square. */

import { complete, numberAbove, share } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { freezeDefinition } from '../graph/contracts/definition.ts'
import { changedRate, learningRateAbove } from './learning-rate.ts'
import type { Hyperparameters, Optimizer, Update } from './optimizer.ts'
import { power } from './power.ts'
import { remember } from './remember.ts'

export interface AdamOptions {
  /** About how far a parameter moves in one step: above 0. Default 0.001. */
  readonly learningRate?: number
  /** How much of the averaged gradient stays: 0 up to, not including, 1. Default 0.9. */
  readonly beta1?: number
  /** How much of the averaged squared gradient stays: 0 up to, not including, 1. Default 0.999. */
  readonly beta2?: number
  /** Keeps the division finite: above 0. Default 1e-8. */
  readonly epsilon?: number
}

const OPTIONS = {
  learningRate: learningRateAbove(0.001),
  beta1: share(0.9),
  beta2: share(0.999),
  epsilon: numberAbove(0, 1e-8),
}
const CHANGED = complete({ ...OPTIONS, learningRate: changedRate })

/**
 * Adam (Kingma and Ba, ICLR 2015, Algorithm 1), t counting updates from 1:
 *   m ← β1 · m + (1 − β1) · g,  v ← β2 · v + (1 − β2) · g²,
 *   p ← p − learningRate · m̂ / (√v̂ + ε),  m̂ = m / (1 − β1^t),  v̂ = v / (1 − β2^t).
 * Both corrections stand where torch.optim.Adam has them: p − learningRate / (1 − β1^t) · (m / (√v / √(1 − β2^t) + ε)).
 * The powers are made by `power`: they depend on β and t alone and have the same bits everywhere. Throws
 * INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: adam({ learningRate: 0.01 }), seed: 1 })
 */
export function adam(given?: AdamOptions): Optimizer {
  const hyperparameters = Object.freeze(readOptions(given, 'adam', OPTIONS))
  return freezeDefinition<Optimizer>({
    type: 'optimizer',
    name: 'adam',
    options: hyperparameters,
    hyperparameters,
    slots: Object.freeze(['firstMoment', 'secondMoment']),
    update,
  })
}

function update({ step, hyperparameters, parameters, gradients, slots, nextParameters, nextSlots }: Update): void {
  const { learningRate, beta1, beta2, epsilon } = read(hyperparameters)
  const [first, second] = slots as [Float64Array, Float64Array]
  const [nextFirst, nextSecond] = nextSlots as [Float64Array, Float64Array]
  const fresh1 = 1 - beta1
  const fresh2 = 1 - beta2
  const stepSize = learningRate / (1 - power(beta1, step))
  const root = Math.sqrt(1 - power(beta2, step))
  for (let i = 0; i < parameters.length; i++) {
    const g = gradients[i] as number
    const m = beta1 * (first[i] as number) + fresh1 * g
    const v = beta2 * (second[i] as number) + fresh2 * (g * g)
    nextFirst[i] = m
    nextSecond[i] = v
    nextParameters[i] = (parameters[i] as number) - stepSize * (m / (Math.sqrt(v) / root + epsilon))
  }
}

const read = remember((given: Hyperparameters) => readOptions(given, 'adam', CHANGED))
