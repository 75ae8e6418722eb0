/** The streams of a running network, node by node and edge by edge; each is made when somebody subscribes. */

import { map, type Observable, type Subscriber } from 'rxjs'
import { readOptions } from '../door/read-options.ts'
import type { Engine } from '../engine/engine.ts'
import type { HistoryEvent } from '../engine/history-event.ts'
import { unknownEdge, unknownNode } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Block } from '../flow/block.ts'
import { Reported } from '../flow/reported.ts'
import { Tap, type Tapped } from '../flow/tap.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import { DELAY_OPTIONS } from '../graph/value/delay-options.ts'
import type { GraphNode, NodeId } from '../graph/value/graph.ts'
import { arrivingLane } from '../plan/arriving-lane.ts'
import { offsetOf } from '../plan/parameters.ts'
import type { Plan } from '../plan/plan.ts'
import { type Reading, readingBy } from '../plan/reading.ts'
import { OwnSignal, type Quantity, type Signal } from '../signal.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Transition } from '../step/transition.ts'
import { shape } from '../text/inspectable.ts'
import { edgeName, nodeName } from '../text/names.ts'
import { type WatchedEdge, type WatchedNode, watchedEdge, watchedNode } from './watched-node.ts'

/** What happened, in the order in which it happened. Everything a stream emits, under the stream's name. */
export type NetworkEvent<Id extends string = string> =
  | { readonly type: Exclude<Quantity, 'weights'>; readonly node: Id; readonly tick: number; readonly signal: Signal }
  | { readonly type: 'loss'; readonly tick: number; readonly signal: Signal }
  | { readonly type: 'update'; readonly tick: number; readonly step: number }

export const networkEvent: (fields: NetworkEvent) => NetworkEvent = shape<NetworkEvent>((told) => {
  const place = `tick ${told.tick} ${'node' in told ? `${nodeName(told.node)} ` : ''}${told.type}`
  return { title: place, value: told.type === 'update' ? told.step : told.signal.toArray() }
})

const QUANTITIES: readonly Tapped[] = ['netInput', 'activation', 'delta', 'gradient']

/**
 * Makes the streams of one network. They last: where the graph is changed or another state put in force, they go on with
 * what is there then, and are silent while their node or edge is not.
 */
const watches = new WeakMap<Engine, Streams>()

/** The streams of a network, made once: who watches a node twice has one copy of its numbers. */
export function streamsOf(own: Engine): Streams {
  let watch = watches.get(own)
  if (watch === undefined) {
    watch = new Streams(own)
    watches.set(own, watch)
  }
  return watch
}

export class Streams {
  readonly loss$: Observable<Signal>
  /** The state in force: at once, then after each change. Copied out of the memory only while somebody watches. */
  readonly snapshot$: Observable<Snapshot>
  readonly history$: Observable<HistoryEvent>
  readonly #engine: Engine
  /** Made when a block is first watched, and kept: an idle one listens to nothing. */
  readonly #taps = new WeakMap<Block, Tap>()

  constructor(engine: Engine) {
    const { transition, update$, chronicle } = engine
    this.#engine = engine
    this.history$ = this.#watched((subscriber) => chronicle.events$.subscribe(subscriber))
    this.loss$ = this.#watched((subscriber) => transition.loss$.subscribe(subscriber))
    this.snapshot$ = this.#watched((subscriber) => {
      subscriber.next(engine.snapshot)
      return update$.subscribe(() => subscriber.next(engine.snapshot))
    })
  }

  /** Throws UNKNOWN_NODE. */
  node(id: NodeId): WatchedNode {
    const node = this.#node(id)
    const quantity = (of: Tapped): Observable<Signal> => this.#quantity(() => this.#lane(id), of)
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
  edge(from: NodeId, to: NodeId, options?: { readonly delay?: number }): WatchedEdge {
    this.#node(from)
    const { delay } = readOptions(options, 'edge', DELAY_OPTIONS)
    const { inputs, delays } = this.#node(to)
    const id = edgeName(from, to, delay)
    if (!inputs.some((source, slot) => source === from && (delays?.[slot] ?? 0) === delay))
      throw new NeuriteError(unknownEdge(id))
    return watchedEdge({
      id,
      from,
      to,
      // A kind without weights has an empty signal here.
      weight$: this.#parameters(() => this.#weightSpan(from, to)),
      activation$: this.#quantity(() => this.#laneArriving(from, to), 'activation'),
      delta$: this.#quantity(() => readingBy(this.#plan, from, to)?.lane, 'delta').pipe(
        map(({ tick, length }) => new OwnSignal(tick, this.#share(from, to), 0, length)),
      ),
    })
  }

  /**
   * Every phase of these nodes, of all where it is null, with the losses and updates in between. Throws UNKNOWN_NODE.
   */
  events(ids: readonly NodeId[] | null): Observable<NetworkEvent> {
    const { transition, update$ } = this.#engine
    for (const id of ids ?? []) this.#node(id)
    return this.#watched((subscriber) => {
      const phases = this.#again(() => this.#phases(ids ?? this.#plan.layout.order, subscriber))
      const losses = transition.loss$.subscribe((signal) =>
        subscriber.next(networkEvent({ type: 'loss', tick: signal.tick, signal })),
      )
      const updates = update$.subscribe((tick) =>
        subscriber.next(networkEvent({ type: 'update', tick, step: this.#engine.step })),
      )
      return () => {
        phases()
        losses.unsubscribe()
        updates.unsubscribe()
      }
    })
  }

  /** Tells what these nodes do, those that are there; gives back how to stop. */
  #phases(ids: readonly NodeId[], subscriber: Subscriber<NetworkEvent>): () => void {
    const stops: (() => void)[] = []
    for (const node of ids) {
      const lane = this.#lane(node)
      if (lane === undefined) continue
      const tap = this.#tap(this.#engine.transition, lane)
      for (const type of QUANTITIES) {
        const next = (signal: Signal): void => subscriber.next(networkEvent({ type, node, tick: signal.tick, signal }))
        stops.push(tap.watch(lane, type, { next }))
      }
    }
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Begins, and begins again wherever plan and memory are others; gives back how to stop. */
  #again(begin: () => () => void): () => void {
    const { whenRebuilt } = this.#engine
    let stop = begin()
    const again = (): void => {
      stop()
      stop = begin()
    }
    whenRebuilt.add(again)
    return () => {
      whenRebuilt.delete(again)
      stop()
    }
  }

  get #plan(): Plan {
    return this.#engine.transition.plan
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
    const { flow, plan } = this.#engine.transition
    return flow.share(readingBy(plan, from, to) as Reading)
  }

  #quantity(laneNow: () => number | undefined, quantity: Tapped): Observable<Signal> {
    const { transition } = this.#engine
    return this.#watched((subscriber) =>
      this.#again(() => {
        const lane = laneNow()
        return lane === undefined ? () => {} : this.#tap(transition, lane).watch(lane, quantity, subscriber)
      }),
    )
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
    const { transition, update$ } = this.#engine
    return this.#watched((subscriber) => {
      const tell = (tick: number): void => {
        const span = spanNow()
        if (span === null) return
        const own = transition.memory.parameters.slice(span[0], span[1])
        subscriber.next(new OwnSignal(tick, own, 0, own.length))
      }
      tell(transition.turn.tick)
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
    const first = offsetOf(graph.kinds[node.kind] as NodeKind, node.inputs.length, 'weight')
    return first < 0 ? [span[1], span[1]] : [span[0] + first + slot, span[0] + first + slot + 1]
  }

  #watched<T>(subscribe: (subscriber: Subscriber<T>) => { unsubscribe(): void } | (() => void)): Observable<T> {
    return new Reported<T>(subscribe, this.#engine.transition.turn.report)
  }
}
