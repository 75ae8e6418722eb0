/** The graph with every edge turned round. */

import { demandGraph, type Graph, type NodeId, nodesInOrder } from './graph.ts'
import { input } from './kind.ts'
import { makeGraph, makeKinds, makeNode, type NodeParts } from './make-graph.ts'
import { shareFanIns } from './share-fan-ins.ts'
import type { Through } from './through.ts'
import { put } from './weigh.ts'

/**
 * Every edge the other way, with its start weight, delay and operators. A node reads what read it, in declared order.
 * Inputs and outputs swap, and so do their kinds: an output becomes an input, an input gets the kind of the output at
 * its place (counted round). Losses and the biases of new inputs fall away; everything else stays.
 *
 * This is about structure, so it is always there; whether the outcome can run says `validate` (an output that others
 * read becomes an input that reads, which no input can).
 *
 * @example
 * const mirror = reverse(graph) // x → h → o as o → h → x, by the same start weights
 */
export function reverse(graph: Graph): Graph {
  demandGraph(graph, 'reverse')
  const nodes = nodesInOrder(graph)
  const parts = new Map<NodeId, Turned>()
  for (const { id, kind, bias = null } of nodes) {
    parts.set(id, { id, kind, bias, inputs: [], weights: null, delays: null, through: null })
  }
  for (const { id, inputs, weights, delays, through } of nodes) {
    inputs.forEach((source, slot) => {
      const turned = parts.get(source)
      if (turned === undefined) return
      const to = turned.inputs.push(id) - 1
      const operators = through?.[slot]
      const weight = weights?.[slot] ?? null
      const delay = delays?.[slot] ?? 0
      if (weight !== null) turned.weights = put(turned.weights, to, weight, null)
      if (delay !== 0) turned.delays = put(turned.delays, to, delay, 0)
      if (operators !== undefined) {
        turned.through ??= new Map()
        turned.through.set(to, operators)
      }
    })
  }
  const kinds = swapEnds(graph, parts)
  const share = shareFanIns()
  const made = [...parts.values()].map((turned) => makeNode(turned, share(turned.inputs)))
  const used = makeKinds(kinds, new Set(made.map(({ kind }) => kind)))
  return makeGraph(made, used, { inputs: graph.outputs, outputs: graph.inputs, losses: [] })
}

interface Turned extends NodeParts {
  readonly inputs: NodeId[]
  kind: string
  weights: (number | null)[] | null
  bias: number | null
  delays: number[] | null
  through: Map<number, Through> | null
}

/** Gives the ends each other's kinds, and returns the kinds that there are now. */
function swapEnds(graph: Graph, parts: ReadonlyMap<NodeId, Turned>): Map<string, Graph['kinds'][string]> {
  const kinds = new Map(Object.entries(graph.kinds))
  const isSource = (key: string): boolean => kinds.get(key)?.computation.form === 'source'
  const kindOf = (id: NodeId): string => graph.nodes[id]?.kind ?? input.name
  const source = graph.inputs.map(kindOf).find(isSource) ?? input.name
  if (!kinds.has(source)) kinds.set(source, input)
  const outputs = new Set(graph.outputs)
  const both = new Set(graph.inputs.filter((id) => outputs.has(id)))
  const given = graph.outputs.map(kindOf).filter((key) => !isSource(key))
  graph.inputs.forEach((id, n) => {
    const turned = parts.get(id)
    if (turned !== undefined && !both.has(id)) turned.kind = given[n % given.length] ?? turned.kind
  })
  for (const id of graph.outputs) {
    const turned = parts.get(id)
    if (turned === undefined || both.has(id)) continue
    turned.kind = source
    turned.bias = null
  }
  return kinds
}
