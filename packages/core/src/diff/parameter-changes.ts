/** What differs between the parameters of two snapshots, one by one and by name: for people. */

import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph, GraphNode, NodeId } from '../graph/value/graph.ts'
import { layout } from '../plan/layout.ts'
import { nameAt, placeAt } from '../plan/parameters.ts'
import { sameParameters } from '../state/same-parameters.ts'
import type { SnapshotFields } from '../state/snapshot-fields.ts'
import { edgeAt } from '../text/names.ts'
import { largestFirst } from './largest-first.ts'

export interface ParameterChange {
  /** `h4:bias`, or the edge's name: `x1->h4`, `h->h@1`. */
  readonly parameter: string
  /** The node whose bias it is, or that the edge enters. */
  readonly node: NodeId
  /** Null for a bias. */
  readonly edge: string | null
  /** Null where the parameter was not there. */
  readonly before: number | null
  /** Null where it is there no longer. */
  readonly after: number | null
  /** after − before; a side that is not there counts as 0. */
  readonly change: number
}

/**
 * Every parameter that differs, −0 from 0 too, the largest change first, NaN before all; equal ones in the order of the
 * layout after, then of the layout before. `isOneGraph` says that both graphs have one fingerprint, so that places are
 * enough to know a parameter by.
 */
export function parameterChanges(
  before: SnapshotFields,
  after: SnapshotFields,
  isOneGraph: boolean,
): readonly ParameterChange[] {
  if (isOneGraph && before.parameters.equals(after.parameters)) return Object.freeze([])
  const old = before.parameters.slice()
  const now = after.parameters.slice()
  const from = isOneGraph ? null : sameParameters(before.graph, after.graph)
  const isGone = new Uint8Array(old.length).fill(from === null ? 0 : 1)
  const found: ParameterChange[] = []

  const nameAfter = namer(after.graph)
  for (let place = 0; place < now.length; place++) {
    const was = from === null ? place : (from[place] as number)
    const value = now[place] as number
    if (was < 0) found.push(changed(nameAfter(place), null, value))
    else {
      isGone[was] = 0
      if (!Object.is(old[was], value)) found.push(changed(nameAfter(place), old[was] as number, value))
    }
  }
  const nameBefore = namer(before.graph)
  for (let place = isGone.indexOf(1); place >= 0; place = isGone.indexOf(1, place + 1)) {
    found.push(changed(nameBefore(place), old[place] as number, null))
  }
  const order = largestFirst(Float64Array.from(found, ({ change }) => Math.abs(change)))
  return Object.freeze(Array.from(order, (k) => found[k] as ParameterChange))
}

type Name = Pick<ParameterChange, 'parameter' | 'node' | 'edge'>

function changed({ parameter, node, edge }: Name, before: number | null, after: number | null): ParameterChange {
  return Object.freeze({ parameter, node, edge, before, after, change: (after ?? 0) - (before ?? 0) })
}

/** Names parameters by place; it is to be asked in ascending order. */
function namer(graph: Graph): (place: number) => Name {
  const { order, start } = layout(graph)
  let lane = 0
  return (place) => {
    while ((start[lane + 1] as number) <= place) lane++
    const node = graph.nodes[order[lane] as NodeId] as GraphNode
    const kind = graph.kinds[node.kind] as NodeKind
    const offset = place - (start[lane] as number)
    const { slot } = placeAt(kind, node.inputs.length, offset)
    return { parameter: nameAt(node, kind, offset), node: node.id, edge: slot === null ? null : edgeAt(node, slot) }
  }
}
