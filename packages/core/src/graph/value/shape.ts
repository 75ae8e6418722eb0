/** Whether a value has the form of a graph: what has to hold before its meaning can be looked at. */

import { invalidFormat } from '../../errors/files.ts'
import { duplicateId, invalidId, unknownNode } from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Graph, GraphNode, NodeId } from './graph.ts'
import { FanIns, type NodeNumbers } from './wiring.ts'

export interface Shape {
  readonly issues: Issue[]
  /** The graph, if its own form is right; its nodes may still be anything. */
  readonly graph: Graph | null
  /** The nodes whose form is right, each id once, in declared order. */
  readonly nodes: readonly GraphNode[]
  /** The place of each id among `nodes`; -1 for a node of the wrong form. */
  readonly numbers: NodeNumbers
  readonly fanIns: FanIns
}

const MADE = 'make graphs by graph(recipe), and others of them by edit(graph, recipe)'

/** Looks at the form of a value that may be anything at all. */
export function shape(value: unknown): Shape {
  const issues = topIssues(value)
  if (issues.length > 0) return { issues, graph: null, nodes: [], numbers: new Map(), fanIns: new FanIns() }
  const graph = value as Graph
  const nodes: GraphNode[] = []
  const numbers = new Map<NodeId, number>()
  const fanIns = new FanIns()
  for (const id of graph.order as readonly unknown[]) {
    if (typeof id !== 'string' || id === '' || id === '__proto__') issues.push(invalidId(id))
    else if (numbers.has(id)) issues.push(duplicateId(id))
    else if (!Object.hasOwn(graph.nodes, id)) issues.push(unknownNode(id))
    else {
      const wrong = nodeFault(graph.nodes[id], id, fanIns)
      numbers.set(id, wrong === null ? nodes.length : -1)
      if (wrong === null) nodes.push(graph.nodes[id] as GraphNode)
      else issues.push(invalidFormat(wrong, { node: id }, MADE))
    }
  }
  const ids = Object.keys(graph.nodes)
  if (ids.length > numbers.size) {
    for (const id of ids)
      if (!numbers.has(id)) issues.push(invalidFormat(`order lacks the node ${id}`, { node: id }, MADE))
  }
  return { issues, graph, nodes, numbers, fanIns }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function topIssues(value: unknown): Issue[] {
  if (!isObject(value)) return [invalidFormat('the graph is no object', {}, MADE)]
  const issues: Issue[] = []
  for (const name of ['nodes', 'kinds']) {
    if (!isObject(value[name])) issues.push(invalidFormat(`graph.${name} is no object`, { at: name }, MADE))
  }
  for (const name of ['order', 'inputs', 'outputs', 'losses']) {
    if (!Array.isArray(value[name])) issues.push(invalidFormat(`graph.${name} is no array`, { at: name }, MADE))
  }
  return issues
}

function nodeFault(node: unknown, id: NodeId, fanIns: FanIns): string | null {
  if (!isObject(node)) return `the node ${id} is no object`
  if (node.id !== id) return `the node that stands at ${id} has another id`
  if (typeof node.kind !== 'string') return `the kind of ${id} is no key of graph.kinds`
  if (node.weights !== undefined && !Array.isArray(node.weights)) return `the weights of ${id} are no list`
  if (node.delays !== undefined && !Array.isArray(node.delays)) return `the delays of ${id} are no list`
  if (node.through !== undefined && !isObject(node.through)) return `the operators of ${id} are no record by slot`
  return fanIns.read(node.inputs, isListOfIds) ? null : `the inputs of ${id} are no list of ids`
}

function isListOfIds(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  for (let slot = 0; slot < value.length; slot++) if (typeof value[slot] !== 'string') return false
  return true
}
