/** Where an example talks: sentences for people, or with --json one object as the last line and nothing before it. */

import { type Progress, progress, type Stream } from './progress.ts'

/** What an example writes to. */
export interface Output {
  /** A line or several, for people only. */
  say(text?: string): void
  /** A bar or lines, for people only; call its `stop`. */
  progress(total: number): Progress
  /** What came out, figures unrounded: the last line with --json, nothing else otherwise. */
  finish(result: Readonly<Record<string, unknown>>): void
  /** Bits of color that may be used; 1 where output is piped, or color is not wanted. */
  readonly colorDepth: number
}

/** Talks to standard output, or to the stream given. */
export function output(json: boolean, stream: Stream & { getColorDepth?(): number } = process.stdout): Output {
  return {
    say(text = '') {
      if (!json) stream.write(`${text}\n`)
    },
    progress: (total) => progress(total, { silent: json, stream }),
    finish(result) {
      if (json) stream.write(`${JSON.stringify(result)}\n`)
    },
    colorDepth: stream.isTTY === true ? (stream.getColorDepth?.() ?? 1) : 1,
  }
}
