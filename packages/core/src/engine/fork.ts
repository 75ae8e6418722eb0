/** Branches a network off from its past. */

import type { Address } from '../history/log.ts'
import { rememberFork } from '../past/remembered.ts'
import { Learner } from './learner.ts'

/** A learner of its own with the same past up to a state, which it puts in force. Throws as `Past.at`. */
export function fork(own: Learner, address: Address, branch: string): Learner {
  const from = rememberFork(own.past, own.options.bytes, address, branch)
  const { options, optimizers, definitions } = own
  return new Learner(own.past.at(address), { ...options, optimizers, definitions, from })
}
