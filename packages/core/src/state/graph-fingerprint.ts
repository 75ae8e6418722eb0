/** The fingerprint of a graph's meaning. It knows no numbers that were learned. */

import { definitionKey } from '../graph/contracts/definition.ts'
import { type Graph, type GraphNode, type NodeId, nodesInOrder } from '../graph/value/graph.ts'
import { type Hash, hash } from '../numerics/hash.ts'
import { layout } from '../plan/layout.ts'

const known = new WeakMap<Graph, string>()

/**
 * 32 hex digits, equal for graphs of equal content: ids in declared order, kinds, edges in fan-in order with delays,
 * start values, inputs, outputs, losses. Definitions count by name and options, so kinds of one's own do; an operator
 * on an edge counts by being there, since a function has no content to compare. A start value −0 counts as 0, as in
 * JSON. Computed once per graph value.
 */
export function graphFingerprint(graph: Graph): string {
  let found = known.get(graph)
  if (found === undefined) {
    found = compute(graph)
    known.set(graph, found)
  }
  return found
}

function compute(graph: Graph): string {
  const nodes = nodesInOrder(graph)
  const position = new Map<NodeId, number>(nodes.map((node, k) => [node.id, k]))
  const positions = (ids: readonly NodeId[]) => Int32Array.from(ids, (id) => position.get(id) as number)
  const into = hash().text('neurite/graph 1').text(JSON.stringify(graph.order))
  feedKinds(into, graph, nodes)
  feedEdges(into, graph)
  feedStartValues(into, nodes)
  feedDelaysAndOperators(into, nodes)
  into.integers(positions(graph.inputs)).integers(positions(graph.outputs)).number(graph.losses.length)
  for (const { loss, nodes: read, weight } of graph.losses) {
    into.text(definitionKey(loss)).integers(positions(read)).number(weight)
  }
  if (graph.frozen !== undefined) into.text(JSON.stringify(graph.frozen))
  return into.digest()
}

/** The kinds that are used, numbered by first use, and each node's number. */
function feedKinds(into: Hash, graph: Graph, nodes: readonly GraphNode[]): void {
  const number = new Map<string, number>()
  const ofNode = Int32Array.from(nodes, ({ kind }) => numbered(number, kind))
  const keys = Array.from(number.keys(), (key) => {
    const kind = graph.kinds[key]
    return kind === undefined ? key : definitionKey(kind)
  })
  into.text(JSON.stringify(keys)).integers(ofNode)
}

/**
 * Each distinct fan-in once, numbered by first use, and each node's number: whether nodes share an array does not
 * count.
 */
function feedEdges(into: Hash, graph: Graph): void {
  const { groups, lists, laneOfDeclared } = layout(graph)
  const listOfLane = new Int32Array(laneOfDeclared.length)
  for (const { list, firstLane, lanes } of groups) listOfLane.fill(list.index, firstLane, firstLane + lanes)
  const number = new Map<number, number>()
  into.integers(laneOfDeclared.map((lane) => numbered(number, listOfLane[lane] as number)))
  for (const list of number.keys()) into.integers(lists[list]?.sources ?? new Int32Array())
}

/** A bias or weight that is to be drawn counts as NaN, which no start value is; −1 ends the nodes that have any. */
function feedStartValues(into: Hash, nodes: readonly GraphNode[]): void {
  into.floats(Float64Array.from(nodes, ({ bias }) => startValue(bias)))
  nodes.forEach(({ weights }, k) => {
    if (weights?.some((weight) => weight !== null)) into.number(k).floats(Float64Array.from(weights, startValue))
  })
  into.number(-1)
}

function startValue(given: number | null | undefined): number {
  return (given ?? Number.NaN) + 0
}

function feedDelaysAndOperators(into: Hash, nodes: readonly GraphNode[]): void {
  nodes.forEach(({ delays }, k) => {
    if (delays?.some((delay) => delay !== 0)) into.number(k).floats(delays)
  })
  into.number(-1)
  nodes.forEach(({ through = {} }, k) => {
    for (const [slot, { back }] of Object.entries(through)) {
      into
        .number(k)
        .number(Number(slot))
        .number(back === undefined ? 0 : 1)
    }
  })
  into.number(-1)
}

function numbered<Key>(number: Map<Key, number>, key: Key): number {
  const found = number.get(key) ?? number.size
  number.set(key, found)
  return found
}
