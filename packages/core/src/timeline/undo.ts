/** Takes changes back, and makes them again: by going to another state, so that nothing is ever lost. */

import type { Engine } from '../engine/engine.ts'
import type { Address } from '../history/log.ts'

export class Undo {
  readonly #own: Engine
  /** Where `undo` came from and led to, the latest last; and how many branches there were: what is done then begins one. */
  #undone: { readonly from: Address; readonly to: Address; readonly branches: number }[] = []

  constructor(own: Engine) {
    this.#own = own
  }

  /** To before the last change on the way to the state in force; false where there was none. */
  undo(): boolean {
    const { head, log } = this.#own.past.history
    const to = log.beforeLastChange(head)
    if (to === null) return false
    const undone = { from: head, to, branches: log.branches.length }
    // Whoever is told of the state may redo, or throw: it can be redone from the moment on in which it is in force.
    this.#own.moveTo(to, { moved: () => this.#undone.push(undone) })
    return true
  }

  /** To where the last `undo` came from; false where something else has happened since. */
  redo(): boolean {
    const undone = this.#undone.at(-1)
    const { log, head } = this.#own.past.history
    const isHere = undone?.to.branch === head.branch && undone.to.position === head.position && !log.isGone(undone.from)
    if (!isHere || undone.branches !== log.branches.length) {
      this.#undone = []
      return false
    }
    this.#own.moveTo(undone.from, { moved: () => this.#undone.pop() })
    return true
  }
}
