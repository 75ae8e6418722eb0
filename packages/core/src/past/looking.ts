/** Comes back to states in slices of time, for one who waits after the other, by a machine that nobody else asks. */

import { cancelled } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Address } from '../history/log.ts'
import type { Replay } from '../history/replay.ts'
import { slices } from '../host/slices.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from '../step/action.ts'
import { RecentStates } from '../step/recent-states.ts'
import type { Past } from './past.ts'

export interface LookingOptions {
  readonly signal?: AbortSignal
  readonly slice?: number
}

export class Looking {
  readonly #make: () => Replay<Snapshot, Action>
  #replay: Replay<Snapshot, Action> | null = null
  #before: Promise<unknown> = Promise.resolve()

  constructor(make: () => Replay<Snapshot, Action>) {
    this.#make = make
  }

  /** Rejects with CANCELLED, and as `Replay.at` throws. */
  at(address: Address, options: LookingOptions): Promise<Snapshot> {
    const own = this.#before.then(() => this.#look(address, options))
    this.#before = own.catch(() => {})
    return own
  }

  #look(address: Address, { signal, slice = 12 }: LookingOptions): Promise<Snapshot> {
    return new Promise((resolve, reject) => {
      refuseCancelled(signal)
      this.#replay ??= this.#make()
      const replay = this.#replay
      const way = replay.towards(address)
      const work = (): boolean => {
        refuseCancelled(signal)
        if (way.next().done !== true) return true
        resolve(replay.at(address))
        return false
      }
      slices(work, slice, reject)
    })
  }
}

/** Throws CANCELLED. */
export function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new NeuriteError(cancelled(), { cause: signal.reason })
}

/** One for all who wait for states of the same past, with so many of the last ones at hand. */
const lookings = new WeakMap<Past, Looking>()
const recent = (): RecentStates => new RecentStates(256, 16 * 2 ** 20)

export function lookingAt(past: Past): Looking {
  const looking = lookings.get(past) ?? new Looking(() => past.anotherReplay(recent()).replay)
  lookings.set(past, looking)
  return looking
}
