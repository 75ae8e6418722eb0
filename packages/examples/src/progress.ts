/** How far a long run is: a bar where someone looks, a line now and then where output is piped, nothing for --json. */

import { SingleBar } from 'cli-progress'

/** Says how far a run is. Always call `stop`: a bar keeps the process alive. */
export interface Progress {
  /** Cheap enough for every step. */
  update(step: number, loss: number): void
  /** Leaves the last state standing. */
  stop(): void
}

/** Where it is shown: any stream, drawn as a bar on a terminal. */
export type Stream = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean }

/** How it is shown; everything may be left out. */
export interface ProgressOptions {
  /** Show nothing. */
  readonly silent?: boolean
  /** Standard output where left out. */
  readonly stream?: Stream
  /** Milliseconds from anywhere; the computer's clock where left out. */
  readonly now?: () => number
}

/** The progress of a run of that many steps. */
export function progress(total: number, options: ProgressOptions = {}): Progress {
  const { silent = false, stream = process.stdout, now = () => performance.now() } = options
  if (silent) return { update() {}, stop() {} }
  return stream.isTTY === true ? bar(total, stream, rateOf(now), now) : lines(total, stream, rateOf(now))
}

function bar(total: number, stream: Stream, rate: (step: number) => string, now: () => number): Progress {
  const drawn = new SingleBar({
    stream: stream as NodeJS.WriteStream,
    format: '{bar} {percentage} %  step {value} of {total}  loss {loss}  {rate}',
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    linewrap: true, // the terminal's own setting stays as it is, also after Ctrl-C
    fps: 20,
  })
  drawn.start(total, 0, { loss: '–', rate: '' })
  let last = { step: 0, loss: Number.NaN }
  let due = 0
  const draw = () => drawn.update(last.step, { loss: short(last.loss), rate: rate(last.step) })
  return {
    update(step, loss) {
      last = { step, loss }
      if (now() < due) return
      due = now() + 50
      draw()
    },
    stop() {
      if (last.step > 0) draw()
      drawn.stop()
    },
  }
}

/** A line for every tenth of the run. */
function lines(total: number, stream: Stream, rate: (step: number) => string): Progress {
  const width = String(total).length
  let said = 0
  let last = { step: 0, loss: Number.NaN }
  const say = () => {
    said = last.step
    stream.write(`step ${String(said).padStart(width)} of ${total}  loss ${short(last.loss)}  ${rate(said)}\n`)
  }
  return {
    update(step, loss) {
      last = { step, loss }
      if (Math.floor((step * 10) / total) > Math.floor((said * 10) / total)) say()
    },
    stop() {
      if (last.step > said) say()
    },
  }
}

/** Steps per second, over the last second or so, as text. */
function rateOf(now: () => number): (step: number) => string {
  let from = { step: 0, time: now() }
  let settled = false
  let perSecond = 0
  return (step) => {
    const seconds = (now() - from.time) / 1000
    if (seconds >= 1 || (!settled && seconds > 0)) perSecond = (step - from.step) / seconds
    if (seconds >= 1) {
      from = { step, time: now() }
      settled = true
    }
    return `${Math.round(perSecond).toLocaleString('en-US')} steps/s`
  }
}

const short = (loss: number): string => (Number.isNaN(loss) ? '–' : loss.toPrecision(4))
