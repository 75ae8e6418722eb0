/** Who reads by an edge. */

import type { GraphNode, NodeId } from '../graph/value/graph.ts'
import { edgeAt } from '../text/names.ts'
import type { Plan } from './plan.ts'

/** A part by its place, or a loss numbered after the parts; the lane of it that reads, and by which of its slots. */
export interface Reading {
  readonly reader: number
  readonly lane: number
  readonly slot: number
}

/** The operator on an edge where it carries one, else the node that it enters; null where there is no such edge. */
export function readingBy({ graph, layout, owners, parts }: Plan, from: NodeId, to: NodeId): Reading | null {
  const lane = layout.lane.get(to)
  const node = graph.nodes[to] as GraphNode
  const slot = lane === undefined ? -1 : node.inputs.indexOf(from)
  if (lane === undefined || slot === -1) return null
  const id = edgeAt(node, slot)
  const through = parts.find((part) => part.form === 'through' && part.edge === id)
  if (through !== undefined) return { reader: through.index, lane: through.firstLane, slot: 0 }
  return { reader: owners.part[lane] as number, lane, slot }
}

/** A reading, and the lane that is read. */
export interface SourcedReading extends Reading {
  readonly source: number
}

/** All readings, in THE order in which what comes back by them is added: losses as declared, then the last reader first. */
export function* readingsBack({ parts, losses }: Plan): IterableIterator<SourcedReading> {
  for (const [k, { lanes }] of losses.entries()) {
    for (const [slot, source] of lanes.entries()) yield { reader: parts.length + k, lane: 0, slot, source }
  }
  for (const { index, firstLane, lanes, inputs } of parts.toReversed()) {
    for (let lane = firstLane + lanes - 1; lane >= firstLane; lane--) {
      for (const [slot, source] of inputs.lanes.entries()) yield { reader: index, lane, slot, source }
    }
  }
}
