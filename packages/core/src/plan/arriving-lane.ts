/** Where what an edge carries stands. */

import { edgeId, type NodeId } from '../graph/graph.ts'
import type { Plan } from './plan.ts'

/** The lane of what arrives by an edge: its source's, or its operator's. Undefined where its ends are not there. */
export function arrivingLane({ layout, parts }: Plan, from: NodeId, to: NodeId): number | undefined {
  const id = edgeId(from, to)
  const through = parts.find((part) => part.form === 'through' && part.edge === id)
  return through?.firstLane ?? layout.lane.get(from)
}
