/** All that can be wrong with a graph, as a list. */

import type { Issue } from '../../errors/issue.ts'
import { DefinitionNames } from '../value/definition-names.ts'
import type { Graph } from '../value/graph.ts'
import { shape } from '../value/shape.ts'
import { type NodeNumbers, type Wiring, wire } from '../value/wiring.ts'
import { edgeIssues } from './edge-issues.ts'
import { flowIssues } from './flow-issues.ts'
import { nodeIssues } from './node-issues.ts'
import { oddIssues } from './odd-issues.ts'

/**
 * Everything that is wrong (errors) or odd (warnings) in a graph, and in anything that is taken for one: it may be made
 * by hand or be arbitrarily wrong inside. Where its form is wrong, only that is told. Linear in nodes and distinct
 * fan-ins, without recursion; a fan-in that several nodes share is looked at once, and told of at the first of them.
 *
 * @example
 * validate(graph).filter((issue) => issue.severity === 'warning') // [{ code: 'NO_LOSS_PATH', place: { node: 'h9' }, … }]
 */
export function validate(graph: Graph): Issue[] {
  const { issues, formed } = looked(graph)
  return formed === null ? issues : [...issues, ...oddIssues(formed.graph, formed.wiring, formed.numbers)]
}

/** What is wrong alone, as whoever builds or runs a graph wants to know. */
export function errorsIn(graph: Graph): Issue[] {
  return looked(graph).issues
}

interface Formed {
  readonly graph: Graph
  readonly wiring: Wiring
  readonly numbers: NodeNumbers
}

function looked(graph: Graph): { readonly issues: Issue[]; readonly formed: Formed | null } {
  const { issues, graph: formed, nodes, numbers, fanIns } = shape(graph)
  if (formed === null) return { issues, formed }
  const wiring = wire(nodes, numbers, fanIns)
  const found = [
    ...issues,
    ...nodeIssues(nodes, formed.kinds),
    ...edgeIssues(wiring, numbers),
    ...flowIssues(formed, wiring, numbers),
    ...DefinitionNames.issues(formed),
  ]
  return { issues: found, formed: { graph: formed, wiring, numbers } }
}
