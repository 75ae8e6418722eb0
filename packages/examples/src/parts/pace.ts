/** When the events of a live stream come. */

import { concatMap, fromEvent, interval, type Observable, range, take, takeUntil } from 'rxjs'

export interface PaceOptions {
  /** Whether somebody looks: then 500 a second come, until Ctrl-C or as many as are wanted. */
  readonly isLive: boolean
  /** How many are wanted; left out, endlessly many where somebody looks. */
  readonly wanted: number | undefined
  /** How many come where none are wanted and nobody looks, all at once. */
  readonly otherwise: number
  /** Ends it; Ctrl-C where left out. */
  readonly end$?: Observable<unknown>
}

export function pace({
  isLive,
  wanted,
  otherwise,
  end$ = fromEvent(process, 'SIGINT'),
}: PaceOptions): Observable<number> {
  if (!isLive) return range(0, wanted ?? otherwise)
  return interval(20).pipe(
    concatMap(() => range(0, 10)),
    take(wanted ?? Number.POSITIVE_INFINITY),
    takeUntil(end$),
  )
}
