/** Shows how far a training is, as an operator between `train` and whoever takes its steps. */

import type { Step } from '@neurite/core'
import { defer, finalize, type MonoTypeOperatorFunction, tap } from 'rxjs'
import type { Output } from './output.ts'
import { progressLine } from './progress-line.ts'

export interface ShowProgressOptions {
  /** How many steps there will be. */
  readonly total: number
  /** Given, the rate is told in rows per second. */
  readonly rowsPerStep?: number
  /** The step at which the training goes on, where it does not begin. */
  readonly from?: number
  /** Lines that stand above the bar and are made anew ten times a second, on a terminal only. */
  readonly panel?: () => string
}

/** Milliseconds from picture to picture. */
const FRAME = 100

/**
 * @example
 * train(net, rows, { epochs: 200 }).pipe(showProgress(output, { total: 200 }))
 */
export function showProgress(output: Output, options: ShowProgressOptions): MonoTypeOperatorFunction<Step> {
  const { total, rowsPerStep, from, panel } = options
  return (steps$) =>
    defer(() => {
      const screen = panel === undefined ? null : output.live()
      if (panel === undefined || screen === null) {
        const bar = output.progress(total, rowsPerStep, from)
        return steps$.pipe(
          tap(({ step, loss }) => bar.update(step, loss)),
          finalize(() => bar.stop()),
        )
      }
      const line = progressLine(total, { rowsPerStep, from })
      let [last, loss, due] = [0, Number.NaN, 0]
      const draw = () => screen.draw(`${panel()}\n\n${line.bar(last, loss)}`)
      return steps$.pipe(
        tap((step) => {
          last = step.step
          loss = step.loss
          if (performance.now() < due) return
          draw()
          due = performance.now() + FRAME
        }),
        finalize(draw),
      )
    })
}
