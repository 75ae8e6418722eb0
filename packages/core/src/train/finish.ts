/** A training as a promise. */

import { type Observable, Subscription } from 'rxjs'
import { demand } from '../door/demand.ts'
import { isObject, option, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { cancelled } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'

export interface FinishOptions {
  /** Ends it: what was learned until then stays, and the promise rejects with CANCELLED. */
  readonly signal?: AbortSignal
}

const OPTIONS: TableOf<FinishOptions> = {
  signal: option('an AbortSignal', (value) => isObject(value) && typeof value.aborted === 'boolean'),
}

/**
 * Subscribes to steps, or to anything else, and resolves to the last of them when they are over; null where there was none.
 * Rejects with what they error with, and with CANCELLED.
 *
 * @example
 * const last = await finish(train(net, xor, { epochs: 2000 }))
 */
export async function finish<T>(steps$: Observable<T>, options?: FinishOptions): Promise<T | null> {
  const suits = isObject(steps$) && typeof steps$.subscribe === 'function'
  demand(suits, 'finish', 'steps$', steps$, 'an Observable: train(net, rows)')
  const { signal } = readOptions(options, 'finish', OPTIONS)
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new NeuriteError(cancelled(), { cause: signal?.reason }))
    if (signal?.aborted === true) return refuse()
    let last: T | null = null
    const running = new Subscription()
    const abort = (): void => {
      running.unsubscribe()
      refuse()
    }
    signal?.addEventListener('abort', abort)
    running.add(() => signal?.removeEventListener('abort', abort))
    running.add(
      steps$.subscribe({
        next: (step) => {
          last = step
        },
        error: (error: unknown) => {
          running.unsubscribe()
          reject(error)
        },
        complete: () => {
          running.unsubscribe()
          resolve(last)
        },
      }),
    )
  })
}
