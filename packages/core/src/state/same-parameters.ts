/** Which parameter of a graph is which of another: by its name and its node's id, and where it belongs to an edge by source and delay. */

import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph, GraphNode, NodeId } from '../graph/value/graph.ts'
import { layout } from '../plan/layout.ts'
import { type ParameterStretch, stretches } from '../plan/parameters.ts'

/**
 * For each parameter of `after`, in the order of its layout, the place of the same one in `before`, or −1 where there is
 * none. It looks at the nodes of both, and at single edges only where a node reads something else than it did.
 *
 * @example
 * sameParameters(before.graph, after.graph)[0] // 4: what now stands first was the fifth
 */
export function sameParameters(before: Graph, after: Graph): Int32Array {
  const old = layout(before)
  const now = layout(after)
  const found = new Int32Array(now.parameters).fill(-1)
  const slotsOf = slotMatcher()
  now.order.forEach((id, lane) => {
    const to = now.start[lane] as number
    const previous = Object.hasOwn(before.nodes, id) ? before.nodes[id] : undefined
    if (previous === undefined || to === now.start[lane + 1]) return
    const node = after.nodes[id] as GraphNode
    const kind = after.kinds[node.kind] as NodeKind
    const oldKind = before.kinds[previous.kind] as NodeKind
    const from = old.start[old.lane.get(id) as number] as number
    let slots: Int32Array | null | undefined
    for (const one of stretches(kind, node.inputs.length)) {
      const was = same(one, oldKind, previous.inputs.length)
      if (was === null) continue
      if (one.declared.per === 'node') {
        for (let k = 0; k < one.length; k++) found[to + one.offset + k] = from + was + k
        continue
      }
      if (slots === undefined) slots = slotsOf(previous, node)
      for (let slot = 0; slot < node.inputs.length; slot++) {
        const oldSlot = slots === null ? slot : (slots[slot] as number)
        for (let k = 0; oldSlot >= 0 && k < one.count; k++) {
          found[to + one.offset + slot * one.count + k] = from + was + oldSlot * one.count + k
        }
      }
    }
  })
  return found
}

/** Where the numbers of that name and form stood among those of a node; null where there were none. */
function same({ declared: { name, per }, count }: ParameterStretch, kind: NodeKind, fanIn: number): number | null {
  const was = stretches(kind, fanIn).find(({ declared }) => declared.name === name && declared.per === per)
  return was === undefined || was.count !== count ? null : was.offset
}

/**
 * Gives the old slot of each slot, −1 where the edge is new; null where every edge is where it was. What it found last
 * is kept, since nodes that share a fan-in are neighbors.
 */
function slotMatcher(): (before: GraphNode, after: GraphNode) => Int32Array | null {
  let last: { readonly before: GraphNode; readonly after: GraphNode; readonly slots: Int32Array | null } | null = null
  return (before, after) => {
    if (readsAlike(before, after)) return null
    if (last === null || !readsAlike(last.before, before) || !readsAlike(last.after, after)) {
      last = { before, after, slots: matchSlots(before, after) }
    }
    return last.slots
  }
}

/** Whether two nodes have one fan-in in common, seen at a glance: equal arrays that are not shared do not count. */
function readsAlike(a: GraphNode, b: GraphNode): boolean {
  return a === b || (a.inputs === b.inputs && a.delays === b.delays)
}

function matchSlots(before: GraphNode, after: GraphNode): Int32Array | null {
  const delayed = before.delays !== undefined || after.delays !== undefined
  const key = ({ inputs, delays }: GraphNode, slot: number): string =>
    delayed ? `${delays?.[slot] ?? 0} ${inputs[slot]}` : (inputs[slot] as NodeId)
  const old = new Map<string, number>()
  for (let slot = 0; slot < before.inputs.length; slot++) old.set(key(before, slot), slot)
  const slots = Int32Array.from(after.inputs, (_, slot) => old.get(key(after, slot)) ?? -1)
  return slots.every((was, slot) => was === slot) ? null : slots
}
