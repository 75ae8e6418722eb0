/** Running errors side by side: as curves in place where somebody looks, else a line now and then and the curves last. */

import type { Output } from '../terminal/output.ts'
import type { RunningError } from './running-error.ts'

/** Milliseconds from picture to picture. */
const FRAME = 80

export interface ErrorDisplay {
  /** Cheap enough for every event. */
  update(events: number): void
  /** Leaves the last state standing. */
  stop(): void
}

/** Shows these errors, by their names; piped, in as many lines as there are tenths of `total`. */
export function showErrors(
  errors: Readonly<Record<string, RunningError>>,
  total: number,
  { live, say }: Output,
): ErrorDisplay {
  const named = Object.entries(errors)
  const width = Math.max(...named.map(([name]) => name.length))
  const screen = live()
  const figures = (events: number) =>
    [
      `event ${String(events).padStart(String(total).length)}`,
      ...named.map(([name, { now }]) => `${name} ${now.toFixed(3)}`),
    ].join('   ')
  const curves = () =>
    named.map(([name, error]) => `${name.padEnd(width)}  ${error.curve(56)}  ${error.now.toFixed(3)}`).join('\n')
  let [last, due] = [0, 0]
  const draw = () => screen?.draw(`event ${last.toLocaleString('en-US')}, the error at it and before\n${curves()}`)
  return {
    update(events) {
      if (screen === null) {
        if (Math.floor((events * 10) / total) > Math.floor((last * 10) / total)) say(figures(events))
        last = events
      } else {
        last = events
        if (performance.now() < due) return
        draw()
        due = performance.now() + FRAME
      }
    },
    stop() {
      if (screen === null) say(`\n${curves()}`)
      else draw()
    },
  }
}
