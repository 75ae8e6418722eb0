/** The value each parameter starts with: the one the graph gives, else a number drawn from the seed. */

import { invalidBias, invalidWeight } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Initializer, InitialPlace } from '../graph/contracts/initializer.ts'
import type { Graph, GraphNode, NodeId } from '../graph/value/graph.ts'
import { streamOf, uniform } from '../numerics/random.ts'
import { type Layout, layout } from '../plan/layout.ts'
import { edgeAt } from '../text/names.ts'

/** How many numbers an initializer may draw for one parameter before it meets those of the next. */
const STRETCH = 65536

/**
 * Writes into `target` the start value of every parameter for which `wanted` holds, of all where it is null; both by place
 * in `layout(graph)`. A node draws from the stream of its id, its bias from the stretch of 65,536 numbers at the beginning,
 * the weight of slot k from the stretch k + 1: so a parameter starts the same whatever other nodes there are, whichever
 * start values are given and whatever else is wanted. (An initializer that looks at fan-in or fan-out sees the edges, of
 * course.) Throws INVALID_BIAS or INVALID_WEIGHT where an initializer gives no finite number, INVALID_OPTION where the seed
 * is no safe integer.
 */
export function writeStartValues(
  target: Float64Array,
  graph: Graph,
  seed: number,
  wanted: ((place: number) => boolean) | null,
): void {
  const places = layout(graph)
  const leaving = edgesLeaving(places)

  // One generator for all: it is set to a node's stream and a parameter's stretch before the initializer is asked.
  let streamed: NodeId | null = null
  let stream = 0
  let index = 0
  const random = () => uniform(seed, stream, index++)
  const draw = (initializer: Initializer, id: NodeId, parameter: number, place: InitialPlace): number => {
    if (id !== streamed) stream = streamOf(id)
    streamed = id
    index = parameter * STRETCH
    return initializer.draw(random, place, initializer.options)
  }

  for (const { kind, list, firstLane, lanes } of places.groups) {
    const { bias, weights } = kind
    const { sources } = list
    if (bias === null && weights === null) continue
    const fanIn = sources.length
    for (let lane = firstLane; lane < firstLane + lanes; lane++) {
      const node = graph.nodes[places.order[lane] as NodeId] as GraphNode
      let place = places.start[lane] as number
      if (bias !== null) {
        if (wanted === null || wanted(place)) {
          const fanOut = leaving[places.declaredOfLane[lane] as number] as number
          const value = node.bias ?? draw(bias, node.id, 0, { fanIn, fanOut })
          if (!Number.isFinite(value)) throw new NeuriteError(invalidBias(node.id, value))
          target[place] = value
        }
        place++
      }
      if (weights === null) continue
      for (let slot = 0; slot < fanIn; slot++, place++) {
        if (wanted !== null && !wanted(place)) continue
        const fanOut = leaving[sources[slot] as number] as number
        const value = node.weights?.[slot] ?? draw(weights, node.id, slot + 1, { fanIn, fanOut })
        if (!Number.isFinite(value)) throw notFinite(node, slot, value)
        target[place] = value
      }
    }
  }
}

function notFinite(node: GraphNode, slot: number, value: unknown): NeuriteError {
  const edge = edgeAt(node, slot)
  return new NeuriteError(invalidWeight(edge, node.id, value))
}

/** How many edges leave each node, by declared position. */
function edgesLeaving({ order, groups }: Layout): Int32Array {
  const leaving = new Int32Array(order.length)
  for (const { list, lanes } of groups) {
    for (const source of list.sources) leaving[source] = (leaving[source] as number) + lanes
  }
  return leaving
}
