/** Draws targets that losses accept. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { Loss } from '../graph/contracts/loss.ts'
import { evenly } from './draw.ts'

/** Tries before it is clear that the losses want something out of the ordinary. */
const TRIES = 64

/** A number that every one of the losses takes as a target: 0 or 1 or anything between −2 and 2. Throws INVALID_OPTION where none was found. */
export function drawTarget(next: () => number, losses: readonly Loss[]): number {
  for (let n = 0; n < TRIES; n++) {
    const sort = next()
    const target = sort < 0.2 ? 0 : sort < 0.4 ? 1 : sort < 0.7 ? next() : evenly(next, -2, 2)
    if (losses.every((loss) => loss.checkTarget(target, loss.options) === null)) return target
  }
  const names = losses.map(({ name }) => name).join(' and ')
  throw new NeuriteError(
    invalidOption('targets', undefined, `targets that suit ${names}; none was found between −2 and 2`),
  )
}
