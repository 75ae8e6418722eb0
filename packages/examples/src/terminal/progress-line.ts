/** How far a run is, in one line of text. */

/** What the line says beside step and loss. */
export interface ProgressLineOptions {
  /** Milliseconds from anywhere; the computer's clock where left out. */
  readonly now?: (() => number) | undefined
  /** Given, the rate is told in rows per second. */
  readonly rowsPerStep?: number | undefined
  /** The step at which it goes on, where it does not begin. */
  readonly from?: number | undefined
}

export interface ProgressLine {
  /** `step  90 of 200  loss 0.1234  1,234 steps/s`; asked now and then, the rate is that of the last second or so. */
  text(step: number, loss: number): string
  /** The same behind a bar and percent. */
  bar(step: number, loss: number): string
}

/** The line of a run of that many steps. */
export function progressLine(total: number, options: ProgressLineOptions = {}): ProgressLine {
  const { now = () => performance.now(), rowsPerStep, from = 0 } = options
  const perSecond = rateOf(now, from)
  const [factor, unit] = rowsPerStep === undefined ? [1, 'steps/s'] : [rowsPerStep, 'rows/s']
  const width = String(total).length
  const text = (step: number, loss: number) => {
    const rate = Math.round(perSecond(step) * factor).toLocaleString('en-US')
    const shown = Number.isNaN(loss) ? '–' : loss.toPrecision(4)
    return `step ${String(step).padStart(width)} of ${total}  loss ${shown}  ${rate} ${unit}`
  }
  return {
    text,
    bar(step, loss) {
      const share = Math.min(1, step / total)
      const full = Math.floor(share * BAR)
      const percent = String(Math.floor(share * 100)).padStart(3)
      return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${percent} %  ${text(step, loss)}`
    },
  }
}

/** Characters. */
const BAR = 20

/** Steps per second, over the last second or so. */
function rateOf(now: () => number, step: number): (step: number) => number {
  let from = { step, time: now() }
  let settled = false
  let perSecond = 0
  return (step) => {
    const seconds = (now() - from.time) / 1000
    if (seconds >= 1 || (!settled && seconds > 0)) perSecond = (step - from.step) / seconds
    if (seconds >= 1) {
      from = { step, time: now() }
      settled = true
    }
    return perSecond
  }
}
