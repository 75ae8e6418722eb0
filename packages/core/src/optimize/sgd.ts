/** Stochastic gradient descent, with momentum and Nesterov's look ahead. */

import { complete, share, trueOrFalse } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { freezeDefinition } from '../graph/contracts/definition.ts'
import { changedRate, learningRateAbove } from './learning-rate.ts'
import type { Hyperparameters, Optimizer, Update } from './optimizer.ts'
import { remember } from './remember.ts'

export interface SgdOptions {
  /** How far a step goes: above 0. */
  readonly learningRate: number
  /** How much of the last velocity stays: 0 up to, not including, 1. Default 0: no velocity is kept at all. */
  readonly momentum?: number
  /** Step as if the velocity had been applied already; needs momentum. Default false. */
  readonly nesterov?: boolean
}

const OPTIONS = { learningRate: learningRateAbove(), momentum: share(0), nesterov: trueOrFalse(false) }
const CHANGED = complete({ ...OPTIONS, learningRate: changedRate })

/**
 * Gradient descent: p ← p − learningRate · g. With momentum m a velocity v is kept per parameter: v ← m · v + g, then
 * p ← p − learningRate · v, or with Nesterov p ← p − learningRate · (g + m · v). As PyTorch defines them
 * (torch.optim.SGD, after Sutskever et al., ICML 2013): the velocity does not contain the rate, so a changed rate acts
 * at once.
 *
 * The slots are decided here, for good: an `sgd` made with momentum 0 has none, and refuses an update whose
 * hyperparameters ask for momentum later (INVALID_OPTION); one made with momentum keeps its velocity when momentum is
 * set to 0 (then v = g, plain descent) and takes it up again from there. Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }), seed: 1 })
 */
export function sgd(given: SgdOptions): Optimizer {
  const hyperparameters = Object.freeze(readOptions(given, 'sgd', OPTIONS))
  const { momentum, nesterov } = hyperparameters
  if (nesterov && momentum === 0) {
    throw new NeuriteError(invalidOption('nesterov', nesterov, 'a momentum above 0 with it, or leave it out'))
  }
  return freezeDefinition<Optimizer>({
    type: 'optimizer',
    name: 'sgd',
    options: hyperparameters,
    hyperparameters,
    slots: Object.freeze(momentum === 0 ? [] : ['velocity']),
    update,
  })
}

function update(given: Update): void {
  const { learningRate, momentum, nesterov } = read(given.hyperparameters)
  const velocity = given.slots[0]
  const nextVelocity = given.nextSlots[0]
  if (velocity === undefined || nextVelocity === undefined) {
    if (momentum !== 0) {
      const wants = '0, since this sgd was made without momentum and keeps no velocity; or make it with momentum'
      throw new NeuriteError(invalidOption('momentum', momentum, wants))
    }
    descend(given, learningRate)
  } else if (nesterov) {
    lookAhead(given, learningRate, momentum, velocity, nextVelocity)
  } else {
    roll(given, learningRate, momentum, velocity, nextVelocity)
  }
}

/** Four at a time: a third faster than one, where the parameters are many. */
function descend({ parameters: p, gradients: g, nextParameters: next }: Update, learningRate: number): void {
  const length = p.length | 0
  let i = 0
  for (; i + 3 < length; i += 4) {
    next[i] = (p[i] as number) - learningRate * (g[i] as number)
    next[i + 1] = (p[i + 1] as number) - learningRate * (g[i + 1] as number)
    next[i + 2] = (p[i + 2] as number) - learningRate * (g[i + 2] as number)
    next[i + 3] = (p[i + 3] as number) - learningRate * (g[i + 3] as number)
  }
  for (; i < length; i++) next[i] = (p[i] as number) - learningRate * (g[i] as number)
}

function roll(
  { parameters, gradients, nextParameters }: Update,
  learningRate: number,
  momentum: number,
  velocity: Float64Array,
  nextVelocity: Float64Array,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const v = momentum * (velocity[i] as number) + (gradients[i] as number)
    nextVelocity[i] = v
    nextParameters[i] = (parameters[i] as number) - learningRate * v
  }
}

function lookAhead(
  { parameters, gradients, nextParameters }: Update,
  learningRate: number,
  momentum: number,
  velocity: Float64Array,
  nextVelocity: Float64Array,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const g = gradients[i] as number
    const v = momentum * (velocity[i] as number) + g
    nextVelocity[i] = v
    nextParameters[i] = (parameters[i] as number) - learningRate * (g + momentum * v)
  }
}

const read = remember((given: Hyperparameters) => readOptions(given, 'sgd', CHANGED))
