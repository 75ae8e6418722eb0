/** What runs a network that was handed in. */

import { brand, refuseForeign } from '../door/brand.ts'
import { isObject } from '../door/option.ts'
import { Engine } from './engine.ts'

brand(Engine, 'network')

/** Throws INVALID_ARGUMENT for what is no network, and FOREIGN_COPY for one of another copy of this package. */
export function engineOf(net: unknown, where: string): Engine {
  const engine = isObject(net) ? net.engine : undefined
  return engine instanceof Engine
    ? engine
    : refuseForeign(net, 'network', where, engine, 'a network, as network(graph) makes it')
}
