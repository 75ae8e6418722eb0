/** Ids in a row. */

import { demandText } from '../../door/demand.ts'
import { option } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { invalidOption } from '../../errors/options.ts'

/** More than any graph can have: every node wants a lane of its own. */
const MOST = 2 ** 24

const OPTIONS = { start: option<number, number>('a whole number', Number.isSafeInteger, 1) }

/**
 * `count` ids that count up from `start`, 1 unless given. Throws INVALID_OPTION where count or start is no whole number.
 *
 * @example
 * ids('h', 3) // ['h1', 'h2', 'h3']
 */
export function ids<const P extends string>(
  prefix: P,
  count: number,
  options?: { readonly start?: number },
): `${P}${number}`[] {
  demandText(prefix, 'ids', 'prefix')
  const { start } = readOptions(options, 'ids', OPTIONS)
  if (!Number.isInteger(count) || count < 0 || count > MOST)
    throw new NeuriteError(invalidOption('count', count, `a whole number from 0 to ${MOST}`))
  if (!Number.isSafeInteger(start + count)) throw new NeuriteError(invalidOption('start', start, 'a whole number'))
  return Array.from({ length: count }, (_, n) => `${prefix}${start + n}` as const)
}
