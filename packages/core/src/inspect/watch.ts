/** The streams of a running network, node by node and edge by edge; each is made when somebody subscribes. */

import { map, merge, type Observable, type Subscriber } from 'rxjs'
import { NeuriteError, unknownEdge, unknownNode } from '../errors.ts'
import type { Block } from '../flow/block.ts'
import { type Quantity, Tap } from '../flow/tap.ts'
import { Watched } from '../flow/watched.ts'
import { edgeId, type GraphNode, type NodeId } from '../graph/graph.ts'
import { Signal } from '../numerics/signal.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Learner } from '../train/learner.ts'

/**
 * A node of a running network. The streams of a tick emit once per tick, a signal with one number per row of the batch, in
 * the order in which the batch was gathered (`shuffle: false` keeps that of the data). A prediction is a tick as well: it
 * brings `netInput$` and `activation$`, and no `delta$`, `gradient$` or loss.
 * `gradient$` and `weights$` have the node's parameters: bias first, then the weights in fan-in order.
 */
export interface WatchedNode {
  readonly id: NodeId
  /** The name of its kind. */
  readonly kind: string
  /** z: what came in, weighted and summed, before the activation. */
  readonly netInput$: Observable<Signal>
  /** a: what it sends on. */
  readonly activation$: Observable<Signal>
  /** δ = ∂L/∂z of each row's own loss; a textbook's "error of a unit" is −δ. For an input node ∂L/∂a. */
  readonly delta$: Observable<Signal>
  /** ∂(mean loss of the batch)/∂parameter. */
  readonly gradient$: Observable<Signal>
  /** The parameters in force: at once, then after each update. */
  readonly weights$: Observable<Signal>
}

/** An edge of a running network. */
export interface WatchedEdge {
  readonly id: string
  readonly from: NodeId
  readonly to: NodeId
  /** Its weight, a signal of one number: at once, then after each update. */
  readonly weight$: Observable<Signal>
  /** What arrives by it, once per tick: what its source sends on, or what its operator made of that. */
  readonly activation$: Observable<Signal>
}

/** What happened, in the order in which it happened. Everything a stream emits, under the stream's name. */
export type NetworkEvent =
  | { readonly type: Quantity; readonly node: NodeId; readonly tick: number; readonly signal: Signal }
  | { readonly type: 'loss'; readonly tick: number; readonly signal: Signal }
  | { readonly type: 'update'; readonly tick: number; readonly step: number }

const QUANTITIES: readonly Quantity[] = ['netInput', 'activation', 'delta', 'gradient']

/** Makes the streams of one network. */
export class Watch {
  readonly loss$: Observable<Signal>
  /** The state in force: at once, then after each change. Copied out of the memory only while somebody watches. */
  readonly snapshot$: Observable<Snapshot>
  readonly #learner: Learner
  /** Made when a block is first watched, and kept: an idle one listens to nothing. */
  readonly #taps = new Map<Block, Tap>()

  constructor(learner: Learner) {
    const { transition, update$ } = learner
    this.#learner = learner
    this.loss$ = this.#watched((subscriber) => transition.loss$.subscribe(subscriber))
    this.snapshot$ = this.#watched((subscriber) => {
      subscriber.next(learner.snapshot)
      return update$.subscribe(() => subscriber.next(learner.snapshot))
    })
  }

  /** Throws UNKNOWN_NODE. */
  node(id: NodeId): WatchedNode {
    const node = this.#node(id)
    const lane = this.#lane(id)
    const [netInput$, activation$, delta$, gradient$] = QUANTITIES.map((quantity) => this.#quantity(lane, quantity))
    return Object.freeze({
      id,
      kind: this.#learner.transition.plan.graph.kinds[node.kind]?.name as string,
      netInput$: netInput$ as Observable<Signal>,
      activation$: activation$ as Observable<Signal>,
      delta$: delta$ as Observable<Signal>,
      gradient$: gradient$ as Observable<Signal>,
      weights$: this.#parameters(...this.#span(id)),
    })
  }

  /** Throws UNKNOWN_NODE, UNKNOWN_EDGE. */
  edge(from: NodeId, to: NodeId): WatchedEdge {
    this.#node(from)
    const node = this.#node(to)
    const slot = node.inputs.indexOf(from)
    if (slot === -1) throw new NeuriteError(unknownEdge(edgeId(from, to)))
    const kind = this.#learner.transition.plan.graph.kinds[node.kind]
    const [start, end] = this.#span(to)
    const at = start + (kind?.bias === null ? 0 : 1) + slot
    return Object.freeze({
      id: edgeId(from, to),
      from,
      to,
      // A kind without weights has an empty signal here.
      weight$: this.#parameters(Math.min(at, end), Math.min(at + 1, end)),
      activation$: this.#quantity(this.#laneArriving(from, node, slot), 'activation'),
    })
  }

  /** Every phase of these nodes, with the losses and updates in between. Throws UNKNOWN_NODE. */
  events(ids: readonly NodeId[]): Observable<NetworkEvent> {
    const { transition, update$ } = this.#learner
    for (const id of ids) this.#node(id)
    return this.#watched((subscriber) => {
      const quantities = ids.flatMap((node) =>
        QUANTITIES.map((type) =>
          this.#quantity(this.#lane(node), type).pipe(
            map((signal): NetworkEvent => ({ type, node, tick: signal.tick, signal })),
          ),
        ),
      )
      const losses = transition.loss$.pipe(map((signal): NetworkEvent => ({ type: 'loss', tick: signal.tick, signal })))
      const updates = update$.pipe(map((tick): NetworkEvent => ({ type: 'update', tick, step: this.#learner.step })))
      return merge(...quantities, losses, updates).subscribe(subscriber)
    })
  }

  #node(id: NodeId): GraphNode {
    const { graph, layout } = this.#learner.transition.plan
    if (!layout.lane.has(id)) throw new NeuriteError(unknownNode(id))
    return graph.nodes[id] as GraphNode
  }

  #lane(id: NodeId): number {
    return this.#learner.transition.plan.layout.lane.get(id) as number
  }

  /** The lane that holds what arrives by an edge: its source's, or its operator's. */
  #laneArriving(from: NodeId, to: GraphNode, slot: number): number {
    if (to.through?.[slot] === undefined) return this.#lane(from)
    const { parts } = this.#learner.transition.plan
    const id = edgeId(from, to.id)
    return parts.find((part) => part.form === 'through' && part.edge === id)?.firstLane as number
  }

  #quantity(lane: number, quantity: Quantity): Observable<Signal> {
    const { flow, plan } = this.#learner.transition
    return this.#watched((subscriber) => {
      const block = flow.blocks[plan.owners.block[lane] as number] as Block
      let tap = this.#taps.get(block)
      if (tap === undefined) {
        tap = new Tap(block, plan.layout.start)
        this.#taps.set(block, tap)
      }
      return tap.watch(lane, quantity, subscriber)
    })
  }

  /** The parameters from `start` up to, not including, `end`. */
  #parameters(start: number, end: number): Observable<Signal> {
    const { transition, update$ } = this.#learner
    return this.#watched((subscriber) => {
      const tell = (tick: number): void => {
        const own = transition.memory.parameters.slice(start, end)
        subscriber.next(new Signal(tick, own, 0, own.length))
      }
      tell(transition.tick)
      return update$.subscribe(tell)
    })
  }

  #span(id: NodeId): [number, number] {
    const { lane, start } = this.#learner.transition.plan.layout
    const own = lane.get(id) as number
    return [start[own] as number, start[own + 1] as number]
  }

  #watched<T>(subscribe: (subscriber: Subscriber<T>) => { unsubscribe(): void } | (() => void)): Observable<T> {
    return new Watched<T>(subscribe, this.#learner.transition.report)
  }
}
