/** What chosen nodes do, as one stream. */

import type { Observable } from 'rxjs'
import { demand } from '../door/demand.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Trainable } from '../engine/trainable.ts'
import { type NetworkEvent, streamsOf } from './streams.ts'

/**
 * What `net.events$` tells, for these nodes only: every phase of theirs, every loss and update, in order. Throws UNKNOWN_NODE.
 *
 * @example
 * events(net, ['h1', 'o']).subscribe(({ type, tick }) => console.log(tick, type))
 */
export function events<Id extends string>(
  net: Trainable<Id>,
  nodes: readonly NoInfer<Id>[],
): Observable<NetworkEvent<Id>> {
  const own = engineOf(net, 'events')
  demand(Array.isArray(nodes), 'events', 'nodes', nodes, "a list of nodes: ['h1', 'o']")
  return streamsOf(own).events(nodes) as Observable<NetworkEvent<Id>>
}
