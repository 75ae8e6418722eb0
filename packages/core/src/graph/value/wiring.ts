/** The nodes by number and each distinct fan-in once: what walks over a graph go by, in time linear in what is distinct. */

import { row, type Table, table } from '../../numerics/table.ts'
import type { GraphNode, NodeId } from './graph.ts'

export interface Wiring {
  /** A node's number is its place here. */
  readonly nodes: readonly GraphNode[]
  /** The sources of each distinct fan-in, slot by slot; -1 for one that is not among the nodes. */
  readonly sources: Table
  /** The fan-in of each node. */
  readonly fanInOf: Int32Array
  /** The nodes that have a fan-in, ascending. */
  readonly users: Table
  /** The fan-ins that a node stands in. */
  readonly readers: Table
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
export class FanIns {
  readonly lists: (readonly NodeId[])[] = []
  readonly of: number[] = []
  readonly #known = new Map<unknown, number>()

  constructor(nodes: readonly GraphNode[] = []) {
    for (const { inputs } of nodes) this.read(inputs)
  }

  /** Whether it is a sound list of ids, as is looked at once; if so, it is the next node's. */
  read(inputs: unknown, isSound: (inputs: unknown) => boolean = () => true): boolean {
    let fanIn = this.#known.get(inputs)
    if (fanIn === undefined) {
      fanIn = isSound(inputs) ? this.lists.push(inputs as readonly NodeId[]) - 1 : -1
      this.#known.set(inputs, fanIn)
    }
    if (fanIn >= 0) this.of.push(fanIn)
    return fanIn >= 0
  }
}

/** Wires nodes up by all their edges. */
export function wire(
  nodes: readonly GraphNode[],
  numbers: NodeNumbers = numbered(nodes),
  { lists, of }: Pick<FanIns, 'lists' | 'of'> = new FanIns(nodes),
): Wiring {
  const sources = table(lists.length, (visit) => {
    lists.forEach((list, fanIn) => {
      for (let slot = 0; slot < list.length; slot++) visit(fanIn, numbers.get(list[slot] as NodeId) ?? -1)
    })
  })
  return wired(nodes, Int32Array.from(of), sources)
}

/** The same nodes, wired by their undelayed edges only: a node with delays has a fan-in of its own. */
export function undelayed(wiring: Wiring): Wiring {
  const { nodes, sources } = wiring
  if (nodes.every(({ delays }) => delays === undefined)) return wiring
  const shared = sources.start.length - 1
  let fanIns = shared
  const fanInOf = wiring.fanInOf.map((fanIn, n) => (nodes[n]?.delays === undefined ? fanIn : fanIns++))
  const left = table(fanIns, (visit) => {
    for (let fanIn = 0; fanIn < shared; fanIn++) for (const source of row(sources, fanIn)) visit(fanIn, source)
    nodes.forEach(({ delays }, n) => {
      if (delays === undefined) return
      row(sources, wiring.fanInOf[n] as number).forEach((source, slot) => {
        if (!isDelay(delays[slot])) visit(fanInOf[n] as number, source)
      })
    })
  })
  return wired(nodes, fanInOf, left)
}

/** Delays that are none (text, NaN: they are refused elsewhere) count as 0. */
const isDelay = (delay: unknown): boolean => typeof delay === 'number' && delay > 0

function wired(nodes: readonly GraphNode[], fanInOf: Int32Array, sources: Table): Wiring {
  const fanIns = sources.start.length - 1
  const users = table(fanIns, (visit) => {
    for (let n = 0; n < fanInOf.length; n++) visit(fanInOf[n] as number, n)
  })
  const readers = table(nodes.length, (visit) => {
    for (let fanIn = 0; fanIn < fanIns; fanIn++)
      for (const source of row(sources, fanIn)) if (source >= 0) visit(source, fanIn)
  })
  return { nodes, sources, fanInOf, users, readers }
}
