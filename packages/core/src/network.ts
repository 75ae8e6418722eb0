/** The handle a user holds: one running network, joined of graph, plan, flow and state. */

import type { Observable } from 'rxjs'
import type { Row } from './data/row.ts'
import { demandObject } from './door/demand.ts'
import { readOptions } from './door/read-options.ts'
import { NeuriteError } from './errors/neurite-error.ts'
import { demandGraph, type Graph, type NodeId } from './graph/graph.ts'
import { validate } from './graph/validate.ts'
import { Timeline } from './inspect/timeline.ts'
import { type NetworkEvent, Watch } from './inspect/watch.ts'
import type { WatchedEdge, WatchedNode } from './inspect/watched-node.ts'
import type { Signal } from './numerics/signal.ts'
import { withinMemory } from './numerics/within-memory.ts'
import { Optimizers } from './optimize/optimizers.ts'
import type { Plan } from './plan/plan.ts'
import { ownSnapshot } from './state/own-snapshot.ts'
import type { Snapshot } from './state/snapshot.ts'
import { initialSnapshot } from './state/update.ts'
import { hide, inspectable } from './text/inspectable.ts'
import type { Change } from './train/change.ts'
import { rowByRow } from './train/learn.ts'
import { Learner } from './train/learner.ts'
import { HISTORY_OPTIONS, NETWORK_OPTIONS, type NetworkOptions } from './train/network-options.ts'
import { type Predictor, predictor } from './train/predict.ts'
import type { Step } from './train/step.ts'
import type { Trainable } from './train/trainable.ts'

/**
 * A running network.
 *
 * @example
 * const net = network(g, { optimizer: sgd({ learningRate: 0.9 }), seed: 1 })
 * net.node('h4').activation$.subscribe((signal) => console.log(signal.at(0)))
 * net.predict([1, 0, 1]) // [0.4738…]
 */
export class Network implements Trainable {
  /** Answers one row with the outputs, many rows with an array of them. Throws what a row's refusal says, TICK_BUSY. */
  readonly predict: Predictor
  /** The loss of each row of a batch, once per update, before it; `signal.mean()` is the loss of the step. */
  readonly loss$: Observable<Signal>
  /** The state in force: at once, then after each update. */
  readonly snapshot$: Observable<Snapshot>
  /** Every phase of every node, every loss and update, in order. For some nodes only, see `watch`. */
  readonly events$: Observable<NetworkEvent>
  /** @internal */
  readonly learner: Learner
  readonly #watch: Watch
  #timeline: Timeline<Network> | null = null
  #learnRow: ReturnType<typeof rowByRow> | null = null

  /** Use `network(graph, options)`. @internal */
  constructor(own: Learner) {
    this.learner = own
    this.predict = predictor(this)
    this.#watch = new Watch(own)
    this.loss$ = this.#watch.loss$
    this.snapshot$ = this.#watch.snapshot$
    this.events$ = this.#watch.events(null)
    hide(this, 'learner')
  }

  get graph(): Graph {
    return this.learner.transition.plan.graph
  }

  /** What the graph became: its blocks, lanes and order. */
  get plan(): Plan {
    return this.learner.transition.plan
  }

  /** Every state there was: look back, go back, branch off, search. Throws NO_HISTORY where `history: false`. */
  get timeline(): Timeline<Network> {
    this.#timeline ??= new Timeline(this.learner, (own) => new Network(own))
    return this.#timeline
  }

  /** The state in force. It is copied out when it is looked at. */
  get snapshot(): Snapshot {
    return this.learner.snapshot
  }

  /** The streams of a node. Throws UNKNOWN_NODE. */
  node(id: NodeId): WatchedNode {
    return this.#watch.node(id)
  }

  /** The streams of an edge. Throws UNKNOWN_NODE, UNKNOWN_EDGE. */
  edge(from: NodeId, to: NodeId): WatchedEdge {
    return this.#watch.edge(from, to)
  }

  /** What `events$` tells, for these nodes only, by one or in lists. Throws UNKNOWN_NODE. */
  watch(...ids: readonly (NodeId | readonly NodeId[])[]): Observable<NetworkEvent> {
    return this.#watch.events(ids.flat())
  }

  /**
   * One update from one row, or from all rows of an array, at once. For data use `train`, for a live stream the operator `learn`.
   * Throws what a row's refusal says, TRAINING_DIVERGED, ALREADY_TRAINING, TICK_BUSY, NO_LOSS; then nothing has changed.
   */
  learn(row: Row | readonly Row[]): Step {
    this.learner.transition.makeWay()
    const release = this.learner.claim()
    try {
      this.#learnRow ??= rowByRow(this)
      return this.#learnRow(row, 0)
    } finally {
      release()
    }
  }

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
  change(change: Change): void {
    demandObject(change, 'change', 'change', 'what is changed: { parameters }, { hyperparameters }, { graph } …')
    this.learner.change(change)
  }

  /**
   * Puts a snapshot in force. Throws SNAPSHOT_MISMATCH, ALREADY_TRAINING, TICK_BUSY; then nothing has changed. What an
   * observer of the new state throws is thrown on, with that state in force.
   */
  restore(snapshot: Snapshot): void {
    this.learner.restore(ownSnapshot(snapshot, 'restore'))
  }
}

inspectable<Network>(
  Network.prototype,
  ({ graph, learner }) => ({
    title: 'Network',
    value: {
      step: learner.step,
      loss: learner.last?.loss ?? null,
      inputs: graph.inputs,
      outputs: graph.outputs,
      nodes: graph.order.length,
      parameters: learner.transition.plan.layout.parameters,
      optimizer: learner.optimizer.name,
      hyperparameters: learner.hyperparameters,
    },
  }),
  { json: true },
)

/**
 * Brings a graph to life. Throws what `validate` finds, and DELAY_NOT_RUNNABLE where an edge has a delay.
 *
 * @example
 * const net = network(g, { optimizer: adam({ learningRate: 0.01 }), seed: 7 })
 */
export function network(graph: Graph, options?: NetworkOptions): Network {
  demandGraph(graph, 'network')
  const { optimizer, seed, fuse, history } = readOptions(options, 'network', NETWORK_OPTIONS)
  const errors = validate(graph).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new NeuriteError(errors)
  const { bytes } = history === false ? { bytes: 0 } : readOptions(history, 'history', HISTORY_OPTIONS)
  const optimizers = new Optimizers([optimizer])
  const made = () => new Learner(initialSnapshot({ graph, optimizer, seed }), { fuse, bytes, optimizers })
  return new Network(withinMemory(made))
}
