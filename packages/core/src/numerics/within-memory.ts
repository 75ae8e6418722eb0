/** Memory that is not there, as a refusal by code. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { outOfMemory } from '../errors/training.ts'

/** What is made, unless the engine has no room for its numbers: OUT_OF_MEMORY. */
export function withinMemory<T>(make: () => T): T {
  try {
    return make()
  } catch (error) {
    const isAllocation =
      error instanceof RangeError && /allocation failed|array length|typed array/i.test(error.message)
    if (isAllocation) throw new NeuriteError(outOfMemory(), { cause: error })
    throw error
  }
}
