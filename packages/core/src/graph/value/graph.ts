/** The graph as an immutable value: structure, kinds and start values. It holds no learned numbers. */

import { FORM, formOf } from '../../door/brand.ts'
import { demand } from '../../door/demand.ts'
import { isObject } from '../../door/option.ts'
import { newerFormat } from '../../errors/files.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { edgeAt, edgeName } from '../../text/names.ts'
import type { NodeKind } from '../contracts/kind.ts'
import type { Loss } from '../contracts/loss.ts'
import type { Through } from '../contracts/through.ts'
import type { Values } from './known.ts'

export type NodeId = string

/**
 * A node with the edges that enter it. The order of `inputs` is the fan-in order, in which its net input is summed.
 * Nodes that share their inputs share one array. `weights`, `delays` and `through` stand beside `inputs`, slot by slot,
 * and only where something was given.
 */
export interface GraphNode {
  readonly id: NodeId
  /** A key of `graph.kinds`. */
  readonly kind: string
  readonly inputs: readonly NodeId[]
  /** Start weights; null where one is to be drawn. */
  readonly weights?: readonly (number | null)[]
  readonly bias?: number
  /** Ticks each edge waits; 0 where none. */
  readonly delays?: readonly number[]
  /** RxJS operators, by slot. */
  readonly through?: Readonly<Record<number, Through>>
}

export interface GraphLoss {
  readonly loss: Loss
  /** The nodes whose activations it reads, in the order of its targets. */
  readonly nodes: readonly NodeId[]
  /** Its share in the total: total = Σ weight · loss, in declared order. */
  readonly weight: number
}

declare const known: unique symbol

/**
 * A graph, and what its recipe returned: `Id`, the ids that TypeScript knows, `In` those of the inputs, `Raw` what a row's
 * input may be and `Answer` what `predict` gives.
 */
export interface Graph<Id extends string = string, In extends string = string, Raw = Values<In>, Answer = number[]> {
  /** By id. JavaScript lists keys such as '4' first whatever was declared, so the order is `order`; see `nodesInOrder`. */
  readonly nodes: Readonly<Record<NodeId, GraphNode>>
  /** Every node's id, in declared order. */
  readonly order: readonly NodeId[]
  /** Where rows enter, in the order of a row's values. */
  readonly inputs: readonly NodeId[]
  /** What `predict` answers, in this order. */
  readonly outputs: readonly NodeId[]
  readonly losses: readonly GraphLoss[]
  /**
   * The parameters that no update moves, by the names that `placesOf(graph).select` knows: `h4:bias`, `h4`, `*:bias`. Left out
   * where all of them learn.
   */
  readonly frozen?: readonly string[]
  readonly kinds: Readonly<Record<string, NodeKind>>
  /** Only a type. A method, so that a graph of known ids is a graph of any. */
  [known]?(id: Id, input: In, raw: Raw): Answer
}

/** An edge, seen by itself. */
export interface Edge {
  readonly id: string
  readonly from: NodeId
  readonly to: NodeId
  /** Its place in the fan-in order of `to`. */
  readonly slot: number
  readonly delay: number
}

/** `h4->o6`, or `h4->o6@1` with a delay of 1; ids beyond letters, digits and `_ . / , # -` are quoted: `"a->b"->c`. */
export function edgeId(from: NodeId, to: NodeId, delay = 0): string {
  demand(typeof from === 'string' && typeof to === 'string', 'edgeId', 'ids', from, 'two ids')
  demand(typeof delay === 'number', 'edgeId', 'delay', delay, 'a number of ticks')
  return edgeName(from, to, delay)
}

/** Every node, in declared order. */
export function nodesInOrder(graph: Graph): GraphNode[] {
  demandGraph(graph, 'nodesInOrder')
  return graph.order.map((id) => graph.nodes[id] as GraphNode)
}

/** Every edge, node by node in declared order, in fan-in order. */
export function* edges(graph: Graph): IterableIterator<Edge> {
  for (const node of nodesInOrder(graph)) {
    for (let slot = 0; slot < node.inputs.length; slot++) {
      const from = node.inputs[slot] as NodeId
      const delay = node.delays?.[slot] ?? 0
      yield { id: edgeAt(node, slot), from, to: node.id, slot, delay }
    }
  }
}

/** The targets a row must bring: the nodes the losses read, each once, in declared order. */
export function targetNodes(graph: Graph): NodeId[] {
  demandGraph(graph, 'targetNodes')
  return [...new Set(graph.losses.flatMap((loss) => loss.nodes))]
}

const LISTS = ['order', 'inputs', 'outputs', 'losses']

/**
 * A graph is plain data: one that another copy of this package made will do. Throws INVALID_ARGUMENT for what has not the form of a graph, and NEWER_FORMAT for one that a later
 * version made.
 */
export function demandGraph(given: unknown, where: string, argument = 'graph'): asserts given is Graph {
  const form = formOf(given, 'graph')
  if (typeof form === 'number' && form > FORM) throw new NeuriteError(newerFormat('neurite/graph', form, FORM))
  const suits =
    isObject(given) &&
    isObject(given.nodes) &&
    isObject(given.kinds) &&
    LISTS.every((name) => Array.isArray(given[name]))
  demand(suits, where, argument, given, graphWanted(given))
}

/** The way from what was mistaken for a graph to the graph. */
function graphWanted(given: unknown): string {
  if (typeof given === 'function') return 'a graph, as graph(recipe) makes it of that recipe'
  if (isObject(given) && isObject(given.graph)) return 'a graph: its own is the .graph of that object'
  if (isObject(given) && given.format === 'neurite/graph') return 'a graph, as fromJSON(json, standard) reads it'
  return 'a graph, as graph((g) => …) makes it'
}
