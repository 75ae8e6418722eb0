/** What is wrong with where edges come from: ends that are no nodes, and edges that are there twice. */

import { duplicateEdge, unknownEndpoint } from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { row } from '../../numerics/table.ts'
import { edgeAt, edgeName } from '../../text/names.ts'
import type { GraphNode } from '../value/graph.ts'
import type { NodeNumbers, Wiring } from '../value/wiring.ts'

/** Looks at each distinct fan-in once, and tells of it at the first node that has it. */
export function edgeIssues({ nodes, sources, users }: Wiring, numbers: NodeNumbers): Issue[] {
  const issues: Issue[] = []
  const metIn = new Int32Array(nodes.length).fill(-1)
  for (let fanIn = 0; fanIn + 1 < sources.start.length; fanIn++) {
    const [from, to] = [sources.start[fanIn] as number, sources.start[fanIn + 1] as number]
    let repeats = false
    let unknown = false
    for (let k = from; k < to; k++) {
      const source = sources.items[k] as number
      if (source < 0) unknown = true
      else if (metIn[source] === fanIn) repeats = true
      else metIn[source] = fanIn
    }
    if (!repeats && !unknown) continue
    const sharing = row(users, fanIn)
    if (unknown) unknownEnds(nodes[sharing[0] as number] as GraphNode, numbers, issues)
    if (repeats) for (const n of sharing) repeatedEdges(nodes[n] as GraphNode, issues)
  }
  return issues
}

function unknownEnds(node: GraphNode, numbers: NodeNumbers, issues: Issue[]): void {
  const unknown = new Set(node.inputs.filter((id) => !numbers.has(id)))
  for (const id of unknown) issues.push(unknownEndpoint(edgeName(id, node.id, 0), node.id))
}

/** Of a fan-in that a thousand nodes share every edge may be there twice: nobody reads all of that. */
const MOST = 1000

/** Edges of one source are different edges if their delays differ. */
function repeatedEdges(node: GraphNode, issues: Issue[]): void {
  if (issues.length >= MOST) return
  const met = new Set<string>()
  for (let slot = 0; slot < node.inputs.length; slot++) {
    const edge = edgeAt(node, slot)
    if (met.has(edge)) issues.push(duplicateEdge(edge, node.id))
    met.add(edge)
  }
}
