/** The immutable state of a network after a step: one tree, with views of it made on demand. */

import { demandText } from '../door/demand.ts'
import { readOptions } from '../door/read-options.ts'
import { noWeight, unknownEdge, unknownNode } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Reference } from '../graph/contracts/definition.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import { DELAY_OPTIONS } from '../graph/value/delay-options.ts'
import type { Graph, GraphNode, NodeId } from '../graph/value/graph.ts'
import type { Hyperparameters } from '../optimize/optimizer.ts'
import { layout } from '../plan/layout.ts'
import { offsetOf, stretches } from '../plan/parameters.ts'
import { inspectable, shape } from '../text/inspectable.ts'
import { edgeName, sourceNames } from '../text/names.ts'
import type { Cursor } from './cursor.ts'
import type { ParameterStore } from './parameter-store.ts'
import type { SnapshotFields } from './snapshot-fields.ts'
import { type SnapshotJson, snapshotToJSON } from './snapshot-to-json.ts'

/** What a node had learned by then; plain, frozen and its own copy. */
export interface LearnedNode {
  readonly id: NodeId
  /** A key of `graph.kinds`. */
  readonly kind: string
  /** Null where the kind has none. */
  readonly bias: number | null
  /**
   * By source, in fan-in order; empty where the kind has none. A source's second edge is named with its delay: `h@1`.
   */
  readonly weights: Readonly<Record<string, number>>
  /** What else it learns, by the names that its kind declares; those of an edge in fan-in order. Left out where that is nothing. */
  readonly parameters?: Readonly<Record<string, readonly number[]>>
}

/** Views of nodes, frozen as they are. */
export const learnedNode: (fields: LearnedNode) => LearnedNode = shape<LearnedNode>()
const weightsOf = shape<LearnedNode['weights']>()

/**
 * All that the next step reads, apart from its rows: graph, parameters, optimizer slots, hyperparameters, seed, step
 * and place in the data. Deeply frozen; the parameters stand in stores that cannot be written, shared with other
 * snapshots where nothing changed.
 *
 * @example
 * const { snapshot } = step
 * snapshot.node('h4') // { id: 'h4', kind: …, bias: -0.4, weights: { x1: 0.2, x2: 0.4, x3: -0.5 } }
 * snapshot.edge('h4', 'o6') // -0.3
 */
export interface Snapshot<Id extends string = string> extends SnapshotFields {
  readonly graph: Graph<Id>
  /** All that a node has learned. Throws UNKNOWN_NODE. */
  node(id: Id): LearnedNode
  /** The weight of an edge. Throws UNKNOWN_NODE, UNKNOWN_EDGE, and NO_WEIGHT where the kind it enters has none. */
  edge(from: Id, to: Id, options?: { readonly delay?: number }): number
  /** What `fromJSON` reads, no bit lost. Throws THROUGH_NOT_JSON where an edge carries an operator. */
  toJSON(): SnapshotJson
}

/** Made, checked and frozen by `snapshotOf`. */
export class OwnSnapshot implements Snapshot {
  readonly graph: Graph
  readonly parameters: ParameterStore
  readonly slots: Readonly<Record<string, ParameterStore>>
  readonly optimizer: Reference
  readonly hyperparameters: Hyperparameters
  readonly since: number
  readonly seed: number
  readonly step: number
  readonly cursor: Cursor

  constructor(fields: SnapshotFields) {
    this.graph = fields.graph
    this.parameters = fields.parameters
    this.slots = fields.slots
    this.optimizer = fields.optimizer
    this.hyperparameters = fields.hyperparameters
    this.since = fields.since
    this.seed = fields.seed
    this.step = fields.step
    this.cursor = fields.cursor
  }

  node(id: NodeId): LearnedNode {
    const { node, kind, start } = place(this.graph, id)
    const weights: Record<string, number> = {}
    let others: { parameters?: Record<string, readonly number[]> } = {}
    let bias: number | null = null
    for (const { declared, offset, length } of stretches(kind, node.inputs.length)) {
      const values = this.parameters.slice(start + offset, start + offset + length)
      if (declared.name === 'weight') {
        for (const [slot, key] of sourceNames(node).entries()) weights[key] = values[slot] as number
      } else if (declared.name === 'bias') bias = values[0] as number
      else others = { parameters: { ...others.parameters, [declared.name]: Object.freeze(Array.from(values)) } }
    }
    return learnedNode({ id, kind: node.kind, bias, weights: weightsOf(weights), ...others })
  }

  edge(from: NodeId, to: NodeId, options?: { readonly delay?: number }): number {
    place(this.graph, from)
    const { delay } = readOptions(options, 'edge', DELAY_OPTIONS)
    const { node, kind, start } = place(this.graph, to)
    let slot = node.inputs.indexOf(from)
    while (slot >= 0 && (node.delays?.[slot] ?? 0) !== delay) slot = node.inputs.indexOf(from, slot + 1)
    if (slot < 0) throw new NeuriteError(unknownEdge(edgeName(from, to, delay)))
    const first = offsetOf(kind, node.inputs.length, 'weight')
    if (first < 0) throw new NeuriteError(noWeight(edgeName(from, to, delay), to))
    return this.parameters.at(start + first + slot)
  }

  toJSON(): SnapshotJson {
    return snapshotToJSON(this)
  }
}

inspectable<Snapshot>(
  OwnSnapshot.prototype,
  ({ step, seed, optimizer, hyperparameters, cursor, graph, parameters }) => ({
    title: 'Snapshot',
    value: {
      step,
      epoch: cursor.epoch,
      batch: cursor.batch,
      seed,
      optimizer: typeof optimizer === 'string' ? optimizer : optimizer.name,
      hyperparameters,
      nodes: graph.order.length,
      parameters,
    },
  }),
)

/** A node of the graph and where its parameters begin. */
function place(graph: Graph, id: NodeId): { node: GraphNode; kind: NodeKind; start: number } {
  demandText(id, 'snapshot', 'id', 'the id of a node')
  const node = Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined
  if (node === undefined) throw new NeuriteError(unknownNode(id))
  const { lane, start } = layout(graph)
  return { node, kind: graph.kinds[node.kind] as NodeKind, start: start[lane.get(id) as number] as number }
}
