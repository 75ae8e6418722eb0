/** All that can be wrong with a graph, as a list. */

import type { Issue } from '../../errors/issue.ts'
import { DefinitionNames } from '../value/definition-names.ts'
import type { Graph } from '../value/graph.ts'
import { shape } from '../value/shape.ts'
import { wire } from '../value/wiring.ts'
import { edgeIssues } from './edge-issues.ts'
import { fitIssues } from './fit-issues.ts'
import { flowIssues } from './flow-issues.ts'
import { nodeIssues } from './node-issues.ts'

/**
 * Everything that is wrong (errors) or odd (warnings) in a graph, and in anything that is taken for one: it may be made
 * by hand or be arbitrarily wrong inside. Where its form is wrong, only that is told. Linear in nodes and distinct
 * fan-ins, without recursion; a fan-in that several nodes share is looked at once, and told of at the first of them.
 *
 * @example
 * validate(graph).filter((issue) => issue.severity === 'warning') // [{ code: 'NO_LOSS_PATH', place: { node: 'h9' }, … }]
 */
export function validate(graph: Graph): Issue[] {
  const { issues, graph: formed, nodes, numbers, fanIns } = shape(graph)
  if (formed === null) return issues
  const wiring = wire(nodes, numbers, fanIns)
  return [
    ...issues,
    ...nodeIssues(nodes, formed.kinds),
    ...edgeIssues(wiring, numbers),
    ...flowIssues(formed, wiring, numbers),
    ...DefinitionNames.issues(formed),
    ...fitIssues(formed, nodes, numbers),
  ]
}
