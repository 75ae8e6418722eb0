/** The past of a network that was handed in, by the names of its moments. */

import { Moments } from '../past/moments.ts'
import { engineOf } from './engine-of.ts'

/** Throws INVALID_ARGUMENT, FOREIGN_COPY, NO_HISTORY. */
export function momentsOf(net: unknown, where: string): Moments {
  return new Moments(engineOf(net, where).past)
}
