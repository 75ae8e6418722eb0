/** Branches a network off from its past. */

import type { Address } from '../history/log.ts'
import { rememberFork } from '../past/remembered.ts'
import { Engine } from './engine.ts'

/** A engine of its own with the same past up to a state, which it puts in force. Throws as `Past.at`. */
export function fork(own: Engine, address: Address, branch: string): Engine {
  const from = rememberFork(own.past, own.options.bytes, address, branch)
  const { options, optimizers, definitions } = own
  return new Engine(own.past.at(address), { ...options, optimizers, definitions, from })
}
