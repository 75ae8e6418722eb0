/** How far a long run is: a bar where someone looks, a line now and then where output is piped, nothing for --json. */

import { SingleBar } from 'cli-progress'
import { type ProgressLine, type ProgressLineOptions, progressLine } from './progress-line.ts'

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
export interface ProgressOptions extends ProgressLineOptions {
  /** Show nothing. */
  readonly silent?: boolean
  /** Standard output where left out. */
  readonly stream?: Stream
}

/** The progress of a run of that many steps. */
export function progress(total: number, options: ProgressOptions = {}): Progress {
  const { silent = false, stream = process.stdout, now = () => performance.now() } = options
  if (silent) return { update() {}, stop() {} }
  const line = progressLine(total, options)
  return stream.isTTY === true ? bar(total, stream, line, now) : lines(total, stream, line)
}

function bar(total: number, stream: Stream, line: ProgressLine, now: () => number): Progress {
  let last = { step: 0, loss: Number.NaN }
  let due = 0
  const drawn = new SingleBar({
    stream: stream as NodeJS.WriteStream,
    format: () => line.bar(last.step, last.loss),
    linewrap: true, // the terminal's own setting stays as it is, also after Ctrl-C
    fps: 20,
  })
  drawn.start(total, 0)
  return {
    update(step, loss) {
      last = { step, loss }
      if (now() < due) return
      due = now() + 50
      drawn.update(step)
    },
    stop() {
      drawn.update(last.step)
      drawn.stop()
    },
  }
}

/** A line for every tenth of the run. */
function lines(total: number, stream: Stream, line: ProgressLine): Progress {
  let said = 0
  let last = { step: 0, loss: Number.NaN }
  const say = () => {
    said = last.step
    stream.write(`${line.text(last.step, last.loss)}\n`)
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
