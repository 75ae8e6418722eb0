/** The start value of single parameters: what `initialParameters` gives all of them, asked one by one. */

import { invalidBias, invalidWeight, NeuriteError } from '../errors.ts'
import { edgeId, type Graph, type GraphNode, type NodeId } from '../graph/graph.ts'
import type { Initializer, InitialPlace } from '../graph/initializer.ts'
import type { NodeKind } from '../graph/kind.ts'
import { streamOf, uniform } from '../numerics/random.ts'
import { type Layout, layout } from '../plan/layout.ts'

/** As in `initialParameters`: how many numbers lie between what two parameters of a node draw. */
const STRETCH = 65536

/**
 * A function that writes into `target` the start values of those parameters of a node for which `wanted` holds, both by
 * place in `layout(graph)`. The bits are those of `initialParameters(graph, seed)`, and so are the refusals:
 * INVALID_BIAS, INVALID_WEIGHT, and INVALID_OPTION where the seed is no safe integer.
 *
 * @example
 * const write = startValues(graph, 1)
 * write('h4', parameters, (place) => isNew[place]) // draws nothing for the others
 */
export function startValues(
  graph: Graph,
  seed: number,
): (id: NodeId, target: Float64Array, wanted: (place: number) => boolean) => void {
  const places = layout(graph)
  const leaving = edgesLeaving(places)
  const fanOutOf = (id: NodeId): number => leaving[places.lane.get(id) as number] as number
  return (id, target, wanted) => {
    const node = graph.nodes[id] as GraphNode
    const { bias, weights } = graph.kinds[node.kind] as NodeKind
    const stream = streamOf(id)
    const fanIn = node.inputs.length
    let place = places.start[places.lane.get(id) as number] as number
    if (bias !== null) {
      if (wanted(place)) {
        const value = node.bias ?? draw(bias, stream, 0, { fanIn, fanOut: fanOutOf(id) })
        if (!Number.isFinite(value)) throw new NeuriteError(invalidBias(id, value))
        target[place] = value
      }
      place++
    }
    if (weights === null) return
    for (let slot = 0; slot < fanIn; slot++, place++) {
      if (!wanted(place)) continue
      const fanOut = fanOutOf(node.inputs[slot] as NodeId)
      const value = node.weights?.[slot] ?? draw(weights, stream, slot + 1, { fanIn, fanOut })
      if (!Number.isFinite(value)) {
        const edge = edgeId(node.inputs[slot] as NodeId, id, node.delays?.[slot] ?? 0)
        throw new NeuriteError(invalidWeight(edge, id, value))
      }
      target[place] = value
    }
  }

  function draw(initializer: Initializer, stream: number, parameter: number, place: InitialPlace): number {
    let index = parameter * STRETCH
    return initializer.draw(() => uniform(seed, stream, index++), place)
  }
}

/** How many edges leave each node, by lane. */
function edgesLeaving({ order, groups, laneOfDeclared }: Layout): Int32Array {
  const leaving = new Int32Array(order.length)
  for (const { list, lanes } of groups) {
    for (const source of list.sources) {
      const lane = laneOfDeclared[source] as number
      leaving[lane] = (leaving[lane] as number) + lanes
    }
  }
  return leaving
}
