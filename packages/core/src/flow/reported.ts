/** An Observable whose observers are part of the tick: what one throws is reported, so that the tick can be refused. */

import { Observable, type Observer, type Operator, Subscriber, type Subscription, type TeardownLogic } from 'rxjs'
import { hide, inspectable } from '../text/inspectable.ts'

/**
 * Takes an observer's error over, or throws it on where no tick is under way (then RxJS reports it, as ever). `end` ends the
 * subscription of that observer with an error.
 */
export type Report = (error: unknown, end: (error: unknown) => void) => void

/** A stream that is made for whoever subscribes ends with what they throw: nothing more is done for them. */
export const endsWith: Report = (error, end) => end(error)

/**
 * RxJS hands what an observer throws, or an error that nobody handles, to a timer, where it ends the process long after
 * the tick that it concerns. Here it goes to `report` at once. Operators applied to it give a Watched again, so
 * `pipe(map(…)).subscribe(…)` is covered too; `merge(a$, b$)` and its like make an Observable of their own and are not.
 */
export class Reported<T> extends Observable<T> {
  readonly #report: Report

  constructor(
    subscribe: ((this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic) | undefined,
    report: Report,
  ) {
    super(subscribe)
    this.#report = report
    hide(this, '_subscribe')
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new Reported<R>(undefined, this.#report)
    lifted.source = this
    lifted.operator = operator as Operator<unknown, R>
    hide(lifted, 'source', 'operator')
    return lifted
  }

  override subscribe(observer?: Partial<Observer<T>> | ((value: T) => void)): Subscription
  override subscribe(
    next?: ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription
  override subscribe(
    first?: Partial<Observer<T>> | ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    // An operator of RxJS, or of another copy of it, on its way to the observer.
    if (first instanceof Subscriber || (first && 'add' in first)) return super.subscribe(first)
    const observer = first && typeof first === 'object' ? first : { next: first, error, complete }
    const refuse = (failure: unknown): void => {
      if (!observer.error) throw failure
      observer.error(failure)
    }
    let subscription: Subscription | null = null
    let ended = false
    const end = (failure: unknown): void => {
      ended = true
      subscription?.unsubscribe()
      refuse(failure)
    }
    const last = (work: () => void): void => {
      if (ended) return
      try {
        work()
      } catch (thrown) {
        this.#report(thrown, raise)
      }
    }
    subscription = super.subscribe({
      next: (value) => {
        if (ended) return
        try {
          observer.next?.(value)
        } catch (thrown) {
          this.#report(thrown, end)
        }
      },
      error: (failure: unknown) => last(() => refuse(failure)),
      complete: () => last(() => observer.complete?.()),
    })
    // It may have ended before there was anything to unsubscribe from.
    if (ended) subscription.unsubscribe()
    return subscription
  }
}

function raise(error: unknown): never {
  throw error
}

inspectable(Reported.prototype, () => ({ title: 'Observable', value: {} }), { json: true })
