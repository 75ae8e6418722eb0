/** Branches a network off from its past. */

import type { Address } from '../history/log.ts'
import { Learner } from './learner.ts'

/** A learner of its own with the same past up to a state, which it puts in force. Throws as `Past.at`. */
export function fork(own: Learner, address: Address, branch: string): Learner {
  const { history, rowLog, data } = own.past
  const rows = rowLog.fork()
  const from = { history: history.fork(address, branch, () => rows.bytes), rowLog: rows, data: data.all() }
  return new Learner(own.past.at(address), {
    ...own.options,
    optimizers: own.optimizers,
    definitions: own.definitions,
    from,
  })
}
