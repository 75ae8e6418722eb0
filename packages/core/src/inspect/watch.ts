/** The streams of a running network, node by node and edge by edge; each is made when somebody subscribes. */

import { map, merge, type Observable, type Subscriber, startWith, switchMap } from 'rxjs'
import { NeuriteError, unknownEdge, unknownNode } from '../errors.ts'
import type { Block } from '../flow/block.ts'
import { type Quantity, Tap } from '../flow/tap.ts'
import { Watched } from '../flow/watched.ts'
import { edgeId, type GraphNode, type NodeId } from '../graph/graph.ts'
import { Signal } from '../numerics/signal.ts'
import { arrivingLane } from '../plan/arriving-lane.ts'
import type { Plan } from '../plan/plan.ts'
import { type Reading, readingBy } from '../plan/reading.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { shape } from '../text/inspectable.ts'
import { shown } from '../text/shown.ts'
import type { Learner } from '../train/learner.ts'
import type { Transition } from '../train/transition.ts'

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
  /**
   * What comes back along it, once per update: the share of ∂L/∂a of its source that it brings, weight · δ of the node it
   * enters, or what its operator made of that on the way back. All that leave a node and its losses add up to ∂L/∂a.
   */
  readonly delta$: Observable<Signal>
}

/** What happened, in the order in which it happened. Everything a stream emits, under the stream's name. */
export type NetworkEvent =
  | { readonly type: Quantity; readonly node: NodeId; readonly tick: number; readonly signal: Signal }
  | { readonly type: 'loss'; readonly tick: number; readonly signal: Signal }
  | { readonly type: 'update'; readonly tick: number; readonly step: number }

const watchedNode = shape<WatchedNode>(
  ({ id, kind, ...streams }) => ({ value: { id, kind, streams: Object.keys(streams) } }),
  { json: true },
)
const watchedEdge = shape<WatchedEdge>(({ id, from, to, ...streams }) => ({ value: { id, from, to, streams: Object.keys(streams) } }), { json: true })
const event = shape<NetworkEvent>((told) => {
  const place = `tick ${told.tick} ${'node' in told ? `${shown(told.node)} ` : ''}${told.type}`
  return { title: place, value: told.type === 'update' ? told.step : told.signal.toArray() }
})

const QUANTITIES: readonly Quantity[] = ['netInput', 'activation', 'delta', 'gradient']

/**
 * Makes the streams of one network. They last: where the graph is changed or another state put in force, they go on with
 * what is there then, and are silent while their node or edge is not.
 */
export class Watch {
  readonly loss$: Observable<Signal>
  /** The state in force: at once, then after each change. Copied out of the memory only while somebody watches. */
  readonly snapshot$: Observable<Snapshot>
  readonly #learner: Learner
  /** Made when a block is first watched, and kept: an idle one listens to nothing. */
  readonly #taps = new WeakMap<Block, Tap>()

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
    const quantity = (of: Quantity): Observable<Signal> => this.#quantity(() => this.#lane(id), of)
    return watchedNode({
      id,
      kind: this.#plan.graph.kinds[node.kind]?.name as string,
      netInput$: quantity('netInput'),
      activation$: quantity('activation'),
      delta$: quantity('delta'),
      gradient$: quantity('gradient'),
      weights$: this.#parameters(() => this.#span(id)),
    })
  }

  /** Throws UNKNOWN_NODE, UNKNOWN_EDGE. */
  edge(from: NodeId, to: NodeId): WatchedEdge {
    this.#node(from)
    if (!this.#node(to).inputs.includes(from)) throw new NeuriteError(unknownEdge(edgeId(from, to)))
    return watchedEdge({
      id: edgeId(from, to),
      from,
      to,
      // A kind without weights has an empty signal here.
      weight$: this.#parameters(() => this.#weightSpan(from, to)),
      activation$: this.#quantity(() => this.#laneArriving(from, to), 'activation'),
      delta$: this.#quantity(() => readingBy(this.#plan, from, to)?.lane, 'delta').pipe(
        map(({ tick, length }) => new Signal(tick, this.#share(from, to), 0, length)),
      ),
    })
  }

  /**
   * Every phase of these nodes, of all where it is null, with the losses and updates in between. Throws UNKNOWN_NODE.
   */
  events(ids: readonly NodeId[] | null): Observable<NetworkEvent> {
    const { transition, update$, rebuilt$ } = this.#learner
    for (const id of ids ?? []) this.#node(id)
    const told = (node: NodeId): Observable<NetworkEvent>[] =>
      QUANTITIES.map((type) =>
        this.#quantity(() => this.#lane(node), type).pipe(
          map((signal): NetworkEvent => event({ type, node, tick: signal.tick, signal })),
        ),
      )
    const phases = (): Observable<NetworkEvent> => merge(...(ids ?? this.#plan.layout.order).flatMap(told))
    return this.#watched((subscriber) => {
      const losses = transition.loss$.pipe(map((signal): NetworkEvent => event({ type: 'loss', tick: signal.tick, signal })))
      const updates = update$.pipe(map((tick): NetworkEvent => event({ type: 'update', tick, step: this.#learner.step })))
      const nodes = ids === null ? rebuilt$.pipe(startWith(undefined), switchMap(phases)) : phases()
      return merge(nodes, losses, updates).subscribe(subscriber)
    })
  }

  get #plan(): Plan {
    return this.#learner.transition.plan
  }

  #node(id: NodeId): GraphNode {
    const { graph, layout } = this.#plan
    if (!layout.lane.has(id)) throw new NeuriteError(unknownNode(id))
    return graph.nodes[id] as GraphNode
  }

  #lane(id: NodeId): number | undefined {
    return this.#plan.layout.lane.get(id)
  }

  /** The lane that holds what arrives by an edge, while it is there. */
  #laneArriving(from: NodeId, to: NodeId): number | undefined {
    const { nodes } = this.#plan.graph
    const isThere = Object.hasOwn(nodes, to) && nodes[to]?.inputs.includes(from)
    return isThere ? arrivingLane(this.#plan, from, to) : undefined
  }

  #share(from: NodeId, to: NodeId): Float64Array {
    const { flow, plan } = this.#learner.transition
    return flow.share(readingBy(plan, from, to) as Reading)
  }

  #quantity(laneNow: () => number | undefined, quantity: Quantity): Observable<Signal> {
    const { transition, rebuilt$ } = this.#learner
    return this.#watched((subscriber) => {
      const begin = (): (() => void) => {
        const lane = laneNow()
        return lane === undefined ? () => {} : this.#tap(transition, lane).watch(lane, quantity, subscriber)
      }
      let stop = begin()
      const again = rebuilt$.subscribe(() => {
        stop()
        stop = begin()
      })
      return () => {
        again.unsubscribe()
        stop()
      }
    })
  }

  #tap({ flow, plan }: Transition, lane: number): Tap {
    const block = flow.blocks[plan.owners.block[lane] as number] as Block
    let tap = this.#taps.get(block)
    if (tap === undefined) {
      tap = new Tap(block, plan.layout.start)
      this.#taps.set(block, tap)
    }
    return tap
  }

  /** The parameters from a place up to, not including, another; nothing while they are nowhere. */
  #parameters(spanNow: () => readonly [number, number] | null): Observable<Signal> {
    const { transition, update$ } = this.#learner
    return this.#watched((subscriber) => {
      const tell = (tick: number): void => {
        const span = spanNow()
        if (span === null) return
        const own = transition.memory.parameters.slice(...span)
        subscriber.next(new Signal(tick, own, 0, own.length))
      }
      tell(transition.tick)
      return update$.subscribe(tell)
    })
  }

  #span(id: NodeId): [number, number] | null {
    const { lane, start } = this.#plan.layout
    const own = lane.get(id)
    return own === undefined ? null : [start[own] as number, start[own + 1] as number]
  }

  #weightSpan(from: NodeId, to: NodeId): [number, number] | null {
    const { graph } = this.#plan
    const span = this.#span(to)
    const node = graph.nodes[to]
    const slot = node?.inputs.indexOf(from) ?? -1
    if (span === null || node === undefined || slot === -1) return null
    const at = span[0] + (graph.kinds[node.kind]?.bias === null ? 0 : 1) + slot
    return [Math.min(at, span[1]), Math.min(at + 1, span[1])]
  }

  #watched<T>(subscribe: (subscriber: Subscriber<T>) => { unsubscribe(): void } | (() => void)): Observable<T> {
    return new Watched<T>(subscribe, this.#learner.transition.report)
  }
}
