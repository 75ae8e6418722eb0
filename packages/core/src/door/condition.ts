/** A condition of the caller's: a function that answers at once. */

import { demandFunction } from './demand.ts'
import { refusePromise } from './refuse-promise.ts'

/** The condition, which throws ASYNC_NOT_ALLOWED where it answers by a promise. Throws INVALID_ARGUMENT for what is no function. */
export function condition<Given>(given: (value: Given) => boolean, where: string): (value: Given) => boolean {
  demandFunction(given, where, 'condition', 'a function that says true or false')
  return (value) => {
    const holds = given(value)
    refusePromise(holds, `the condition of ${where}`)
    return holds
  }
}
