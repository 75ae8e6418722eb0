/** What a network is remembered by, and how its bytes are shared: half of them at least are for kept states. */

import { KnownData } from '../data/known-data.ts'
import { History } from '../history/history.ts'
import type { Address, Entry } from '../history/log.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from './action.ts'
import { graphBytes, NetworkActions } from './action-codec.ts'
import { RowLog } from './row-log.ts'
import { snapshotBytes } from './snapshot-bytes.ts'

/** A past that may go on in another network. */
export interface Remembered {
  readonly history: History<Snapshot, Action>
  readonly rowLog: RowLog
  readonly data: KnownData
}

/** The share of data that was handed in before the latest; live rows and it together may take a quarter. */
const DATA_SHARE = 1 / 8
const HANDED_SHARE = 1 / 4
/** What is in changes: their numbers, graphs and optimizers. */
const CHANGES_SHARE = 1 / 8
const LOSSES_SHARE = 1 / 8

/** Nothing yet, in so many bytes; or of another network the same rows and data. */
export function remember(bytes: number, from?: Pick<Remembered, 'rowLog' | 'data'>): Remembered {
  const data = from?.data.fork() ?? new KnownData(bytes * DATA_SHARE)
  const limit = (): number => bytes * HANDED_SHARE - data.bytes
  const rowLog = from?.rowLog.fork(limit) ?? new RowLog(limit)
  const lost = ({ action, first, count }: Entry<Action>): number => {
    if (action.type === 'row') return Math.max(0, Math.min(count, rowLog.first - first))
    const isThere = action.type === 'change' ? action.change !== null : data.held(action.data.fingerprint) !== null
    return isThere ? 0 : count
  }
  const history = new History<Snapshot, Action>({
    bytes,
    bytesOf: bytesOfStates(),
    others: () => rowLog.bytes + data.bytes,
    codec: new NetworkActions(data),
    changes: bytes * CHANGES_SHARE,
    measures: bytes * LOSSES_SHARE,
    lost,
    isWhole: () => rowLog.first === 0 && data.isWhole,
  })
  return { history, rowLog, data }
}

/** The same past up to a state, for another network: a branch of its own. */
export function rememberFork(from: Remembered, bytes: number, address: Address, name: string): Remembered {
  const forked = remember(bytes, from)
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
