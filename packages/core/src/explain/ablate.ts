/** What the outputs would be without a node or an edge. Nothing is changed. */

import { map } from 'rxjs'
import { demand } from '../door/demand.ts'
import { nameOf } from '../door/name-of.ts'
import { checkedLater, required, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { Engine } from '../engine/engine.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { unknownParameter } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Through } from '../graph/contracts/through.ts'
import { type Graph, type GraphNode, type NodeId, nodesInOrder } from '../graph/value/graph.ts'
import type { Values } from '../graph/value/known.ts'
import type { Optimizers } from '../optimize/optimizers.ts'
import { type Moment, Moments } from '../past/moments.ts'
import type { Signal } from '../signal.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { nextSnapshot } from '../state/update.ts'
import { shape } from '../text/inspectable.ts'
import { type EdgeEnds, nodeName, readEdge, readNode } from '../text/names.ts'
import { predictor } from '../train/predict.ts'
import { inputsOf } from './rows-of.ts'

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
const row = shape<Ablated>()

/** Nothing goes through. */
const silent: Through = Object.freeze({ operator: map((signal: Signal) => signal.map(() => 0)) })

export interface AblateOptions<Id extends string = string, Raw = Values> {
  /** The state that is asked. */
  readonly at: Moment<Id>
  /** The rows it is asked about; those of the step that led there if left out. */
  readonly rows?: readonly Raw[]
}

const OPTIONS: TableOf<AblateOptions, 'at'> = {
  at: required(checkedLater<Moment>('a moment')),
  rows: checkedLater<readonly Values[] | undefined>('a list of rows', Array.isArray),
}

/**
 * What the outputs at a moment would be without a node, or an edge as `h4->o6` or by its ends: it gives 0 to whoever reads it. Nothing is
 * changed. Throws UNKNOWN_EDGE where it is neither, what a row's refusal says, and as `timeline.at`.
 *
 * @example
 * ablate(net, 'h4', { at: 137 }).largest // how much the outputs differ at most
 */
export function ablate<Id extends string, Raw>(
  net: Rewindable<Id, Raw>,
  what: string | EdgeEnds,
  options: AblateOptions<NoInfer<Id>, NoInfer<Raw>>,
): Ablation {
  const { past, optimizers } = engineOf(net, 'ablate')
  const moments = new Moments(past)
  const name = nameOf(what, 'ablate', 'what', 'a node or an edge: "h4", "h4->o6"')
  const { at, rows } = readOptions(options, 'ablate', OPTIONS)
  const given = rows ?? inputsOf(past, moments.step(at))
  demand(Array.isArray(given), 'ablate', 'rows', given, 'a list of rows')
  return ablated(past.at(moments.address(at)), name, given, optimizers)
}

/** Zero ablation: a node sends 0 to everyone, an edge carries 0. */
function ablated(snapshot: Snapshot, what: string, rows: readonly Values[], optimizers: Optimizers): Ablation {
  const { graph } = snapshot
  const answer = (given: Snapshot): number[][] =>
    predictor({ engine: new Engine(given, { fuse: 'auto', optimizers }) }).predictAll(rows)
  const silenced = answer(nextSnapshot(snapshot, { graph: without(graph, what) }))
  // A node that is itself an output says nothing, either.
  const edge = readEdge(what)
  const place = edge === null ? graph.outputs.indexOf(readNode(what)) : -1
  const answers = answer(snapshot).map((outputs, n): Ablated => {
    const left = silenced[n] as number[]
    return row({ outputs, without: place < 0 ? left : left.with(place, 0) })
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
