/** An Observable whose observers are part of the tick: what one throws is reported, so that the tick can be refused. */

import { Observable, type Observer, type Operator, Subscriber, type Subscription, type TeardownLogic } from 'rxjs'

/** Takes an observer's error over, or throws it on where no tick is under way (then RxJS reports it, as ever). */
export type Report = (error: unknown) => void

/**
 * RxJS hands what an observer throws to a timer, where it ends the process long after the tick that it concerns. Here it
 * goes to `report` at once. Operators applied to it give a Watched again, so `pipe(map(…)).subscribe(…)` is covered too.
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
    if (first instanceof Subscriber) return super.subscribe(first)
    const observer: Partial<Observer<T>> =
      first !== null && typeof first === 'object'
        ? first
        : { ...(first && { next: first }), ...(error && { error }), ...(complete && { complete }) }
    const { next } = observer
    if (next === undefined) return super.subscribe(observer)
    return super.subscribe({
      next: (value) => {
        try {
          next.call(observer, value)
        } catch (thrown) {
          this.#report(thrown)
        }
      },
      ...(observer.error && { error: (thrown: unknown) => observer.error?.(thrown) }),
      ...(observer.complete && { complete: () => observer.complete?.() }),
    })
  }
}
