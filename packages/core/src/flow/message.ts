/** What flows between blocks: one whole batch. */

import { type Observer, Subject } from 'rxjs'

/**
 * `values` is `lanes × batch`, row by row. All of it is the engine's own and true only until the next tick: a block sends
 * the same message again and again, and who wants to keep what it says makes a copy (see Tap).
 */
export interface Message {
  tick: number
  /** The place of the block that sends it. */
  readonly sender: number
  values: Float64Array
}

/** The stream of a block's messages, one way. Mostly one join listens and nobody watches: that way is kept short. */
export class Messages extends Subject<Message> {
  override next(message: Message): void {
    const { observers } = this
    if (observers.length === 1) (observers[0] as Observer<Message>).next(message)
    else super.next(message)
  }
}
