/** The way of a walk: what has been done before, forth and back, and the batches of its run behind that. */

import type { Data } from '../data/dataset.ts'
import type { Release } from '../engine/claim.ts'
import type { Engine } from '../engine/engine.ts'
import { type BatchAction, cursorAt, type StepAction } from '../step/action.ts'
import { type RunOptions, runAction } from './run-action.ts'

export class Way {
  readonly #own: Engine
  readonly #data: Data
  readonly #options: Required<RunOptions>
  /** The run at the end of what has been done. */
  #run: BatchAction

  /** Throws what `train` refuses. */
  constructor(own: Engine, data: Data, options: Required<RunOptions>) {
    this.#own = own
    this.#data = data
    this.#options = options
    this.#run = runAction(own, data, options)
  }

  /** What is done next: what has been done before, or the next batch of the run; null where the run is over. */
  next(): { action: StepAction; offset: number } | null {
    const { log, head } = this.#own.past.history
    const { branch, position } = head
    const { end } = log.branch(branch)
    for (let at = position; at < end; at++) {
      const { action, offset } = log.next({ branch, position: at })
      if (action.type !== 'change') return { action, offset }
    }
    const last = end === 0 ? null : log.next({ branch, position: end - 1 })
    if (last?.action !== this.#run) this.#run = runAction(this.#own, this.#data, this.#options)
    const offset = last?.action === this.#run ? last.offset + 1 : 0
    return cursorAt(this.#run, offset).run === null ? null : { action: this.#run, offset }
  }

  /** Changes that were made before the next step are made again. */
  redoChanges(holder: Release | null): void {
    const { log, head } = this.#own.past.history
    const { branch } = head
    let { position } = head
    while (position < log.branch(branch).end && !log.next({ branch, position }).isStep) position++
    if (position > head.position) this.#own.moveTo({ branch, position }, { holder })
  }

  /** One step back; false at the beginning. */
  back(holder: Release | null): boolean {
    const { history } = this.#own.past
    const { branch, position } = history.head
    for (let to = position - 1; to >= 0; to--) {
      if (!history.log.next({ branch, position: to }).isStep) continue
      this.#own.moveTo({ branch, position: to }, { holder })
      return true
    }
    return false
  }
}
