/** Ids in a row. */

import { demandText } from '../door/demand.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { NodeId } from './graph.ts'

/** More than any graph can have: every node wants a lane of its own. */
const MOST = 2 ** 24

/**
 * `count` ids that count up from `start`. Throws INVALID_OPTION where count or start is no whole number.
 *
 * @example
 * ids('h', 3) // ['h1', 'h2', 'h3']
 */
export function ids(prefix: string, count: number, start = 1): NodeId[] {
  demandText(prefix, 'ids', 'prefix')
  if (!Number.isInteger(count) || count < 0 || count > MOST)
    throw new NeuriteError(invalidOption('count', count, `a whole number from 0 to ${MOST}`))
  if (typeof start !== 'number' || !Number.isSafeInteger(start + count))
    throw new NeuriteError(invalidOption('start', start, 'a whole number'))
  return Array.from({ length: count }, (_, n) => `${prefix}${start + n}`)
}
