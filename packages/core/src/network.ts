/** The handle a user holds: one running network, with all its past. */

import { readOptions } from './door/read-options.ts'
import { begin } from './engine/begin.ts'
import { HISTORY_OPTIONS, NETWORK_OPTIONS, type NetworkOptions } from './engine/network-options.ts'
import { demandGraph, type Graph } from './graph/value/graph.ts'
import type { Values } from './graph/value/known.ts'
import { type LiteNetwork, OwnLite } from './lite.ts'
import { remember } from './past/remembered.ts'
import { OwnTimeline, type Timeline } from './timeline/timeline.ts'

/**
 * A running network.
 *
 * @example
 * const net = network(g, { optimizer: sgd({ learningRate: 0.9 }), seed: 1 })
 * net.node('h4').activation$.subscribe((signal) => console.log(signal.at(0)))
 * net.predict([1, 0, 1]) // [0.4738…]
 */
export interface Network<Id extends string = string, Raw = Values, Answer = number[]>
  extends LiteNetwork<Id, Raw, Answer> {
  /** Every state there was: look back, go back, branch off, search. Throws NO_HISTORY where `history: false`. */
  readonly timeline: Timeline<Id>
}

export class OwnNetwork extends OwnLite implements Network {
  #timeline: Timeline | null = null

  override get timeline(): Timeline {
    this.#timeline ??= new OwnTimeline(this.engine)
    return this.#timeline
  }
}

/**
 * Brings a graph to life. Throws what `validate` finds, and DELAY_NOT_RUNNABLE where an edge has a delay.
 *
 * @example
 * const net = network(g, { optimizer: adam({ learningRate: 0.01 }), seed: 7 })
 */
export function network<Id extends string, In extends string, Raw, Answer>(
  graph: Graph<Id, In, Raw, Answer>,
  options?: NetworkOptions,
): Network<Id, Raw, Answer>
export function network(graph: Graph, options?: NetworkOptions): Network {
  demandGraph(graph, 'network')
  const { history, ...given } = readOptions(options, 'network', NETWORK_OPTIONS)
  if (history === false) return new OwnNetwork(begin(graph, given))
  const remembered = remember(readOptions(history, 'history', HISTORY_OPTIONS).bytes)
  return new OwnNetwork(begin(graph, given, { remembered }))
}
