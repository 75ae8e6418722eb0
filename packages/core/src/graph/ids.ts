/** Ids in a row. */

import { invalidOption, NeuriteError } from '../errors.ts'
import type { NodeId } from './graph.ts'

/**
 * `count` ids that count up from `start`. Throws INVALID_OPTION where count or start is no whole number.
 *
 * @example
 * ids('h', 3) // ['h1', 'h2', 'h3']
 */
export function ids(prefix: string, count: number, start = 1): NodeId[] {
  if (!Number.isInteger(count) || count < 0)
    throw new NeuriteError(invalidOption('count', count, 'a whole number, 0 or more'))
  if (!Number.isInteger(start)) throw new NeuriteError(invalidOption('start', start, 'a whole number'))
  return Array.from({ length: count }, (_, n) => `${prefix}${start + n}`)
}
