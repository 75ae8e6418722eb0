/** Tells what happened to a network, in the order in which it happened, whoever moves the network meanwhile. */

import { Subject } from 'rxjs'
import type { Issue } from '../errors/issue.ts'
import type { NeuriteError } from '../errors/neurite-error.ts'
import type { History } from '../history/history.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from '../step/action.ts'
import type { MadeChange } from '../step/change.ts'
import type { Turn } from '../step/turn.ts'
import { type HistoryEvent, historyEvent } from './history-event.ts'

/** What happened to the state in force: all but where. */
export type Happened =
  | { readonly type: 'stepped'; readonly loss: number }
  | { readonly type: 'changed'; readonly change: MadeChange }
  | { readonly type: 'moved' | 'restored' }
  | { readonly type: 'refused'; readonly issue: Issue }

export class Chronicle {
  /** For observers that are part of the tick. */
  readonly events$: Subject<HistoryEvent> = new Subject<HistoryEvent>()
  readonly #turn: Turn
  readonly #history: History<Snapshot, Action> | null
  #untold: HistoryEvent[] = []
  #tells = false

  constructor(turn: Turn, history: History<Snapshot, Action> | null) {
    this.#turn = turn
    this.#history = history
    if (history === null) return
    const { log } = history
    history.whenLeft = (branch, at) => {
      const from = log.branch(at.branch).name
      this.#add({ type: 'branched', step: log.stepAt(at), branch: log.branch(branch).name, from })
    }
  }

  /** Whether anybody listens: nothing is made for nobody. */
  get isHeard(): boolean {
    return this.events$.observed
  }

  /** It is in force: to be told by the next `tell`, before anything that follows from telling it. */
  add(step: number, what: Happened): void {
    if (!this.isHeard) return
    const branch = this.#history?.log.branch(this.#history.head.branch).name ?? null
    this.#add({ ...what, step, branch } as HistoryEvent)
  }

  /** A step was tried in vain. What an observer of that throws is thrown in the place of the refusal. */
  refused(step: number, { issues }: NeuriteError): void {
    this.add(step, { type: 'refused', issue: issues[0] as Issue })
    this.tell()
  }

  /** Tells what is neither tick nor state: a note, another name. */
  say(event: HistoryEvent): void {
    this.#add(event)
    this.tell()
  }

  /** Tells what is untold; who moves the network while an event is told is heard after that one. Throws what an observer threw. */
  tell(): void {
    if (this.#tells || this.#untold.length === 0) return
    this.#tells = true
    try {
      this.#turn.tellEach(this.#next())
    } finally {
      this.#tells = false
      this.#untold = []
    }
  }

  *#next(): Iterable<() => void> {
    for (let k = 0; k < this.#untold.length; k++) yield () => this.events$.next(this.#untold[k] as HistoryEvent)
  }

  #add(event: HistoryEvent): void {
    if (this.isHeard) this.#untold.push(historyEvent(event))
  }
}
