/** What plain JavaScript hands in by mistake, and what may come of it: a result, or a NeuriteError. */
import { NeuriteError } from '@neurite/core'
import { isObservable, type Observable, of } from 'rxjs'

/** The usual mistakes. */
export const MISTAKES: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => 0,
  () => -5,
  () => 0.5,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 2 ** 32,
  () => 2 ** 53,
  () => '',
  () => 'adam',
  () => '1000',
  () => '__proto__',
  () => Symbol('sign'),
  () => 10n,
  () => [],
  () => [1],
  () => [null],
  () => ({}),
  () => ({ lr: 0.01 }),
  () => ({ iterations: 20_000 }),
  () => Object.create(null),
  () => () => {},
  () => async () => {
    throw new Error('nobody may hear of it')
  },
  () => Promise.resolve(1),
  () => new Map([['learningRate', 1]]),
  () => new Date(0),
  () => /x/,
  () => new Error('mine'),
  () => new Float64Array(2),
  () => class Mine {},
]

/** What a call came to that is neither a result nor a refusal by code; null where all is well. */
export async function fault(call: () => unknown, given: unknown): Promise<unknown> {
  try {
    await settle(call(), given)
    return null
  } catch (error) {
    return error instanceof NeuriteError ? null : (error ?? new Error('undefined was thrown'))
  }
}

async function settle(answer: unknown, given: unknown): Promise<void> {
  if (isObservable(answer)) return watch(answer)
  if (answer instanceof Promise) return settle(await answer, given)
  // What `learn(net)` and its like give is an operator.
  if (typeof answer === 'function' && answer.length === 1) {
    const piped = (answer as (source: Observable<unknown>) => unknown)(of(given))
    if (isObservable(piped)) return watch(piped)
  }
  if (typeof answer !== 'object' || answer === null) return
  if (Symbol.iterator in answer) {
    const steps = (answer as Iterable<unknown>)[Symbol.iterator]()
    for (let n = 0; n < 5 && steps.next().done !== true; n++);
  }
  if ('close' in answer && typeof answer.close === 'function') await answer.close()
}

/** What it tells within three turns of the event loop. */
async function watch(source: Observable<unknown>): Promise<void> {
  let failure: { readonly error: unknown } | null = null
  const subscription = source.subscribe({ error: (error: unknown) => (failure = { error }) })
  for (let turn = 0; turn < 3; turn++) await new Promise((next) => setImmediate(next))
  subscription.unsubscribe()
  if (failure !== null) throw (failure as { error: unknown }).error
}
