/** Ranks: how far a node is from the start of a tick. It knows no rows, no kinds and no plan. */

import { row } from '../../numerics/table.ts'
import type { GraphNode, NodeId } from './graph.ts'
import { undelayed, type Wiring, wire } from './wiring.ts'

export interface Ranks {
  /** In declared order; nodes on a cycle without delay, and what lies behind one, are left out. */
  readonly ranks: Map<NodeId, number>
  /** A cycle without delay, closed: ['a', 'b', 'a']; null where there is none. */
  readonly cycle: readonly NodeId[] | null
}

/**
 * The rank of each node: 0 without undelayed inputs, else one more than the highest rank it reads in the same tick.
 * Edges with a delay do not count. Linear in nodes and distinct fan-ins, without recursion; the same nodes give the same
 * cycle.
 *
 * @example
 * ranks(nodesInOrder(graph)).ranks.get('o6') // 2
 */
export function ranks(nodes: Iterable<GraphNode>): Ranks {
  return ranked(undelayed(wire([...nodes])))
}

/** `ranks` over nodes that are wired already, by their undelayed edges. */
export function ranked(wiring: Wiring): Ranks {
  const { nodes, sources, users, readers } = wiring
  const rankOf = new Int32Array(nodes.length).fill(-1)
  const fanIns = sources.start.length - 1
  const open = new Int32Array(fanIns)
  const highest = new Int32Array(fanIns).fill(-1)
  const ready: number[] = []
  const fire = (fanIn: number): void => {
    for (let k = users.start[fanIn] as number; k < (users.start[fanIn + 1] as number); k++) {
      const user = users.items[k] as number
      rankOf[user] = (highest[fanIn] as number) + 1
      ready.push(user)
    }
  }
  for (const fanIn of readers.items) open[fanIn] = (open[fanIn] as number) + 1
  for (let fanIn = 0; fanIn < fanIns; fanIn++) if (open[fanIn] === 0) fire(fanIn)
  for (let n = 0; n < ready.length; n++) {
    const node = ready[n] as number
    for (let k = readers.start[node] as number; k < (readers.start[node + 1] as number); k++) {
      const fanIn = readers.items[k] as number
      highest[fanIn] = Math.max(highest[fanIn] as number, rankOf[node] as number)
      open[fanIn] = (open[fanIn] as number) - 1
      if (open[fanIn] === 0) fire(fanIn)
    }
  }
  const found = new Map<NodeId, number>()
  for (let n = 0; n < nodes.length; n++) {
    if (rankOf[n] !== -1) found.set((nodes[n] as GraphNode).id, rankOf[n] as number)
  }
  return { ranks: found, cycle: found.size === nodes.length ? null : cycleAmong(wiring, rankOf) }
}

/** From the first node without rank back along the first sources without rank, till a node comes again. */
function cycleAmong({ nodes, sources, fanInOf }: Wiring, rankOf: Int32Array): NodeId[] {
  const met = new Map<number, number>()
  const back: number[] = []
  let node = rankOf.indexOf(-1)
  while (!met.has(node)) {
    met.set(node, back.push(node) - 1)
    const fanIn = fanInOf[node] as number
    const read = row(sources, fanIn)
    node = read.find((source) => source >= 0 && rankOf[source] === -1) as number
  }
  const cycle = back.slice(met.get(node)).reverse()
  const first = cycle.indexOf(cycle.reduce((lowest, n) => Math.min(lowest, n)))
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)]
  return [...turned, turned[0] as number].map((n) => (nodes[n] as GraphNode).id)
}
