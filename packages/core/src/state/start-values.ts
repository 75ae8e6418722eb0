/** The value each parameter starts with: the one the graph gives, else a number drawn from the seed. */

import { invalidBias, invalidWeight } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Initializer, InitialPlace } from '../graph/contracts/initializer.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph, GraphNode, NodeId } from '../graph/value/graph.ts'
import { streamOf, uniform } from '../numerics/random.ts'
import { type Layout, layout } from '../plan/layout.ts'
import { nameAt, placeAt, stretches } from '../plan/parameters.ts'
import { edgeAt } from '../text/names.ts'

/** How many numbers an initializer may draw for one parameter before it meets those of the next. */
const STRETCH = 65536

/**
 * Writes into `target` the start value of every parameter for which `wanted` holds, of all where it is null; both by place
 * in `layout(graph)`. A node draws from the stream of its id, its bias from the stretch of 65,536 numbers at the beginning,
 * the weight of slot k from the stretch k + 1, others from streams of their own: so a parameter starts the same whatever other nodes there are, whichever
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

  // One generator for all: it is set to a stream and a parameter's stretch before the initializer is asked.
  let streamed: string | null = null
  let stream = 0
  let index = 0
  const random = () => uniform(seed, stream, index++)
  const draw = (initializer: Initializer, from: string, stretch: number, place: InitialPlace): number => {
    if (from !== streamed) stream = streamOf(from)
    streamed = from
    index = stretch * STRETCH
    return initializer.draw(random, place, initializer.options)
  }

  for (const { kind, list, firstLane, lanes } of places.groups) {
    const { sources } = list
    const declared = stretches(kind, sources.length)
    if (declared.length === 0) continue
    for (let lane = firstLane; lane < firstLane + lanes; lane++) {
      const node = graph.nodes[places.order[lane] as NodeId] as GraphNode
      const ownFanOut = leaving[places.declaredOfLane[lane] as number] as number
      for (const { declared: one, offset, length, count } of declared) {
        const first = (places.start[lane] as number) + offset
        const { from, skipped } = sequenceOf(node.id, one.name)
        for (let k = 0; k < length; k++) {
          if (wanted !== null && !wanted(first + k)) continue
          const slot = one.per === 'edge' ? Math.floor(k / count) : null
          const fanOut = slot === null ? ownFanOut : (leaving[sources[slot] as number] as number)
          const place = { fanIn: sources.length, fanOut }
          const value = given(node, one.name, slot) ?? draw(one.start, from, skipped + k, place)
          if (!Number.isFinite(value)) throw notFinite(node, kind, offset + k, value)
          target[first + k] = value
        }
      }
    }
  }
}

/** A bias comes first in its node's own sequence, whether there is one or not, and the weights behind it; others have theirs. */
function sequenceOf(id: NodeId, parameter: string): { readonly from: string; readonly skipped: number } {
  if (parameter === 'bias') return { from: id, skipped: 0 }
  return parameter === 'weight' ? { from: id, skipped: 1 } : { from: `${parameter} ${id}`, skipped: 0 }
}

function given({ bias, weights }: GraphNode, parameter: string, slot: number | null): number | null | undefined {
  if (parameter === 'bias') return bias
  return parameter === 'weight' && slot !== null ? weights?.[slot] : undefined
}

function notFinite(node: GraphNode, kind: NodeKind, offset: number, value: unknown): NeuriteError {
  const { parameter, slot } = placeAt(kind, node.inputs.length, offset)
  if (parameter === 'bias') return new NeuriteError(invalidBias(node.id, value))
  const name = slot === null ? nameAt(node, kind, offset) : edgeAt(node, slot)
  return new NeuriteError(invalidWeight(name, node.id, value))
}

/** How many edges leave each node, by declared position. */
function edgesLeaving({ order, groups }: Layout): Int32Array {
  const leaving = new Int32Array(order.length)
  for (const { list, lanes } of groups) {
    for (const source of list.sources) leaving[source] = (leaving[source] as number) + lanes
  }
  return leaving
}
