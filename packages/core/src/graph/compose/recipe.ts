/** What a recipe may say: the words of `graph(recipe)` and `edit(graph, recipe)`. */

import type { NodeKind } from '../contracts/kind.ts'
import type { Loss } from '../contracts/loss.ts'
import type { Through } from '../contracts/through.ts'
import type { NodeId } from '../value/graph.ts'
import type { InputIds } from '../value/known.ts'

/** What a node reads: an id, ids, or layers to read one after the other: `[x, h]` is a skip connection. */
export type From = NodeId | readonly (NodeId | readonly NodeId[])[]

/** Start weights by slot (null: drawn), or by source: `{ x1: 0.2 }`. */
export type StartWeights = readonly (number | null)[] | Readonly<Record<NodeId, number | null>>

export interface NodeOptions {
  readonly from?: From
  /** For the edges of `from`. */
  readonly weights?: StartWeights
  readonly bias?: number
  /** Ticks that the edges of `from` wait. */
  readonly delay?: number
  /** Whether nothing of it learns: `g.freeze(id)`. */
  readonly frozen?: boolean
}

export interface NodesOptions {
  readonly from?: From
  /** One per node. */
  readonly weights?: readonly StartWeights[]
  /** One for all, or one per node. */
  readonly bias?: number | readonly number[]
  readonly delay?: number
  readonly frozen?: boolean
}

export interface EdgeOptions {
  readonly weight?: number
  readonly delay?: number
  /** An RxJS operator that every value on the edge goes through, alone or with the one for the way back. */
  readonly through?: Through | Through['operator']
}

/** null takes a start value away: it is drawn again. */
export interface NodeChange {
  readonly kind?: NodeKind
  readonly bias?: number | null
  readonly weights?: StartWeights | null
}

/**
 * Nodes may be named before they are added: ends are checked when the recipe has ended. What is wrong is collected, and
 * thrown as one NeuriteError.
 */
export interface GraphBuilder {
  /** Adds places where rows enter, in the order of a row's values, and returns their ids. */
  inputs<const T extends readonly NodeId[]>(ids: T): InputIds<T>
  inputs<const T extends readonly NodeId[]>(...ids: T): InputIds<T>

  /** Adds a node, or several that share one fan-in, and returns what it was given, to read from. */
  add<const T extends NodeId>(id: T, kind: NodeKind, options?: NodeOptions): T
  add<const T extends readonly NodeId[]>(ids: T, kind: NodeKind, options?: NodesOptions): T

  /** Edges from each to each, behind what `to` reads already, in the order of `from`. */
  connect(from: From, to: NodeId | readonly NodeId[], options?: EdgeOptions): void

  /** Takes the edges from each to each away: those with that delay, or whatever their delay. */
  disconnect(from: From, to: NodeId | readonly NodeId[], options?: { readonly delay?: number }): void

  /** Takes nodes away, with every edge that touches them; outputs and losses forget them too. */
  remove(...ids: readonly (NodeId | readonly NodeId[])[]): void

  /** Changes what is given and leaves the rest; a record of weights changes only the edges from the sources it names. */
  set(id: NodeId, change: NodeChange): void

  /** Adds a loss over these nodes, in the order of its targets; `weight` (1) is its share in the total. */
  loss(loss: Loss, nodes: NodeId | readonly NodeId[], options?: { readonly weight?: number }): void

  /** Takes every loss away, so that `edit` can name others. */
  clearLosses(): void

  /**
   * Lets parameters stay what they are in every update, to the bit, with what the optimizer keeps of them: `h4` for all of a
   * node, `h4:bias`, `h4->o6`, `conv` for the nodes `conv/…`, `*:bias`. Nodes that are added later and meant by a `*` are frozen, too.
   */
  freeze(...names: readonly (string | readonly string[])[]): void

  /** Takes these very names back: what no other name means learns again. */
  unfreeze(...names: readonly (string | readonly string[])[]): void

  /** Names what `predict` answers, in this order; the last call counts. Left out: what the losses read, else what nobody reads. */
  outputs(...ids: readonly (NodeId | readonly NodeId[])[]): void
}

/** Says by a builder what a graph is. It does all of it at once: no await. The ids that it returns are what TypeScript knows. */
export type Recipe<R = unknown> = (g: GraphBuilder) => R
