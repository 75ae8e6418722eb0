/** What the outputs would be without a node or an edge. Nothing is changed. */

import { map } from 'rxjs'
import type { Values } from '../data/row.ts'
import { unknownParameter } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { type Graph, type GraphNode, type NodeId, nodesInOrder } from '../graph/graph.ts'
import type { Through } from '../graph/through.ts'
import type { Signal } from '../numerics/signal.ts'
import type { Optimizers } from '../optimize/optimizers.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { nextSnapshot } from '../state/update.ts'
import { shape } from '../text/inspectable.ts'
import { nodeName, readEdge, readNode } from '../text/names.ts'
import { Learner } from '../train/learner.ts'
import { predictor } from '../train/predict.ts'

/** What one row is answered with, and without what was taken out. */
export interface Ablated {
  readonly outputs: readonly number[]
  readonly without: readonly number[]
}

export interface Ablation {
  /** The node or edge that was taken out. */
  readonly ablated: string
  readonly rows: readonly Ablated[]
  /** The largest |difference| of any output in any row. */
  readonly largest: number
}

const ablation = shape<Ablation>()
const ablated = shape<Ablated>()

/** Nothing goes through. */
const silent: Through = Object.freeze({ operator: map((signal: Signal) => signal.map(() => 0)) })

/**
 * Zero ablation: a node sends 0 to everyone, an edge carries 0. Throws UNKNOWN_EDGE where it is neither, and what a row's
 * refusal says.
 */
export function ablate(snapshot: Snapshot, what: string, rows: readonly Values[], optimizers: Optimizers): Ablation {
  const { graph } = snapshot
  const answer = (given: Snapshot): number[][] =>
    predictor({ learner: new Learner(given, { fuse: 'auto', bytes: 0, optimizers }) })(rows)
  const silenced = answer(nextSnapshot(snapshot, { graph: without(graph, what) }))
  // A node that is itself an output says nothing, either.
  const edge = readEdge(what)
  const place = edge === null ? graph.outputs.indexOf(readNode(what)) : -1
  const answers = answer(snapshot).map((outputs, n): Ablated => {
    const left = silenced[n] as number[]
    return ablated({ outputs, without: place < 0 ? left : left.with(place, 0) })
  })
  const differences = answers.flatMap(({ outputs, without }) =>
    outputs.map((y, k) => Math.abs(y - (without[k] as number))),
  )
  return ablation({
    ablated: edge === null ? nodeName(readNode(what)) : what,
    rows: Object.freeze(answers),
    largest: differences.reduce((a, b) => (b > a ? b : a), 0),
  })
}

/** The graph with operators that let nothing through where the node or edge was: the parameters stay where they are. */
function without(graph: Graph, what: string): Graph {
  const edge = readEdge(what)
  const id = readNode(what)
  const nodes: Record<NodeId, GraphNode> = { ...graph.nodes }
  let found = edge === null && Object.hasOwn(graph.nodes, id)
  for (const node of nodesInOrder(graph)) {
    const through: Record<number, Through> = { ...node.through }
    let cut = false
    node.inputs.forEach((from, slot) => {
      const delay = node.delays?.[slot] ?? 0
      const isIt = edge === null ? from === id : node.id === edge.to && from === edge.from && delay === edge.delay
      if (!isIt) return
      through[slot] = silent
      cut = true
    })
    if (cut) nodes[node.id] = Object.freeze({ ...node, through: Object.freeze(through) })
    found ||= cut
  }
  if (!found) throw new NeuriteError(unknownParameter(what))
  return Object.freeze({ ...graph, nodes: Object.freeze(nodes) })
}
