/** The learned numbers, carried into an edited graph. It makes no snapshot. */

import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph, GraphNode } from '../graph/value/graph.ts'
import { layout } from '../plan/layout.ts'
import { offsetOf } from '../plan/parameters.ts'
import { type ParameterStore, storeOf } from './parameter-store.ts'
import { sameParameters } from './same-parameters.ts'
import type { SnapshotFields } from './snapshot-fields.ts'
import { writeStartValues } from './start-values.ts'

/** What of a snapshot has one number per parameter. */
export type CarriedNumbers = Pick<SnapshotFields, 'parameters' | 'slots'>

/**
 * Parameters and slots for `graph`, from those of `before`. A parameter is known by its name and its node's id, one of an edge by source
 * and delay, too, wherever they stand and whatever else changed. What is new starts as `initialParameters(graph, before.seed)`
 * has it. Where the edit gives a start value that was not there, or another than was there, that is what the parameter
 * is from now on; a start value taken away changes nothing. Slots are carried with their parameters and are 0 for those
 * that start anew. Stores in which nothing moves are handed back themselves. Throws INVALID_BIAS or INVALID_WEIGHT where
 * an initializer gives no finite number.
 *
 * @example
 * const { graph } = edit(snapshot.graph, (g) => g.set('h4', { bias: 0.3 }))
 * nextSnapshot(snapshot, { graph, ...carry(snapshot, graph) }) // all as it was, and the bias of h4 is 0.3
 */
export function carry(before: SnapshotFields, graph: Graph): CarriedNumbers {
  const { parameters, slots } = before
  if (graph === before.graph) return { parameters, slots }
  const from = sameParameters(before.graph, graph)
  leaveRestarted(before.graph, graph, from)
  if (from.length === parameters.length && from.every((was, place) => was === place)) return { parameters, slots }

  // Two arrays for all stores: new memory would cost more than what is done in it.
  const old = new Float64Array(parameters.length)
  const next = new Float64Array(from.length)
  const carried: Record<string, ParameterStore> = {}
  for (const [name, store] of Object.entries(slots)) {
    move(store, old, from, next)
    carried[name] = storeOf(next)
  }
  move(parameters, old, from, next)
  writeStartValues(next, graph, before.seed, (place) => from[place] === -1)
  return { parameters: storeOf(next), slots: carried }
}

/** Takes the parameters that the edit gives another start value out of those that are carried. */
function leaveRestarted(before: Graph, after: Graph, from: Int32Array): void {
  const { order, start } = layout(after)
  const old = layout(before)
  order.forEach((id, lane) => {
    const previous = Object.hasOwn(before.nodes, id) ? before.nodes[id] : undefined
    const node = after.nodes[id] as GraphNode
    if (previous === undefined || previous === node) return
    const kind = after.kinds[node.kind] as NodeKind
    const first = start[lane] as number
    const { length } = node.inputs
    const bias = offsetOf(kind, length, 'bias')
    if (bias >= 0 && node.bias !== undefined && node.bias !== previous.bias) from[first + bias] = -1
    const { weights } = node
    const place = first + offsetOf(kind, length, 'weight')
    if (place < first || weights === undefined || weights === previous.weights) return
    const oldKind = before.kinds[previous.kind] as NodeKind
    const firstWeight =
      (old.start[old.lane.get(id) as number] as number) + offsetOf(oldKind, previous.inputs.length, 'weight')
    weights.forEach((weight, slot) => {
      const was = from[place + slot] as number
      if (weight !== null && was >= 0 && weight !== previous.weights?.[was - firstWeight]) from[place + slot] = -1
    })
  })
}

/** Writes every number to its new place and 0 where there was none; `old` is room for the store's numbers. */
function move(store: ParameterStore, old: Float64Array, from: Int32Array, next: Float64Array): void {
  store.copyInto(old)
  for (let place = 0; place < from.length; place++) {
    const was = from[place] as number
    next[place] = was < 0 ? 0 : (old[was] as number)
  }
}
