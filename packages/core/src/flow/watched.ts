/** An Observable whose observers are part of the tick: what one throws is reported, so that the tick can be refused. */

import { Observable, type Observer, type Operator, Subscriber, type Subscription, type TeardownLogic } from 'rxjs'

/** Takes an observer's error over, or throws it on where no tick is under way (then RxJS reports it, as ever). */
export type Report = (error: unknown) => void

/**
 * RxJS hands what an observer throws, or an error that nobody handles, to a timer, where it ends the process long after
 * the tick that it concerns. Here it goes to `report` at once. Operators applied to it give a Watched again, so
 * `pipe(map(…)).subscribe(…)` is covered too; `merge(a$, b$)` and its like make an Observable of their own and are not.
 */
export class Watched<T> extends Observable<T> {
  readonly #report: Report

  constructor(
    subscribe: ((this: Observable<T>, subscriber: Subscriber<T>) => TeardownLogic) | undefined,
    report: Report,
  ) {
    super(subscribe)
    this.#report = report
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new Watched<R>(undefined, this.#report)
    lifted.source = this
    lifted.operator = operator as Operator<unknown, R>
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
    return super.subscribe({
      next: (value) => {
        try {
          observer.next?.(value)
        } catch (thrown) {
          this.#report(thrown)
        }
      },
      error: (failure: unknown) => {
        try {
          if (!observer.error) throw failure
          observer.error(failure)
        } catch (thrown) {
          this.#report(thrown)
        }
      },
      complete: () => {
        try {
          observer.complete?.()
        } catch (thrown) {
          this.#report(thrown)
        }
      },
    })
  }
}
