/** Branches a network off from its past. */

import type { Address } from '../history/log.ts'
import { type Remembered, rememberFork } from '../past/remembered.ts'
import { Engine } from './engine.ts'

/** A engine of its own with the same past up to a state, which it puts in force. Throws as `Past.at`. */
export function fork(own: Engine, address: Address, branch: string): Engine {
  const { past, options, optimizers, definitions } = own
  const remembered = rememberFork(options.remembered as Remembered, address, branch)
  return new Engine(past.at(address), { ...options, optimizers, definitions, remembered })
}
