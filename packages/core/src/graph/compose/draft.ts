/** A graph being written: what has changed, beside the graph it started from. It refuses nothing and knows no recipe. */

import { readNode, readParameter } from '../../text/names.ts'
import { definitionKey } from '../contracts/definition.ts'
import type { NodeKind } from '../contracts/kind.ts'
import type { Through } from '../contracts/through.ts'
import type { Graph, GraphLoss, GraphNode, NodeId } from '../value/graph.ts'

/** What a node reads, while it is written: several nodes hold one of these until only some of them change. */
export interface DraftFanIn {
  readonly ids: readonly NodeId[]
  /** How many node drafts hold it; infinite where others may hold it too, so that it is copied before it grows. */
  users: number
}

/** A node being written. `weights` and `delays` may be shorter than the fan-in: what is missing is null, or 0. Null: none. */
export interface NodeDraft {
  readonly id: NodeId
  kind: string
  fanIn: DraftFanIn
  weights: (number | null)[] | null
  bias: number | null
  delays: number[] | null
  through: Map<number, Through> | null
}

export class GraphDraft {
  readonly base: Graph
  readonly drafts: Map<NodeId, NodeDraft> = new Map()
  /** Drafts that edges enter already, though nobody added them yet. */
  readonly awaited: Map<NodeId, NodeDraft> = new Map()
  /** What is new, in the order in which it was added. */
  readonly added: Set<NodeId> = new Set()
  /** What the base has and this has not (or has again, as new). */
  readonly removed: Set<NodeId> = new Set()
  readonly kinds: Map<string, NodeKind>
  readonly inputs: Set<NodeId>
  losses: GraphLoss[]
  /** Null as long as this recipe names none. */
  outputs: readonly NodeId[] | null = null
  frozen: Set<string>
  /** Whether nodes or edges came or went. */
  rewired = false
  /** Whether a kind may have lost its last node. */
  kindsLeft = false

  readonly #keys = new Map<NodeKind, string>()
  readonly #fanIns = new Map<readonly NodeId[], DraftFanIn>()
  readonly #nothing: DraftFanIn = { ids: Object.freeze([]), users: Number.POSITIVE_INFINITY }
  /** Who reads a node, made when something is first removed; may name nodes that no longer do. */
  #readers: Map<NodeId, NodeId[]> | null = null

  constructor(base: Graph) {
    this.base = base
    this.kinds = new Map(Object.entries(base.kinds))
    this.inputs = new Set(base.inputs)
    this.losses = [...base.losses]
    this.frozen = new Set(base.frozen)
  }

  has(id: NodeId): boolean {
    return this.added.has(id) || (Object.hasOwn(this.base.nodes, id) && !this.removed.has(id))
  }

  /** Adds a node that is not there yet. */
  add(id: NodeId, kind: NodeKind): NodeDraft {
    const node = this.awaited.get(id) ?? this.#empty(id)
    if (this.awaited.size > 0) this.awaited.delete(id)
    this.drafts.set(id, node)
    this.added.add(id)
    this.rewired = true
    this.setKind(node, kind)
    return node
  }

  /** The node to write on; one that edges wait for where there is none yet. */
  node(id: NodeId): NodeDraft {
    const draft = this.drafts.get(id)
    if (draft !== undefined) return draft
    if (!this.has(id)) return this.#expect(id)
    const { kind, inputs, weights, bias = null, delays, through } = this.base.nodes[id] as GraphNode
    let fanIn = this.#fanIns.get(inputs)
    if (fanIn === undefined) {
      fanIn = { ids: inputs, users: Number.POSITIVE_INFINITY }
      this.#fanIns.set(inputs, fanIn)
    }
    const node = {
      id,
      kind,
      fanIn,
      weights: weights?.slice() ?? null,
      bias,
      delays: delays?.slice() ?? null,
      through:
        through === undefined ? null : new Map(Object.entries(through).map(([slot, one]) => [Number(slot), one])),
    }
    this.drafts.set(id, node)
    return node
  }

  /** The kind that is known by this one's name and options already; itself, where there is none. */
  knownKind(kind: NodeKind): NodeKind {
    return this.kinds.get(this.#key(kind)) ?? kind
  }

  setKind(node: NodeDraft, kind: NodeKind): void {
    const key = this.#key(kind)
    if (!this.kinds.has(key)) this.kinds.set(key, kind)
    if (node.kind !== '' && node.kind !== key) this.kindsLeft = true
    node.kind = key
    if (kind.computation.form === 'source') this.inputs.add(node.id)
    else this.inputs.delete(node.id)
  }

  /** Lets each of these nodes, all different, read these sources behind what it reads. */
  append(nodes: readonly NodeDraft[], sources: readonly NodeId[]): void {
    if (sources.length === 0) return
    for (const [fanIn, group] of groupByFanIn(nodes)) {
      if (fanIn.users === group.length) {
        const ids = fanIn.ids as NodeId[]
        for (const source of sources) ids.push(source)
      } else give(group, fanIn, fanIn.ids.concat(sources))
    }
    this.rewired = true
    if (this.#readers !== null) for (const node of nodes) for (const source of sources) this.#reads(source, node.id)
  }

  /** Takes edges from these nodes; `gone` is asked once per slot for all nodes of one fan-in. */
  cut(nodes: readonly NodeDraft[], gone: (source: NodeId, slot: number) => boolean): void {
    for (const [fanIn, group] of groupByFanIn(nodes)) {
      const slots: number[] = []
      fanIn.ids.forEach((source, slot) => {
        if (!gone(source, slot)) slots.push(slot)
      })
      if (slots.length === fanIn.ids.length) continue
      give(
        group,
        fanIn,
        slots.map((slot) => fanIn.ids[slot] as NodeId),
      )
      for (const node of group) {
        const { weights, delays, through } = node
        if (weights !== null) node.weights = slots.map((slot) => weights[slot] ?? null)
        if (delays !== null) node.delays = slots.map((slot) => delays[slot] ?? 0)
        if (through !== null) node.through = moved(through, slots)
      }
      this.rewired = true
    }
  }

  /** Removes nodes that are there, with every edge that touches them. */
  remove(ids: ReadonlySet<NodeId>): void {
    const readers = new Set<NodeId>()
    for (const id of ids) for (const reader of this.#readersOf(id)) if (!ids.has(reader)) readers.add(reader)
    const left = [...readers].filter((id) => this.has(id) || this.awaited.has(id)).map((id) => this.node(id))
    this.cut(left, (source) => ids.has(source))
    for (const id of ids) {
      const draft = this.drafts.get(id)
      if (draft !== undefined) draft.fanIn.users -= 1
      this.drafts.delete(id)
      this.added.delete(id)
      this.inputs.delete(id)
      if (Object.hasOwn(this.base.nodes, id)) this.removed.add(id)
    }
    const kept = (nodes: readonly NodeId[]): NodeId[] => nodes.filter((id) => !ids.has(id))
    this.losses = this.losses
      .map((loss) => (loss.nodes.some((id) => ids.has(id)) ? { ...loss, nodes: kept(loss.nodes) } : loss))
      .filter((loss) => loss.nodes.length > 0)
    if (this.outputs !== null) this.outputs = kept(this.outputs)
    for (const name of this.frozen) if (isOf(name, ids)) this.frozen.delete(name)
    this.rewired = true
    this.kindsLeft = true
  }

  #key(kind: NodeKind): string {
    let key = this.#keys.get(kind)
    if (key === undefined) {
      key = definitionKey(kind)
      this.#keys.set(kind, key)
    }
    return key
  }

  #expect(id: NodeId): NodeDraft {
    let node = this.awaited.get(id)
    if (node === undefined) {
      node = this.#empty(id)
      this.awaited.set(id, node)
    }
    return node
  }

  #empty(id: NodeId): NodeDraft {
    return { id, kind: '', fanIn: this.#nothing, weights: null, bias: null, delays: null, through: null }
  }

  #readersOf(id: NodeId): readonly NodeId[] {
    if (this.#readers === null) {
      this.#readers = new Map()
      for (const reader of this.base.order) {
        if (this.drafts.has(reader) || this.removed.has(reader)) continue
        for (const source of (this.base.nodes[reader] as GraphNode).inputs) this.#reads(source, reader)
      }
      for (const drafts of [this.drafts, this.awaited]) {
        for (const draft of drafts.values()) for (const source of draft.fanIn.ids) this.#reads(source, draft.id)
      }
    }
    return this.#readers.get(id) ?? []
  }

  #reads(source: NodeId, reader: NodeId): void {
    const readers = this.#readers?.get(source)
    if (readers === undefined) this.#readers?.set(source, [reader])
    else readers.push(reader)
  }
}

/** Whether a name is one of these nodes, of an edge at one, or of a parameter of either. */
function isOf(name: string, ids: ReadonlySet<NodeId>): boolean {
  const { node, edge } = readParameter(name) ?? { node: readNode(name), edge: null }
  return ids.has(node) || (edge !== null && ids.has(edge.from))
}

function groupByFanIn(nodes: readonly NodeDraft[]): Iterable<readonly [DraftFanIn, readonly NodeDraft[]]> {
  const [only] = nodes
  if (only !== undefined && nodes.length === 1) return [[only.fanIn, nodes]]
  const groups = new Map<DraftFanIn, NodeDraft[]>()
  for (const node of nodes) {
    const group = groups.get(node.fanIn)
    if (group === undefined) groups.set(node.fanIn, [node])
    else group.push(node)
  }
  return groups
}

function give(nodes: readonly NodeDraft[], before: DraftFanIn, ids: readonly NodeId[]): void {
  before.users -= nodes.length
  const fanIn = { ids, users: nodes.length }
  for (const node of nodes) node.fanIn = fanIn
}

function moved(through: ReadonlyMap<number, Through>, slots: readonly number[]): Map<number, Through> {
  const next = new Map<number, Through>()
  slots.forEach((slot, to) => {
    const operator = through.get(slot)
    if (operator !== undefined) next.set(to, operator)
  })
  return next
}
