/** What the checks ask of a plan again and again, read from what the kinds declare; it knows no numbers of a training. */

import type { Activation } from '../graph/contracts/activation.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import { type GraphNode, type NodeId, nodesInOrder } from '../graph/value/graph.ts'
import { ranked } from '../graph/value/order.ts'
import { reach } from '../graph/value/reach.ts'
import { undelayed, type Wiring, wire } from '../graph/value/wiring.ts'
import { placeAt } from '../plan/parameters.ts'
import type { Plan } from '../plan/plan.ts'
import { edgeAt } from '../text/names.ts'
import { type Steepness, steepness } from './steepness.ts'

/** Neighboring lanes with one activation. */
export interface ActiveRun {
  readonly activation: Activation
  readonly steepness: Steepness
  readonly firstLane: number
  readonly lanes: number
}

export interface Anatomy {
  readonly plan: Plan
  /** How many lanes are nodes; those of edges with operators stand behind them. */
  readonly nodes: number
  /** How many of them, the first ones, are inputs. */
  readonly inputs: number
  /** How far each lane is from the inputs. */
  readonly rank: Int32Array
  readonly ranks: number
  /** 1 for each lane from which a loss can be reached. */
  readonly learns: Uint8Array
  /** 1 for each lane with a parameter that an update may move. */
  readonly moves: Uint8Array
  /** The lanes that have an activation, run by run. */
  readonly active: readonly ActiveRun[]
  /** The run of each lane, or −1. */
  readonly activeOfLane: Int32Array
  id(lane: number): NodeId
  /** The edge whose weight stands at this place among the parameters of the lane; null for the bias. */
  edge(lane: number, parameter: number): string | null
}

/** Reads a plan once. */
export function anatomy(plan: Plan): Anatomy {
  const { graph, layout } = plan
  const { order, groups } = layout
  const nodes = order.length
  const wiring = wire(nodesInOrder(graph))
  const rankOf = ranked(undelayed(wiring)).ranks
  const rank = Int32Array.from(order, (id) => rankOf.get(id) as number)
  const active: ActiveRun[] = []
  const activeOfLane = new Int32Array(nodes).fill(-1)
  for (const { kind, firstLane, lanes } of groups) {
    if (kind.computation.form !== 'affine') continue
    const { activation } = kind.computation
    activeOfLane.fill(active.length, firstLane, firstLane + lanes)
    active.push({ activation, steepness: steepness(activation), firstLane, lanes })
  }
  const nodeOf = (at: number): GraphNode => graph.nodes[order[at] as NodeId] as GraphNode
  return {
    plan,
    nodes,
    inputs: graph.inputs.length,
    rank,
    ranks: rank.reduce((most, own) => Math.max(most, own + 1), 0),
    learns: reachingLoss(plan, wiring),
    moves: Uint8Array.from(order, (_, lane) => (hasMovable(plan, lane) ? 1 : 0)),
    active,
    activeOfLane,
    id: (at) => order[at] as NodeId,
    edge(at, parameter) {
      const node = nodeOf(at)
      const { slot } = placeAt(graph.kinds[node.kind] as NodeKind, node.inputs.length, parameter)
      return slot === null ? null : edgeAt(node, slot)
    },
  }
}

/** 1 for each lane from which a loss can be reached. */
function reachingLoss({ losses, layout }: Plan, wiring: Wiring): Uint8Array {
  const { declaredOfLane } = layout
  const targets = losses.flatMap(({ lanes }) => Array.from(lanes, (lane) => declaredOfLane[lane] as number))
  const reaching = reach(wiring, targets, 'backward')
  return Uint8Array.from(declaredOfLane, (declared) => reaching[declared] as number)
}

function hasMovable({ layout, frozen }: Plan, lane: number): boolean {
  const [from, to] = [layout.start[lane] as number, layout.start[lane + 1] as number]
  return frozen === null ? to > from : frozen.subarray(from, to).includes(0)
}
