/** Where what an edge carries stands. */

import type { NodeId } from '../graph/value/graph.ts'
import { edgeName } from '../text/names.ts'
import type { Plan } from './plan.ts'

/** The lane of what arrives by an edge: its source's, or its operator's. Undefined where its ends are not there. */
export function arrivingLane({ layout, parts }: Plan, from: NodeId, to: NodeId): number | undefined {
  const id = edgeName(from, to, 0)
  const through = parts.find((part) => part.form === 'through' && part.edge === id)
  return through?.firstLane ?? layout.lane.get(from)
}
