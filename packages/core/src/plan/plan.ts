/** The plan: what a graph becomes before it runs, as one plain value. */

import { delayNotRunnable } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { Loss } from '../graph/contracts/loss.ts'
import { demandGraph, edges, type Graph, type NodeId, nodesInOrder, targetNodes } from '../graph/value/graph.ts'
import { shape } from '../text/inspectable.ts'
import { listed } from '../text/printed.ts'
import { type BlockPlan, blocksOf, type Owners, ownersOfLanes } from './block-plan.ts'
import { type Fuse, fuse } from './fuse.ts'
import { type Layout, layout } from './layout.ts'
import type { Part } from './part.ts'
import { placesOf } from './places.ts'
import { type Routes, routes } from './routes.ts'

export interface LossPlan {
  readonly loss: Loss
  readonly weight: number
  /** The lane of each node it reads. */
  readonly lanes: Int32Array
  /** Where each of its targets stands among the targets of a row. */
  readonly targets: Int32Array
}

export interface Plan {
  readonly graph: Graph
  readonly fuse: Fuse
  /** @internal */
  readonly layout: Layout
  /** How many rows the slabs have: a lane per node, then one per edge with an operator. */
  readonly lanes: number
  /** What each kernel computes, in plan order. */
  readonly parts: readonly Part[]
  /** What fires together, in plan order: each part by itself, or a chain of small ones. */
  readonly blocks: readonly BlockPlan[]
  /** @internal */
  readonly losses: readonly LossPlan[]
  /** 1 for each parameter that no update moves; null where all learn. @internal */
  readonly frozen: Uint8Array | null
  /** How many targets a row has. */
  readonly targets: number
  /** The lanes that `predict` answers with. */
  readonly outputs: Int32Array
  /** Which part computes each lane, and which block fires it. @internal */
  readonly owners: Owners
  /** @internal */
  readonly forward: Routes
  /** @internal */
  readonly backward: Routes
}

const asPlan = shape<Plan>(
  ({ fuse, layout, blocks }) => ({
    title: 'Plan',
    value: {
      fuse,
      nodes: layout.order.length,
      parameters: layout.parameters,
      blocks: blocks.map(({ form, parts }) => `${form}: ${parts.map((part) => nodesOf(part, layout)).join(' · ')}`),
    },
  }),
  { json: true },
)

function nodesOf(part: Part, { order }: Layout): string {
  return part.form === 'through' ? part.edge : listed(order.slice(part.firstLane, part.firstLane + part.lanes))
}

/**
 * Plans a valid graph. Throws DELAY_NOT_RUNNABLE where an edge has a delay, INVALID_OPTION for another word than the two, and where a name that
 * is frozen means nothing.
 *
 * @example
 * plan(g, 'auto').blocks.map((block) => block.form) // ['source', 'dense', 'single']
 */
export function plan(graph: Graph, mode: Fuse = 'auto'): Plan {
  demandGraph(graph, 'plan')
  if (mode !== 'auto' && mode !== 'never') throw new NeuriteError(invalidOption('fuse', mode, "'auto' or 'never'"))
  refuseDelays(graph)
  const arranged = layout(graph)
  const lane = (id: NodeId): number => arranged.lane.get(id) as number
  const { parts, lanes } = fuse(arranged, mode)
  const blocks = blocksOf(parts, mode === 'auto')
  const targetOrder = new Map(targetNodes(graph).map((id, k) => [id, k]))
  const losses = graph.losses.map(({ loss, weight, nodes }) => ({
    loss,
    weight,
    lanes: Int32Array.from(nodes, lane),
    targets: Int32Array.from(nodes, (id) => targetOrder.get(id) as number),
  }))
  const owners = ownersOfLanes(blocks, lanes)
  return asPlan({
    graph,
    fuse: mode,
    layout: arranged,
    lanes,
    parts,
    blocks,
    losses,
    frozen: graph.frozen === undefined ? null : placesOf(graph).select(graph.frozen),
    targets: targetOrder.size,
    outputs: Int32Array.from(graph.outputs, lane),
    owners,
    ...routes(blocks, losses, owners.block),
  })
}

function refuseDelays(graph: Graph): void {
  if (!nodesInOrder(graph).some((node) => node.delays?.some((delay) => delay > 0))) return
  for (const edge of edges(graph)) if (edge.delay > 0) throw new NeuriteError(delayNotRunnable(edge.id))
}
