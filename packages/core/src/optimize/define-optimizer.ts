/** Makes optimizers and links of chains. */

import { aFunction, NAME, OPTIONS, theFunction } from '../door/definition-options.ts'
import { complete, isRecord, type OptionTable, option } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { freezeDefinition, type Options } from '../graph/contracts/definition.ts'
import type { Hyperparameters, Optimizer, Penalized, Transform } from './optimizer.ts'
import { takeSteps } from './take-steps.ts'

const OPTIMIZER = {
  name: NAME,
  options: OPTIONS,
  slots: option<readonly string[], readonly string[]>(
    'a list of different names',
    (value) =>
      Array.isArray(value) && value.every((one) => typeof one === 'string') && new Set(value).size === value.length,
    [],
  ),
  steering: option<OptionTable>('a table: { rate: { wants, suits } }', isRecord),
  init: aFunction<Optimizer['init']>(),
  transform: theFunction<Optimizer['transform']>(),
  penalty: aFunction<Optimizer['penalty']>(),
}

/**
 * Makes an optimizer, which may stand alone or be a link of a chain. `transform` writes `updates`: what is taken away from the
 * parameters, made of `gradients`; and every number of `nextSlots`, made of `slots`. Its options that are numbers or booleans are
 * its hyperparameters: what steers it now is handed in by that name. `steering` says what those may be, `init` what slots begin
 * with (zeros if left out), `penalty` what is added to the loss that is told. All functions depend on their arguments alone. Throws
 * UNKNOWN_OPTION and INVALID_OPTION.
 *
 * @example
 * const signs = defineOptimizer({
 *   name: 'signs',
 *   options: { rate: 0.01 },
 *   transform({ gradients, hyperparameters, updates }) {
 *     for (let i = 0; i < updates.length; i++) updates[i] = hyperparameters.rate * Math.sign(gradients[i])
 *   },
 * })
 * network(g, { optimizer: signs })
 * await load(file('run.neurite'), { ...standard, signs }) // where it was saved
 */
export function defineOptimizer<Given extends Options>(given: {
  readonly name: string
  readonly options?: Given
  readonly slots?: readonly string[]
  readonly steering?: OptionTable
  readonly init?: (parameters: number) => Float64Array[]
  readonly transform: (transform: Transform<Given>) => void
  readonly penalty?: (penalized: Penalized<Given>) => number
}): Optimizer {
  const {
    name,
    options = {},
    slots,
    steering,
    transform,
    init,
    penalty,
  } = readOptions(given, 'defineOptimizer', OPTIMIZER)
  const steers = Object.entries(options as Options).filter(([, value]) => ['number', 'boolean'].includes(typeof value))
  return freezeDefinition<Optimizer>({
    type: 'optimizer',
    name,
    options,
    hyperparameters: Object.fromEntries(steers) as Hyperparameters,
    slots: [...slots],
    ...(steering !== undefined && { steering: complete(steering) }),
    ...(init !== undefined && { init }),
    update: takeSteps,
    transform,
    ...(penalty !== undefined && { penalty }),
  })
}
