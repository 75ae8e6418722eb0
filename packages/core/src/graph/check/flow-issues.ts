/** What is wrong with a graph as a whole: where rows enter and answers leave, cycles, and what reaches what. */

import {
  graphCycle,
  inputMismatch,
  invalidId,
  noInput,
  noOutput,
  repeatedNode,
  unknownNode,
  unreachableOutput,
} from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { invalidOption } from '../../errors/options.ts'
import { isKind, isLoss } from '../contracts/is-definition.ts'
import type { Graph, GraphNode, NodeId } from '../value/graph.ts'
import { ranked } from '../value/order.ts'
import { reach } from '../value/reach.ts'
import { type NodeNumbers, undelayed, type Wiring } from '../value/wiring.ts'

/** Looks at a graph of the right form, wired by its nodes of the right form. */
export function flowIssues(graph: Graph, wiring: Wiring, numbers: NodeNumbers): Issue[] {
  const { nodes } = wiring
  const issues: Issue[] = []
  const inputs = named('inputs', graph.inputs, numbers, issues)
  const outputs = named('outputs', graph.outputs, numbers, issues)
  targetsOf(graph, numbers, issues)
  sourceIssues(graph, nodes, inputs, issues)
  // Before what may come of it: where everything is read by something, nothing is an output.
  const { cycle } = ranked(undelayed(wiring))
  if (cycle !== null) issues.push(graphCycle(cycle))
  if (graph.inputs.length === 0) issues.push(noInput())
  if (graph.outputs.length === 0) issues.push(noOutput())
  if (inputs.length > 0) {
    const reached = reach(wiring, inputs, 'forward')
    for (const output of outputs) if (reached[output] === 0) issues.push(unreachableOutput(idOf(nodes, output)))
  }
  return issues
}

const idOf = (nodes: readonly GraphNode[], n: number): NodeId => (nodes[n] as GraphNode).id

/** The numbers of the nodes that a list names, each once. */
function named(list: string, ids: readonly unknown[], numbers: NodeNumbers, issues: Issue[]): number[] {
  const met = new Set<unknown>()
  const found: number[] = []
  for (const id of ids) {
    const n = typeof id === 'string' ? numbers.get(id) : undefined
    if (typeof id !== 'string') issues.push(invalidId(id))
    else if (n === undefined) issues.push(unknownNode(id))
    else if (met.has(id)) issues.push(repeatedNode(list, id))
    else if (n >= 0) found.push(n)
    met.add(id)
  }
  return found
}

/** The nodes that the losses read, and what is wrong with these. */
export function targetsOf(graph: Graph, numbers: NodeNumbers, issues: Issue[]): number[] {
  const targets: number[] = []
  for (const [n, given] of (graph.losses as readonly unknown[]).entries()) {
    const { loss, nodes, weight } = (given ?? {}) as { loss?: unknown; nodes?: unknown; weight?: unknown }
    const at = `losses[${n}]`
    if (!isLoss(loss)) issues.push(invalidOption(`${at}.loss`, loss, 'a loss, such as squaredError()'))
    if (!Number.isFinite(weight)) issues.push(invalidOption(`${at}.weight`, weight, 'a finite number'))
    if (!Array.isArray(nodes) || nodes.length === 0)
      issues.push(invalidOption(`${at}.nodes`, nodes, 'at least one node'))
    else for (const target of named(`${at}.nodes`, nodes, numbers, issues)) targets.push(target)
  }
  return targets
}

/** Inputs are the nodes of a kind that reads rows, and only they. */
function sourceIssues(graph: Graph, nodes: readonly GraphNode[], inputs: readonly number[], issues: Issue[]): void {
  const reads = new Map<string, boolean>()
  for (const [key, kind] of Object.entries(graph.kinds)) {
    if (isKind(kind)) reads.set(key, kind.computation.form === 'source')
  }
  const listed = new Uint8Array(nodes.length)
  for (const n of inputs) listed[n] = 1
  nodes.forEach(({ id, kind }, n) => {
    const isListed = listed[n] === 1
    if (reads.get(kind) === !isListed) issues.push(inputMismatch(id, isListed))
  })
}
