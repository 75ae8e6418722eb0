/** When the events of a live stream come. */

import { concatMap, fromEvent, interval, type Observable, range, take, takeUntil } from 'rxjs'

/**
 * Where somebody looks, 500 a second, until Ctrl-C or as many as are wanted. Where nobody does, as many as are wanted,
 * or else `otherwise`, all at once.
 */
export function pace(isLive: boolean, wanted: number | undefined, otherwise: number): Observable<number> {
  if (!isLive) return range(0, wanted ?? otherwise)
  return interval(20).pipe(
    concatMap(() => range(0, 10)),
    take(wanted ?? Number.POSITIVE_INFINITY),
    takeUntil(fromEvent(process, 'SIGINT')),
  )
}
