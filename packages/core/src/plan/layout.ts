/**
 * Where everything of a graph stands: the lane of each node and the span of its parameters. It depends on the graph
 * alone, never on how nodes are fused, so that the same network has the same bits and the same fingerprint either way.
 */

import type { NodeKind } from '../graph/contracts/kind.ts'
import { type Graph, type GraphNode, type NodeId, nodesInOrder } from '../graph/value/graph.ts'
import { ranks } from '../graph/value/order.ts'
import { type InputList, inputLists } from './input-list.ts'
import { parametersOf } from './parameters.ts'

/** Nodes of one kind and one input list: neighbors in lanes, and one dense block where they are fused. */
export interface Group {
  readonly kind: NodeKind
  readonly list: InputList
  readonly firstLane: number
  readonly lanes: number
}

export interface Layout {
  /** Plan order: lane k belongs to order[k]. By rank, then by the first declared node of the group. */
  readonly order: readonly NodeId[]
  readonly lane: ReadonlyMap<NodeId, number>
  /** The parameters of lane k stand from start[k] to start[k + 1], as its kind declares them. */
  readonly start: Int32Array
  /** How many parameters there are in all. */
  readonly parameters: number
  /** In plan order; the first holds the inputs. */
  readonly groups: readonly Group[]
  readonly lists: readonly InputList[]
  /** The lane of each node by declared position: what `InputList.sources` refers to. */
  readonly laneOfDeclared: Int32Array
  /** The declared position of each lane's node. */
  readonly declaredOfLane: Int32Array
}

const known = new WeakMap<Graph, Layout>()

/** The layout of a valid graph, computed once for each graph value. */
export function layout(graph: Graph): Layout {
  let found = known.get(graph)
  if (found === undefined) {
    found = arrange(graph)
    known.set(graph, found)
  }
  return found
}

interface Members {
  readonly kind: NodeKind
  readonly list: InputList
  readonly rank: number
  readonly members: number[]
}

function arrange(graph: Graph): Layout {
  const nodes = nodesInOrder(graph)
  const { lists, ofNode } = inputLists(nodes)
  const order: NodeId[] = []
  const lane = new Map<NodeId, number>()
  const laneOfDeclared = new Int32Array(nodes.length)
  const declaredOfLane = new Int32Array(nodes.length)
  const start = new Int32Array(nodes.length + 1)
  const groups: Group[] = []
  let parameters = 0
  for (const { kind, list, members } of grouped(graph, nodes, lists, ofNode)) {
    groups.push({ kind, list, firstLane: order.length, lanes: members.length })
    const span = parametersOf(kind, list.sources.length)
    for (const declared of members) {
      const { id } = nodes[declared] as GraphNode
      laneOfDeclared[declared] = order.length
      declaredOfLane[order.length] = declared
      lane.set(id, order.length)
      start[order.length] = parameters
      parameters += span
      order.push(id)
    }
  }
  start[order.length] = parameters
  return { order, lane, start, parameters, groups, lists, laneOfDeclared, declaredOfLane }
}

function grouped(graph: Graph, nodes: GraphNode[], lists: InputList[], ofNode: Int32Array): Members[] {
  const rankOf = ranks(nodes).ranks
  const kinds = Object.keys(graph.kinds)
  const kindIndex = new Map(kinds.map((key, k) => [key, k]))
  const position = new Map(graph.inputs.map((id, k) => [id, k]))
  const inputs: number[] = []
  const byKey = new Map<number, Members>()
  const all: Members[] = []
  nodes.forEach((node, declared) => {
    const kind = graph.kinds[node.kind] as NodeKind
    if (kind.computation.form === 'source') {
      inputs[position.get(node.id) as number] = declared
      return
    }
    const list = lists[ofNode[declared] as number] as InputList
    const key = list.index * kinds.length + (kindIndex.get(node.kind) as number)
    const group = kind.computation.form === 'affine' ? byKey.get(key) : undefined
    if (group !== undefined) {
      group.members.push(declared)
      return
    }
    const made = { kind, list, rank: rankOf.get(node.id) as number, members: [declared] }
    all.push(made)
    if (kind.computation.form === 'affine') byKey.set(key, made)
  })
  // Sorting is stable, so groups of one rank stay in the order of their first declared node.
  all.sort((a, b) => a.rank - b.rank)
  const first = inputs[0]
  if (first !== undefined) {
    const node = nodes[first] as GraphNode
    const list = lists[ofNode[first] as number] as InputList
    all.unshift({ kind: graph.kinds[node.kind] as NodeKind, list, rank: 0, members: inputs })
  }
  return all
}
