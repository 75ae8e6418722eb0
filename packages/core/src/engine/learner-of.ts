/** What runs a network that was handed in. */

import { brand, refuseForeign } from '../door/brand.ts'
import { isObject } from '../door/option.ts'
import { Learner } from './learner.ts'

brand(Learner, 'network')

/** Throws INVALID_ARGUMENT for what is no network, and FOREIGN_COPY for one of another copy of this package. */
export function learnerOf(net: unknown, where: string): Learner {
  const learner = isObject(net) ? net.learner : undefined
  return learner instanceof Learner
    ? learner
    : refuseForeign(net, 'network', where, learner, 'a network, as network(graph) makes it')
}
