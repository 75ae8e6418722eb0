/** The nodes by number and each distinct fan-in once: what walks over a graph go by, in time linear in what is distinct. */

import type { GraphNode, NodeId } from './graph.ts'

/** Lists of numbers, one behind the other: list n is `items` from `start[n]` to `start[n + 1]`. */
export interface Lists {
  readonly start: Int32Array
  readonly items: Int32Array
}

export interface Wiring {
  /** A node's number is its place here. */
  readonly nodes: readonly GraphNode[]
  /** The sources of each distinct fan-in, slot by slot; -1 for one that is not among the nodes. */
  readonly sources: Lists
  /** The fan-in of each node. */
  readonly fanInOf: Int32Array
  /** The nodes that have a fan-in, ascending. */
  readonly users: Lists
  /** The fan-ins that a node stands in. */
  readonly readers: Lists
}

/** The number of each id; it may name ids that are known and yet have no number: -1. */
export type NodeNumbers = ReadonlyMap<NodeId, number>

/** A node's number is its place. */
export function numbered(nodes: readonly GraphNode[]): NodeNumbers {
  const numbers = new Map<NodeId, number>()
  for (const node of nodes) numbers.set(node.id, numbers.size)
  return numbers
}

/** The distinct fan-ins among nodes, told apart by reference, and the one that each node has. */
export interface FanIns {
  readonly lists: readonly (readonly NodeId[])[]
  readonly of: readonly number[]
}

export function distinctFanIns(nodes: readonly GraphNode[]): FanIns {
  const known = new Map<readonly NodeId[], number>()
  const of = nodes.map(({ inputs }) => {
    const fanIn = known.get(inputs) ?? known.size
    if (fanIn === known.size) known.set(inputs, fanIn)
    return fanIn
  })
  return { lists: [...known.keys()], of }
}

/** Wires nodes up by all their edges. */
export function wire(
  nodes: readonly GraphNode[],
  numbers: NodeNumbers = numbered(nodes),
  { lists, of }: FanIns = distinctFanIns(nodes),
): Wiring {
  const start = new Int32Array(lists.length + 1)
  lists.forEach((list, n) => {
    start[n + 1] = (start[n] as number) + list.length
  })
  const items = new Int32Array(start[lists.length] as number)
  let at = 0
  for (const list of lists)
    for (let slot = 0; slot < list.length; slot++) items[at++] = numbers.get(list[slot] as NodeId) ?? -1
  return wired(nodes, Int32Array.from(of), { start, items })
}

/** The same nodes, wired by their undelayed edges only. */
export function undelayed(wiring: Wiring): Wiring {
  const { nodes, sources } = wiring
  if (nodes.every(({ delays }) => delays === undefined)) return wiring
  const fanInOf = wiring.fanInOf.slice()
  const start = [...sources.start]
  const items = [...sources.items]
  nodes.forEach(({ delays }, n) => {
    if (delays === undefined) return
    const shared = fanInOf[n] as number
    const from = sources.start[shared] as number
    for (let k = from; k < (sources.start[shared + 1] as number); k++) {
      if (!isDelay(delays[k - from])) items.push(sources.items[k] as number)
    }
    fanInOf[n] = start.push(items.length) - 2
  })
  return wired(nodes, fanInOf, { start: Int32Array.from(start), items: Int32Array.from(items) })
}

/** Delays that are none (text, NaN: they are refused elsewhere) count as 0. */
const isDelay = (delay: unknown): boolean => typeof delay === 'number' && delay > 0

function wired(nodes: readonly GraphNode[], fanInOf: Int32Array, sources: Lists): Wiring {
  const each = { start: Int32Array.from({ length: nodes.length + 1 }, (_, n) => n), items: fanInOf }
  const users = turned(each, sources.start.length - 1)
  return { nodes, sources, fanInOf, users, readers: turned(sources, nodes.length) }
}

/** The lists the other way round: for each of `count` items, the lists it stands in, ascending. */
function turned({ start, items }: Lists, count: number): Lists {
  const from = new Int32Array(count + 1)
  for (const item of items) if (item >= 0) from[item + 1] = (from[item + 1] as number) + 1
  for (let n = 0; n < count; n++) from[n + 1] = (from[n + 1] as number) + (from[n] as number)
  const next = from.slice()
  const lists = new Int32Array(from[count] as number)
  for (let list = 0; list + 1 < start.length; list++) {
    for (let k = start[list] as number; k < (start[list + 1] as number); k++) {
      const item = items[k] as number
      if (item < 0) continue
      const at = next[item] as number
      lists[at] = list
      next[item] = at + 1
    }
  }
  return { start: from, items: lists }
}
