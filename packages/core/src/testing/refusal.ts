/** What a call refuses with: for tests of refusals. */

import { NeuriteError } from '../errors/neurite-error.ts'

/** The NeuriteError that `call` throws; throws anything else on, and an Error where nothing was refused. */
export function refusal(call: () => unknown): NeuriteError {
  try {
    call()
  } catch (error) {
    if (error instanceof NeuriteError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
