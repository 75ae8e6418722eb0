/** Whether a history is what it says: every action of every branch is done again, and each kept state compared. */

import { callable, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { stateDiffers } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Address } from '../history/log.ts'
import { slices } from '../host/slices.ts'
import type { Past } from '../past/past.ts'
import { fingerprint } from '../state/fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'

export interface VerifyOptions {
  readonly progress?: (progress: { readonly done: number; readonly total: number }) => void
}

/** What was done again. */
export interface Verified {
  /** How many actions, each counted once, and how many states were compared. */
  readonly actions: number
  readonly states: number
  /**
   * Of branches whose beginning cannot be done again, since rows, changes or data were let go: the step from which on they
   * were; null where nothing of them could.
   */
  readonly from: readonly { readonly branch: string; readonly step: number | null }[]
}

/** What a branch has of its own, from the first state from which it can be done again to its end. */
interface Redone {
  readonly branch: number
  readonly from: number
  readonly to: number
}

const OPTIONS: TableOf<VerifyOptions> = { progress: callable('a function') }

/**
 * Does everything again, and compares each kept state.
 *
 * Rejects with REPLAY_DIFFERS where a loss is another, STATE_DIFFERS where a state is, and where nothing at all can be done
 * again with what keeps it from being: ROWS_GONE, DATA_MISSING, CHANGE_GONE.
 */
export async function verify(net: Rewindable, options?: VerifyOptions): Promise<Verified> {
  const { past } = engineOf(net, 'verify')
  const { progress } = readOptions(options, 'verify', OPTIONS)
  const { log, head } = past.history
  // Of its own, since others may look back meanwhile.
  const { replay, machine } = past.anotherReplay()
  const { spans, from } = spansOf(past)
  const kept = new Map<string, Snapshot>()
  for (const { state, ...at } of past.history.keyframes.all()) kept.set(nameOf(at), state)
  kept.set(nameOf(log.owner(head)), past.at(head))
  const total = spans.reduce((sum, span) => sum + span.to - span.from, 0)
  let [done, states] = [0, 0]
  return new Promise((resolve, reject) => {
    const compare = (at: Address): void => {
      const state = kept.get(nameOf(at))
      if (state === undefined) return
      if (fingerprint(machine.capture()) !== fingerprint(state)) throw new NeuriteError(stateDiffers(log.stepAt(at)))
      states++
    }
    const steps = function* (): IterableIterator<void> {
      for (const { branch, from, to } of spans) {
        replay.reach({ branch, position: from })
        for (let position = from + 1; position <= to; position++) {
          replay.redo({ branch, position })
          compare({ branch, position })
          done++
          yield
        }
      }
      if (total === 0 && from.length > 0) replay.reach(head)
    }
    const each = steps()
    const work = (): boolean => {
      const isOver = each.next().done === true
      if (progress !== undefined && (isOver || done % 256 === 0)) progress({ done, total })
      if (isOver) resolve({ actions: done, states, from })
      return !isOver
    }
    slices(work, 12, reject)
  })
}

function spansOf({ history }: Past): { readonly spans: Redone[]; readonly from: Verified['from'] } {
  const { log } = history
  const horizons = history.horizons.all()
  const from: { branch: string; step: number | null }[] = []
  const spans = log.branches.flatMap(({ index, name, start, end, entryCount, dropped }): Redone[] => {
    if (entryCount === 0) return []
    const first = history.firstWhole(index, horizons[index])
    if (first?.position !== 0 && !dropped) from.push({ branch: name, step: first && log.stepAt(first) })
    return first === null ? [] : [{ branch: index, from: Math.max(start, first.position), to: end }]
  })
  return { spans, from }
}

const nameOf = ({ branch, position }: Address): string => `${branch} ${position}`
