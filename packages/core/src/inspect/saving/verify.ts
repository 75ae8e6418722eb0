/** Whether a history is what it says: everything is done again, from one kept state to the next. */

import { NeuriteError, stateDiffers } from '../../errors.ts'
import type { Address } from '../../history/log.ts'
import { fingerprint } from '../../state/fingerprint.ts'
import type { Past } from '../../train/past.ts'
import { slices } from '../../train/slices.ts'

export interface VerifyOptions {
  readonly progress?: (progress: { readonly done: number; readonly total: number }) => void
}

/** How many actions were done again, and how many kept states were compared. */
export interface Verified {
  readonly actions: number
  readonly states: number
}

/** Rejects with REPLAY_DIFFERS where a loss is another, STATE_DIFFERS where a state is. */
export function verify(past: Past, { progress }: VerifyOptions): Promise<Verified> {
  const { keyframes, log } = past.history
  const kept = [...keyframes.all()]
  // Of its own, since others may look back meanwhile.
  const { replay, machine } = past.anotherReplay()
  // From each kept state to the one before: in the same branch, or where it left another.
  const spans = kept.flatMap(({ branch, position, state }) => {
    const from = position === 0 ? null : past.history.keptBefore({ branch, position })
    return from === null ? [] : [{ from, to: { branch, position } as Address, state }]
  })
  const total = spans.reduce((sum, { from, to }) => sum + to.position - from.at.position, 0)
  let done = 0
  return new Promise((resolve, reject) => {
    const steps = function* (): IterableIterator<void> {
      for (const { from, to, state } of spans) {
        replay.begin(from.at, from.state)
        for (let position = from.at.position + 1; position <= to.position; position++) {
          replay.onward({ branch: to.branch, position })
          done++
          yield
        }
        if (fingerprint(machine.capture()) !== fingerprint(state)) throw new NeuriteError(stateDiffers(log.stepAt(to)))
      }
    }
    const each = steps()
    const work = (): boolean => {
      const isOver = each.next().done === true
      if (progress !== undefined && (isOver || done % 256 === 0)) progress({ done, total })
      if (isOver) resolve({ actions: done, states: spans.length })
      return !isOver
    }
    slices(work, 12, reject)
  })
}
