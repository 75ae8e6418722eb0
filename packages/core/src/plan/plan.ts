/** The plan: what a graph becomes before it runs, as one plain value. */

import { delayNotRunnable, NeuriteError } from '../errors.ts'
import { edges, type Graph, type NodeId, targetNodes } from '../graph/graph.ts'
import type { Loss } from '../graph/loss.ts'
import type { BlockInputs, BlockPlan } from './block-plan.ts'
import { type Fuse, fuse } from './fuse.ts'
import { type Layout, layout } from './layout.ts'
import { ownersOfLanes, type Routes, routes } from './routes.ts'

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
  readonly layout: Layout
  /** How many rows the slabs have: a lane per node, then one per edge with an operator. */
  readonly lanes: number
  /** In plan order. */
  readonly blocks: readonly BlockPlan[]
  /** The distinct lists of inputs that blocks read. */
  readonly inputs: readonly BlockInputs[]
  readonly losses: readonly LossPlan[]
  /** How many targets a row has. */
  readonly targets: number
  /** The lanes that `predict` answers with. */
  readonly outputs: Int32Array
  /** Which block fires each lane. */
  readonly owner: Int32Array
  readonly forward: Routes
  readonly backward: Routes
}

/**
 * Plans a valid graph. Throws DELAY_NOT_RUNNABLE where an edge has a delay.
 *
 * @example
 * plan(g, 'auto').blocks.map((block) => block.form) // ['source', 'dense', 'single']
 */
export function plan(graph: Graph, mode: Fuse = 'auto'): Plan {
  refuseDelays(graph)
  const arranged = layout(graph)
  const lane = (id: NodeId): number => arranged.lane.get(id) as number
  const { blocks, inputs, lanes } = fuse(arranged, mode)
  const targetOrder = new Map(targetNodes(graph).map((id, k) => [id, k]))
  const losses = graph.losses.map(({ loss, weight, nodes }) => ({
    loss,
    weight,
    lanes: Int32Array.from(nodes, lane),
    targets: Int32Array.from(nodes, (id) => targetOrder.get(id) as number),
  }))
  const owner = ownersOfLanes(blocks, lanes)
  return {
    graph,
    fuse: mode,
    layout: arranged,
    lanes,
    blocks,
    inputs,
    losses,
    targets: targetOrder.size,
    outputs: Int32Array.from(graph.outputs, lane),
    owner,
    ...routes(blocks, inputs, losses, owner),
  }
}

function refuseDelays(graph: Graph): void {
  if (!Object.values(graph.nodes).some((node) => node.delays?.some((delay) => delay > 0))) return
  for (const edge of edges(graph)) if (edge.delay > 0) throw new NeuriteError(delayNotRunnable(edge.id))
}
