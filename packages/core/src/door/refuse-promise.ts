/** A promise is not true, and a recipe that waits has said nothing. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { asyncNotAllowed } from '../errors/options.ts'

/** Throws ASYNC_NOT_ALLOWED where a function of the caller's has answered by a promise, and lets that promise fail unheard. */
export function refusePromise(answer: unknown, what: string): void {
  if (!isPromise(answer)) return
  answer.then(undefined, () => {})
  throw new NeuriteError(asyncNotAllowed(what))
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  const isThing = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isThing && typeof (value as { then?: unknown }).then === 'function'
}
