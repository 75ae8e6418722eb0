/** A sensor that ages: what it reads and what is true drift apart, and now and then somebody knocks it. */

import { defer, map, type Observable } from 'rxjs'
import { random } from './random.ts'

/** One event: what was read, and the true value, which becomes known right after. */
export interface Measurement {
  /** From 0. */
  readonly event: number
  /** From −1 to 1. */
  readonly reading: number
  readonly truth: number
}

/** Events from knock to knock. */
const KNOCK = 2000

/** A measurement each time `when$` emits, the same ones for the same seed. It ends when `when$` ends. */
export function sensor(seed: number, when$: Observable<unknown>): Observable<Measurement> {
  return defer(() => {
    const chance = random(seed)
    return when$.pipe(
      map((_, event) => {
        const reading = 2 * chance() - 1
        return { event, reading, truth: truthOf(event, reading) + 0.02 * (2 * chance() - 1) }
      }),
    )
  })
}

/** Gain and offset drift slowly; a knock moves the offset at once, the next one moves it back. */
function truthOf(event: number, reading: number): number {
  const gain = 1 + 0.5 * Math.sin((2 * Math.PI * event) / 1500)
  const offset = 0.4 * Math.cos((2 * Math.PI * event) / 2300) + (Math.floor(event / KNOCK) % 2)
  return gain * Math.tanh(1.5 * reading) + offset
}
