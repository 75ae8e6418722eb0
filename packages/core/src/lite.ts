/** A network that trains, predicts and is watched, without a past: what the root's `network` is made of, and all that `/lite` has. */

import type { Observable } from 'rxjs'
import type { Row } from './data/row.ts'
import { demandObject } from './door/demand.ts'
import { option, type TableOf } from './door/option.ts'
import { readOptions } from './door/read-options.ts'
import { begin } from './engine/begin.ts'
import type { Engine } from './engine/engine.ts'
import type { HistoryEvent } from './engine/history-event.ts'
import { NETWORK_OPTIONS, type NetworkOptions } from './engine/network-options.ts'
import type { Trainable } from './engine/trainable.ts'
import { demandGraph, type Graph, type NodeId } from './graph/value/graph.ts'
import type { Values } from './graph/value/known.ts'
import type { Plan } from './plan/plan.ts'
import type { Signal } from './signal.ts'
import { ownSnapshot } from './state/own-snapshot.ts'
import type { Snapshot } from './state/snapshot.ts'
import type { Change } from './step/change.ts'
import type { Step } from './step/step.ts'
import { hide, inspectable } from './text/inspectable.ts'
import { rowByRow } from './train/learn.ts'
import { type Predictor, predictor } from './train/predict.ts'
import { type NetworkEvent, type Streams, streamsOf } from './watch/streams.ts'
import type { WatchedEdge, WatchedNode } from './watch/watched-node.ts'

/**
 * A running network without its past.
 *
 * @example
 * const net = network(g, { optimizer: sgd({ learningRate: 0.9 }), seed: 1 })
 * net.node('h4').activation$.subscribe((signal) => console.log(signal.at(0)))
 * net.predict([1, 0, 1]) // [0.4738…]
 */
export interface LiteNetwork<Id extends string = string, Raw = Values, Answer = number[]>
  extends Trainable<Id, Raw, Answer> {
  /** What the graph became: its blocks, lanes and order. */
  readonly plan: Plan
  /** The loss of each row of a batch, once per update, before it; `signal.mean()` is the loss of the step. */
  readonly loss$: Observable<Signal>
  /** The state in force: at once, then after each update. */
  readonly snapshot$: Observable<Snapshot<Id>>
  /** Every phase of every node, every loss and update, in order. For some nodes only, `events(net, ids)`. */
  readonly events$: Observable<NetworkEvent<Id>>
  /**
   * What happens to the network, each cause once, by its own type: stepped, changed, moved, restored, branched, renamed,
   * dropped, noted, refused. Told after it is in force, in order; who moves the network meanwhile is heard afterwards.
   *
   * @example
   * net.history$.subscribe((event) => port.postMessage(toWire(event))) // toWire of @neurite/core/wire
   */
  readonly history$: Observable<HistoryEvent>
  /** The streams of a node. Throws UNKNOWN_NODE. */
  node(id: Id): WatchedNode
  /** The streams of an edge. Throws UNKNOWN_NODE, UNKNOWN_EDGE. */
  edge(from: Id, to: Id, options?: { readonly delay?: number }): WatchedEdge
  /**
   * Answers a row with the outputs, in the order of `graph.outputs`. Throws what a row's refusal says, ANSWER_NOT_FINITE, and
   * TICK_BUSY.
   */
  predict(row: Raw): Answer
  /** Answers each row, many of them in one tick. Throws as `predict`. */
  predictAll(rows: Iterable<Raw>): Answer[]
  /**
   * One update from one row, or from all rows of an array, at once. For data use `train`, for a live stream the operator `learn`.
   * Throws what a row's refusal says, TRAINING_DIVERGED, ALREADY_TRAINING, TICK_BUSY, NO_LOSS; then nothing has changed.
   */
  learn(row: Row<Raw> | readonly Row<Raw>[]): Step<Id>
  /**
   * Changes what is no step: weights, rates, the optimizer, the graph, or the data of a run that was stopped. It is one
   * action of the history: undone, replayed and searched like any. Throws by code what is wrong with it, and TICK_BUSY; then
   * nothing has changed. What an observer of the new state throws is thrown on, with the change in force.
   *
   * @example
   * net.change({ hyperparameters: { learningRate: 0.01 } })
   * net.change({ parameters: { h4: { bias: 0, weights: { x1: 0.5 } } } })
   * net.change({ graph: (g) => g.connect('x1', 'o6', { weight: 0 }) })
   */
  change(change: Change): void
  /**
   * Puts a snapshot in force. Throws SNAPSHOT_MISMATCH, ALREADY_TRAINING, TICK_BUSY; then nothing has changed. What an
   * observer of the new state throws is thrown on, with that state in force.
   */
  restore(snapshot: Snapshot<Id>): void
}

/** What runs, with a past or without. */
export class OwnLite implements LiteNetwork {
  readonly predict: Predictor['predict']
  readonly predictAll: Predictor['predictAll']
  readonly loss$: Observable<Signal>
  readonly snapshot$: Observable<Snapshot>
  readonly events$: Observable<NetworkEvent>
  readonly history$: Observable<HistoryEvent>
  readonly engine: Engine
  readonly #watch: Streams
  #learnRow: ReturnType<typeof rowByRow> | null = null

  constructor(own: Engine) {
    this.engine = own
    const { predict, predictAll } = predictor(this)
    this.predict = predict
    this.predictAll = predictAll
    this.#watch = streamsOf(own)
    this.loss$ = this.#watch.loss$
    this.snapshot$ = this.#watch.snapshot$
    this.events$ = this.#watch.events(null)
    this.history$ = this.#watch.history$
    hide(this, 'engine')
  }

  get graph(): Graph {
    return this.engine.transition.plan.graph
  }

  get plan(): Plan {
    return this.engine.transition.plan
  }

  /** Not of the type: for JavaScript, which may ask. Throws NO_HISTORY. */
  get timeline(): object {
    return this.engine.past
  }

  get snapshot(): Snapshot {
    return this.engine.snapshot
  }

  node(id: NodeId): WatchedNode {
    return this.#watch.node(id)
  }

  edge(from: NodeId, to: NodeId, options?: { readonly delay?: number }): WatchedEdge {
    return this.#watch.edge(from, to, options)
  }

  learn(row: Row | readonly Row[]): Step {
    this.engine.transition.turn.makeWay()
    const release = this.engine.claim()
    try {
      this.#learnRow ??= rowByRow(this)
      return this.#learnRow(row, 0)
    } finally {
      release()
    }
  }

  change(change: Change): void {
    demandObject(change, 'change', 'change', 'what is changed: { parameters }, { hyperparameters }, { graph } …')
    this.engine.change(change)
  }

  restore(snapshot: Snapshot): void {
    this.engine.restore(ownSnapshot(snapshot, 'restore'))
  }
}

inspectable<LiteNetwork>(
  OwnLite.prototype,
  ({ graph, engine }) => ({
    title: 'Network',
    value: {
      step: engine.step,
      loss: engine.last?.loss ?? null,
      inputs: graph.inputs,
      outputs: graph.outputs,
      nodes: graph.order.length,
      parameters: engine.transition.plan.layout.parameters,
      optimizer: engine.machine.optimizer.name,
      hyperparameters: engine.machine.base.hyperparameters,
    },
  }),
  { json: true },
)

/** As `NetworkOptions`. */
export interface LiteOptions extends Omit<NetworkOptions, 'history'> {
  /** None is kept, whether one says so or not. */
  readonly history?: false
}

const LITE_OPTIONS: TableOf<LiteOptions, keyof LiteOptions> = {
  ...NETWORK_OPTIONS,
  history: option<false, false>('false here; network of @neurite/core keeps one', (value) => value === false, false),
}

/**
 * Brings a graph to life, without a past. Throws what `validate` finds, and DELAY_NOT_RUNNABLE where an edge has a delay.
 *
 * @example
 * const net = network(g, { optimizer: adam({ learningRate: 0.01 }), seed: 7 })
 */
export function network<Id extends string, In extends string, Raw, Answer>(
  graph: Graph<Id, In, Raw, Answer>,
  options?: LiteOptions,
): LiteNetwork<Id, Raw, Answer>
export function network(graph: Graph, options?: LiteOptions): LiteNetwork {
  demandGraph(graph, 'network')
  return new OwnLite(begin(graph, readOptions(options, 'network', LITE_OPTIONS)))
}
