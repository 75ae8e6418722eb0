/** From a draft to frozen values: only the nodes that changed are made, and equal fan-ins become one array. */

import type { Graph, GraphLoss, GraphNode, NodeId } from '../value/graph.ts'
import { frozenOf, makeKinds, makeLoss, makeNode } from '../value/make-graph.ts'
import { shareFanIns } from '../value/share-fan-ins.ts'
import { FanIns } from '../value/wiring.ts'
import type { GraphDraft } from './draft.ts'

/** A draft as values. What did not change is the base's own. */
export interface Finished extends Omit<Graph, 'nodes'> {
  /** The nodes that are new or other than the base's. */
  readonly changed: ReadonlyMap<NodeId, GraphNode>
  /** The base's nodes that are gone for good. */
  readonly removed: readonly NodeId[]
  /** What stands at the end of `order` where nothing was removed; null where `order` has to be taken whole. */
  readonly appended: readonly NodeId[] | null
}

export function finish(draft: GraphDraft): Finished {
  const { base, added, removed } = draft
  const changed = changedNodes(draft)
  const appended = [...added]
  const order = removed.size > 0 ? base.order.filter((id) => !removed.has(id)) : base.order.slice()
  for (const id of appended) order.push(id)
  const node = (id: NodeId): GraphNode => changed.get(id) ?? (base.nodes[id] as GraphNode)
  const kinds = usedKinds(draft, order, node)
  const losses = same(draft.losses, base.losses) ? base.losses : draft.losses.map(makeLoss)
  return {
    changed,
    removed: [...removed].filter((id) => !added.has(id)),
    appended: removed.size > 0 ? null : appended,
    order: appended.length + removed.size === 0 ? base.order : Object.freeze(order),
    kinds,
    inputs: kept(base.inputs, [...draft.inputs]),
    outputs: kept(
      base.outputs,
      outputs(draft, () => order.map(node), kinds, losses),
    ),
    losses: Object.freeze(losses),
    ...(same([...draft.frozen], base.frozen ?? [])
      ? base.frozen && { frozen: base.frozen }
      : frozenOf([...draft.frozen])),
  }
}

/** What `predict` answers if nobody says: what the losses read, else the nodes that nobody reads in the same tick. */
export function defaultOutputs(
  nodes: readonly GraphNode[],
  kinds: Graph['kinds'],
  losses: readonly GraphLoss[],
): readonly NodeId[] {
  if (losses.length > 0) return [...new Set(losses.flatMap((loss) => loss.nodes))]
  const read = new Set<NodeId>()
  for (const { inputs, delays = [] } of nodes.filter((node) => node.delays !== undefined)) {
    inputs.forEach((source, slot) => {
      if ((delays[slot] ?? 0) === 0) read.add(source)
    })
  }
  const { lists } = new FanIns(nodes.filter(({ delays }) => delays === undefined))
  for (const list of lists) for (const source of list) read.add(source)
  const ends = nodes.filter(({ id, kind }) => !read.has(id) && kinds[kind]?.computation.form !== 'source')
  return ends.map(({ id }) => id)
}

function changedNodes(draft: GraphDraft): Map<NodeId, GraphNode> {
  const { base, drafts } = draft
  const share = shareFanIns(base.order.length === 0 ? [] : unchangedNodes(draft))
  const changed = new Map<NodeId, GraphNode>()
  for (const node of drafts.values()) {
    const before = draft.added.has(node.id) ? undefined : base.nodes[node.id]
    const inputs = node.fanIn.ids === before?.inputs ? before.inputs : share(node.fanIn.ids)
    changed.set(node.id, makeNode(node, inputs))
  }
  return changed
}

function* unchangedNodes({ base, drafts, removed }: GraphDraft): Iterable<GraphNode> {
  for (const id of base.order) if (!drafts.has(id) && !removed.has(id)) yield base.nodes[id] as GraphNode
}

function usedKinds(draft: GraphDraft, order: readonly NodeId[], node: (id: NodeId) => GraphNode): Graph['kinds'] {
  const { base, kinds, kindsLeft } = draft
  const used = kindsLeft ? new Set(order.map((id) => node(id).kind)) : kinds
  const made = makeKinds(kinds, used)
  return same(Object.keys(made), Object.keys(base.kinds)) ? base.kinds : made
}

/** Outputs that nobody ever named go on following the losses and the ends of the graph. */
function outputs(
  draft: GraphDraft,
  nodes: () => readonly GraphNode[],
  kinds: Graph['kinds'],
  losses: readonly GraphLoss[],
): readonly NodeId[] {
  const { base } = draft
  if (draft.outputs !== null) return draft.outputs
  if (!draft.rewired && !draft.kindsLeft && losses === base.losses) return base.outputs
  const before = base.order.map((id) => base.nodes[id] as GraphNode)
  const unnamed = same(base.outputs, defaultOutputs(before, base.kinds, base.losses))
  if (unnamed) return defaultOutputs(nodes(), kinds, losses)
  return base.outputs.filter((id) => draft.has(id))
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, n) => value === b[n])

const kept = (before: readonly NodeId[], now: readonly NodeId[]): readonly NodeId[] =>
  same(before, now) ? before : Object.freeze(now.slice())
