/** The parameters a graph starts with: its start values where it gives any, else numbers drawn from the seed. */

import type { Graph } from '../graph/value/graph.ts'
import { layout } from '../plan/layout.ts'
import { writeStartValues } from './start-values.ts'

/** The start value of every parameter, in the order of `layout(graph)`. Throws as `writeStartValues` does. */
export function initialParameters(graph: Graph, seed: number): Float64Array {
  const parameters = new Float64Array(layout(graph).parameters)
  writeStartValues(parameters, graph, seed, null)
  return parameters
}
