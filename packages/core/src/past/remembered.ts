/** What a network is remembered by, and how its bytes are shared: half of them at least are for kept states. */

import { KnownData } from '../data/known-data.ts'
import { dataMissing } from '../errors/data.ts'
import { changeGone, rowsGone } from '../errors/history.ts'
import { History } from '../history/history.ts'
import type { LostActions } from '../history/horizons.ts'
import type { Address } from '../history/log.ts'
import { RowLog } from '../history/row-log.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from '../step/action.ts'
import { graphBytes, NetworkActions } from '../step/action-codec.ts'
import type { Machine, MachineOptions } from '../step/machine.ts'
import { RecentStates } from '../step/recent-states.ts'
import { snapshotBytes } from '../step/snapshot-bytes.ts'
import { Past } from './past.ts'
import type { PastParts } from './past-parts.ts'

/** What is handed to a network that remembers: nothing yet, or a past that goes on in it. */
export interface Remembered extends PastParts {
  readonly bytes: number
  /** For the machine that runs. */
  recent(): RecentStates
  past(live: Machine, options: MachineOptions): Past
}

/** So many of the last states are at hand without any computing. */
const RECENT = 64

/** The share of data that was handed in before the latest. */
const DATA_SHARE = 1 / 8
/** Live rows and it together may take a quarter, and what else is free beside half of all for states, or room for two. */
const HANDED_SHARE = 1 / 4
const STATES_SHARE = 1 / 2
/** What is in changes: their numbers, graphs and optimizers. */
const CHANGES_SHARE = 1 / 8
const LOSSES_SHARE = 1 / 8

/** Nothing yet, in so many bytes; or of another network the same rows and data. */
export function remember(bytes: number, from?: Pick<PastParts, 'rowLog' | 'data'>): Remembered {
  const data = from?.data.fork() ?? new KnownData(bytes * DATA_SHARE)
  const limit = (): number => {
    const { log, measures, keyframes } = history
    const free = bytes - Math.max(bytes * STATES_SHARE, 2 * keyframes.latest) - log.bytes - measures.bytes
    return Math.max(bytes * HANDED_SHARE, free) - data.bytes
  }
  const rowLog = from?.rowLog.fork(limit) ?? new RowLog(limit)
  const losses: LostActions<Action> = {
    count: ({ action, first, count }, soon) => {
      if (action.type === 'row') return Math.max(0, Math.min(count, (soon ? rowLog.lasting : rowLog.first) - first))
      const isThere = action.type === 'change' ? action.change !== null : data.held(action.data.fingerprint) !== null
      return isThere ? 0 : count
    },
    isNone: (soon) => (soon ? rowLog.lasting : rowLog.first) === 0 && data.isWhole,
    why: ({ action, first }) => {
      if (action.type === 'row') return rowsGone(first, rowLog.first)
      return action.type === 'change' ? changeGone() : dataMissing(action.data.fingerprint, action.data.rows)
    },
  }
  const history: History<Snapshot, Action> = new History<Snapshot, Action>({
    bytes,
    bytesOf: bytesOfStates(),
    others: () => rowLog.bytes + data.bytes,
    giveWay: () => rowLog.fit(),
    codec: new NetworkActions(data),
    changes: bytes * CHANGES_SHARE,
    measures: bytes * LOSSES_SHARE,
    losses,
  })
  const parts = { history, rowLog, data }
  return {
    ...parts,
    bytes,
    recent: () => new RecentStates(RECENT, bytes),
    past: (live, options) => new Past(live, options, parts),
  }
}

/** The same past up to a state, for another network: a branch of its own. */
export function rememberFork(from: Remembered, address: Address, name: string): Remembered {
  const forked = remember(from.bytes, from)
  from.history.fork(address, name, forked.history)
  return forked
}

/** A graph is counted with the first state that has it: those after it share it. */
function bytesOfStates(): (state: Snapshot) => number {
  let last: Snapshot['graph'] | null = null
  return (state) => {
    const isOther = last !== null && last !== state.graph
    last = state.graph
    return snapshotBytes(state) + (isOther ? graphBytes(state.graph) : 0)
  }
}
