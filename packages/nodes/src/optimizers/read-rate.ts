/** A link of one number that acts on parameters of some names. */

import { type Option, readOptions } from '@neurite/core/define'
import { OF, type OfOptions } from './steering.ts'

/** Its options, complete. Throws UNKNOWN_OPTION and INVALID_OPTION. */
export function readRate(
  rate: number,
  given: OfOptions | undefined,
  where: string,
  wants: Option<number>,
): { readonly rate: number; readonly of: readonly string[] } {
  const { of } = readOptions(given, where, { of: OF })
  const read = readOptions({ rate }, where, { rate: wants })
  return { rate: read.rate, of: [...of] }
}
