/** The graphs and data that a past refers to. */

import type { StepData } from '../data/step-data.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Log } from '../history/log.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from '../step/action.ts'

/** What was found in the log stays found; only what is new there is looked through. */
export class LogReferences {
  readonly #graphs = new Map<string, Graph>()
  readonly #data = new Map<string, StepData>()
  /** How many entries of each branch were looked through. */
  #seen: number[] = []
  #isPartial = false
  /** The graphs of states, and of the one in force. */
  #others: ReadonlySet<Graph> = new Set()

  /** Whether a change was let go before it was looked at: what is kept of it elsewhere may refer to more. */
  get isPartial(): boolean {
    return this.#isPartial
  }

  find(log: Log<Action>, now: Snapshot, states: ReadonlyMap<number, readonly { readonly state: Snapshot }[]>): void {
    // Where something was dropped, what only that referred to is to go.
    if (log.branches.some(({ entryCount }, k) => entryCount < (this.#seen[k] ?? 0))) this.#forget()
    for (const { index, entryCount } of log.branches) {
      for (let k = this.#seen[index] ?? 0; k < entryCount; k++) this.#look(log.entry(index, k).action)
      this.#seen[index] = entryCount
    }
    const others = new Set([now.graph])
    for (const kept of states.values()) for (const { state } of kept) others.add(state.graph)
    this.#others = others
  }

  graphs(): [print: string, graph: Graph][] {
    const all = new Map(this.#graphs)
    for (const graph of this.#others) all.set(graphFingerprint(graph), graph)
    return [...all]
  }

  data(): [print: string, data: StepData][] {
    return [...this.#data]
  }

  #forget(): void {
    this.#graphs.clear()
    this.#data.clear()
    this.#seen = []
    this.#isPartial = false
  }

  #look(action: Action): void {
    if (action.type === 'batch') this.#data.set(action.data.fingerprint, action.data)
    if (action.type !== 'change') return
    if (action.change === null) this.#isPartial = true
    const { graph, data } = action.change ?? {}
    if (graph !== undefined) this.#graphs.set(graphFingerprint(graph), graph)
    if (data !== undefined) this.#data.set(data.fingerprint, data)
  }
}
