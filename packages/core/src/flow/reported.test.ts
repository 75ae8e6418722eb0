import {
  catchError,
  concat,
  EMPTY,
  firstValueFrom,
  ignoreElements,
  lastValueFrom,
  map,
  merge,
  type Observable,
  Subject,
  Subscriber,
  share,
  shareReplay,
  switchMap,
  take,
  tap,
  throwError,
  toArray,
} from 'rxjs'
import { describe, expect, test } from 'vitest'
import { Reported } from './reported.ts'

/** A Watched over a Subject, and what is reported of it. */
function made() {
  const source$ = new Subject<number>()
  const reported: unknown[] = []
  const watched$ = new Reported<number>(
    (subscriber) => source$.subscribe(subscriber),
    (error) => reported.push(error),
  )
  return { source$, watched$, reported }
}

const fail = (what: string) => (): never => {
  throw new Error(what)
}
const messages = (reported: readonly unknown[]): string[] => reported.map((error) => (error as Error).message)

describe('watched', () => {
  test.each<[string, (watched$: Observable<number>) => unknown]>([
    ['a function', (watched$) => watched$.subscribe(fail('oh'))],
    ['an observer', (watched$) => watched$.subscribe({ next: fail('oh') })],
    ['an observer behind map', (watched$) => watched$.pipe(map((value) => value + 1)).subscribe(fail('oh'))],
    ['a map that nobody handles', (watched$) => watched$.pipe(map(fail('oh'))).subscribe()],
    ['a tap that nobody handles', (watched$) => watched$.pipe(tap(fail('oh'))).subscribe()],
    [
      'an error that nobody handles',
      (watched$) => watched$.pipe(switchMap(() => throwError(() => new Error('oh')))).subscribe(),
    ],
    ['a handler of errors', (watched$) => watched$.pipe(map(fail('no'))).subscribe({ error: fail('oh') })],
    ['a handler of the end', (watched$) => watched$.pipe(take(1)).subscribe({ complete: fail('oh') })],
    ['an observer of what is shared', (watched$) => watched$.pipe(share()).subscribe(fail('oh'))],
    ['an observer of what is replayed', (watched$) => watched$.pipe(shareReplay(1)).subscribe(fail('oh'))],
  ])('[FL4] what %s throws is reported at once', (_, subscribe) => {
    const { source$, watched$, reported } = made()
    subscribe(watched$)
    source$.next(1)
    expect(messages(reported)).toEqual(['oh'])
  })

  test('[FL4] others are told all the same, and the one that threw stays subscribed', () => {
    const { source$, watched$, reported } = made()
    const seen: number[] = []
    watched$.subscribe(fail('oh'))
    watched$.subscribe((value) => seen.push(value))
    for (const value of [1, 2]) source$.next(value)
    expect(seen).toEqual([1, 2])
    expect(messages(reported)).toEqual(['oh', 'oh'])
  })

  test('[FL4] an error that somebody handles is not reported', () => {
    const { source$, watched$, reported } = made()
    const handled: string[] = []
    watched$.pipe(map(fail('oh'))).subscribe({ error: (error: Error) => handled.push(error.message) })
    watched$
      .pipe(
        map(fail('ah')),
        catchError(() => EMPTY),
      )
      .subscribe()
    source$.next(1)
    expect([handled, reported]).toEqual([['oh'], []])
  })

  test('[FL5] an observer is called as its own method, whatever it leaves out', () => {
    const { source$, watched$ } = made()
    class Kept {
      readonly kept: unknown[] = []
      next(value: number): void {
        this.kept.push(value)
      }
      complete(): void {
        this.kept.push('end')
      }
    }
    const kept = new Kept()
    watched$.subscribe(kept)
    watched$.subscribe({})
    watched$.subscribe()
    watched$.subscribe(null)
    watched$.subscribe(null, null, () => kept.complete())
    source$.next(7)
    source$.complete()
    expect(kept.kept).toEqual([7, 'end', 'end'])
  })

  test('[FL5] operators and combinations work as on any Observable, and leave no subscription', async () => {
    const { source$, watched$ } = made()
    const [a, b] = [
      watched$.pipe(take(2)),
      watched$.pipe(
        map((value) => -value),
        take(2),
      ),
    ]
    const shared$ = watched$.pipe(share())
    const all = Promise.all([
      firstValueFrom(watched$),
      lastValueFrom(a),
      lastValueFrom(merge(a, b).pipe(toArray())),
      lastValueFrom(concat(a, b).pipe(toArray())),
      lastValueFrom(shared$.pipe(take(3), toArray())),
      lastValueFrom(shared$.pipe(take(1), ignoreElements(), toArray())),
    ])
    for (const value of [1, 2, 3, 4]) source$.next(value)
    expect(await all).toEqual([1, 2, [1, -1, 2, -2], [1, 2, -3, -4], [1, 2, 3], []])
    expect(source$.observed).toBe(false)
  })

  test('[FL5] forEach rejects with what its function throws, as on any Observable', async () => {
    const { source$, watched$, reported } = made()
    const each = watched$.forEach(fail('oh'))
    source$.next(1)
    await expect(each).rejects.toThrow('oh')
    expect([reported, source$.observed]).toEqual([[], false])
  })

  test('[FL5] a subject can be subscribed to it', () => {
    const { source$, watched$ } = made()
    const relay$ = new Subject<number>()
    const seen: number[] = []
    relay$.subscribe((value) => seen.push(value))
    const relaying = watched$.subscribe(relay$)
    source$.next(1)
    relaying.unsubscribe()
    source$.next(2)
    expect([seen, source$.observed]).toEqual([[1], false])
  })

  test('[FL5] a subscriber of another copy of RxJS is linked to the source, not wrapped', () => {
    const { source$, watched$ } = made()
    const seen: number[] = []
    const own = new Subscriber<number>({ next: (value) => seen.push(value), error: () => {}, complete: () => {} })
    const foreign = new Proxy(own, { getPrototypeOf: () => Object.prototype })
    expect(foreign).not.toBeInstanceOf(Subscriber)
    watched$.subscribe(foreign)
    source$.next(1)
    foreign.unsubscribe()
    expect([seen, source$.observed]).toEqual([[1], false])
  })
})
