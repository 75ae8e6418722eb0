/** Who hands batches to a database, one after the other, and waits for its answers. */

import type { LevelStore, Operation } from '../files/level-store.ts'
import { giveWay } from '../host/give-way.ts'
import { macrotask } from '../host/macrotask.ts'
import { asked } from './asked.ts'
import type { Put } from './changes.ts'
import type { Database } from './database.ts'
import type { HeldPlace } from './held-place.ts'

/** Milliseconds of making items at a stretch. */
const STRETCH = 8
/** Milliseconds after which what runs in slices pauses for answers, and for how many it does so for one. */
const PATIENCE = 100
const PAUSE = 1000

export interface SenderOptions {
  readonly place: HeldPlace
  readonly store: LevelStore
  readonly database: Database
  readonly prefix: string
  readonly deadline: number
}

export class Sender {
  readonly #options: SenderOptions
  /** What the database has not answered yet, though nobody waits any longer. */
  #unanswered: Promise<unknown> = Promise.resolve()
  #began = performance.now()

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** A flush begins: still open, still ours, and nothing on its way. Rejects with STORE_IN_USE, STORE_UNAVAILABLE. */
  async begin(): Promise<void> {
    this.#began = performance.now()
    const { prefix, deadline, database } = this.#options
    await asked(this.#unanswered, prefix, deadline)
    await asked(database.opened(), prefix, deadline)
    await this.check()
  }

  async check(): Promise<void> {
    await this.#first(this.#options.place.check())
  }

  /** Calls that when nothing is on its way any more. */
  afterwards(work: () => void): void {
    this.#unanswered.then(work)
  }

  /** What puts these items, up to a portion's bytes, made in stretches. */
  async made(puts: readonly Put[], most: number = Number.POSITIVE_INFINITY): Promise<(Operation & { type: 'put' })[]> {
    const { store } = this.#options
    const made: (Operation & { type: 'put' })[] = []
    let began = performance.now()
    let bytes = 0
    for (const put of puts) {
      if (bytes > most) break
      const operation = store.put(put.make())
      bytes += operation.value.length
      made.push(operation)
      if (performance.now() - began < STRETCH) continue
      await new Promise<void>((resolve) => void macrotask(resolve))
      began = performance.now()
    }
    return made
  }

  /** Sends a batch; `done` is called when it has come through, however late that is. */
  async send(operations: Operation[], done: () => void = () => {}): Promise<void> {
    const { place, store, database, prefix, deadline } = this.#options
    let given = false
    const sent = database.write(store, operations, place.sign(), () => given)
    const came = sent.then((isSent) => void (isSent && done()))
    this.#unanswered = came.catch(() => {})
    try {
      await this.#first(asked(came, prefix, deadline))
    } finally {
      given = true
    }
  }

  /** What trains in slices pauses for an answer, where this flush has taken long already. */
  #first<T>(answer: Promise<T>): Promise<T> {
    const left = PATIENCE - (performance.now() - this.#began)
    if (left <= 0) giveWay(answer, PAUSE)
    else {
      const timer = setTimeout(() => giveWay(answer, PAUSE), left)
      const over = () => clearTimeout(timer)
      answer.then(over, over)
    }
    return answer
  }
}
