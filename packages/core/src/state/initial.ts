/** The parameters a graph starts with: its start values where it gives any, else numbers drawn from the seed. */

import { invalidBias, invalidWeight, NeuriteError } from '../errors.ts'
import { edgeId, type Graph, type GraphNode, type NodeId } from '../graph/graph.ts'
import type { Initializer, InitialPlace } from '../graph/initializer.ts'
import { streamOf, uniform } from '../numerics/random.ts'
import { type Layout, layout } from '../plan/layout.ts'

/** How many numbers an initializer may draw for one parameter before it meets those of the next. */
const STRETCH = 65536

/**
 * The start value of every parameter, in the order of `layout(graph)`. A node draws from the stream of its id, its bias
 * from the stretch of 65,536 numbers at the beginning, the weight of slot k from the stretch k + 1: so a parameter
 * starts the same whatever other nodes there are and whichever start values are given. (An initializer that looks at
 * fan-in or fan-out sees the edges, of course.) Throws INVALID_BIAS or INVALID_WEIGHT where an initializer gives no
 * finite number, INVALID_OPTION where the seed is no safe integer.
 */
export function initialParameters(graph: Graph, seed: number): Float64Array {
  const places = layout(graph)
  const leaving = edgesLeaving(places)
  const declared = declaredOfLanes(places)
  const parameters = new Float64Array(places.parameters)

  // One generator for all: it is set to a parameter's stretch before the initializer is asked.
  let stream = 0
  let index = 0
  const random = () => uniform(seed, stream, index++)
  const draw = (initializer: Initializer, parameter: number, place: InitialPlace): number => {
    index = parameter * STRETCH
    return initializer.draw(random, place)
  }

  for (const { kind, list, firstLane, lanes } of places.groups) {
    const { bias, weights } = kind
    const { sources } = list
    if (bias === null && weights === null) continue
    const fanIn = sources.length
    for (let lane = firstLane; lane < firstLane + lanes; lane++) {
      const node = graph.nodes[places.order[lane] as NodeId] as GraphNode
      let to = places.start[lane] as number
      stream = streamOf(node.id)
      if (bias !== null) {
        const fanOut = leaving[declared[lane] as number] as number
        parameters[to++] = node.bias ?? draw(bias, 0, { fanIn, fanOut })
      }
      if (weights === null) continue
      for (let slot = 0; slot < fanIn; slot++) {
        const fanOut = leaving[sources[slot] as number] as number
        parameters[to++] = node.weights?.[slot] ?? draw(weights, slot + 1, { fanIn, fanOut })
      }
    }
  }
  refuseNotFinite(graph, places, parameters)
  return parameters
}

/** How many edges leave each node, by declared position. */
function edgesLeaving({ order, groups }: Layout): Int32Array {
  const leaving = new Int32Array(order.length)
  for (const { list, lanes } of groups) {
    for (const source of list.sources) leaving[source] = (leaving[source] as number) + lanes
  }
  return leaving
}

/** The declared position of each lane. */
function declaredOfLanes({ laneOfDeclared }: Layout): Int32Array {
  const declared = new Int32Array(laneOfDeclared.length)
  laneOfDeclared.forEach((lane, position) => {
    declared[lane] = position
  })
  return declared
}

function refuseNotFinite(graph: Graph, { order, start }: Layout, parameters: Float64Array): void {
  const wrong = parameters.findIndex((value) => !Number.isFinite(value))
  if (wrong < 0) return
  const lane = start.findIndex((from) => from > wrong) - 1
  const node = graph.nodes[order[lane] as NodeId] as GraphNode
  const slot = wrong - (start[lane] as number) - (graph.kinds[node.kind]?.bias === null ? 0 : 1)
  if (slot < 0) throw new NeuriteError(invalidBias(node.id, parameters[wrong]))
  const edge = edgeId(node.inputs[slot] as NodeId, node.id, node.delays?.[slot] ?? 0)
  throw new NeuriteError(invalidWeight(edge, node.id, parameters[wrong]))
}
