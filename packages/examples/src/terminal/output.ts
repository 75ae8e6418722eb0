/** Where an example talks: sentences for people, or with --json one object as the last line and nothing before it. */

import { styleText } from 'node:util'
import { type Live, live } from './live.ts'
import { type Progress, progress, type Stream } from './progress.ts'

/** What an example writes to. */
export interface Output {
  /** A line or several, for people only. */
  say(text?: string): void
  /** A bar or lines, for people only; call its `stop`. */
  progress(total: number, rowsPerStep?: number, from?: number): Progress
  /** A place to draw in again and again; null where nobody looks at a terminal. */
  live(): Live | null
  /** Text for a heading or an aside; as it is where there is no color. */
  style(format: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string): string
  /** What came out, figures unrounded: the last line with --json, nothing else otherwise. */
  finish(result: Readonly<Record<string, unknown>>): void
  /** Bits of color that may be used; 1 where output is piped, or color is not wanted. */
  readonly colorDepth: number
  /** Whether somebody looks at a terminal, so that `live` draws. */
  readonly isLive: boolean
  /** What there is room for: endlessly many rows where output is piped. */
  readonly columns: number
  readonly rows: number
}

export type OutputStream = Stream & Partial<Pick<NodeJS.WriteStream, 'columns' | 'rows' | 'getColorDepth'>>

/** Talks to standard output, or to the stream given. */
export function output(json: boolean, stream: OutputStream = process.stdout): Output {
  const isLive = stream.isTTY === true && !json
  const colorDepth = isLive ? (stream.getColorDepth?.() ?? 1) : 1
  return {
    say(text = '') {
      if (!json) stream.write(`${text}\n`)
    },
    progress: (total, rowsPerStep, from) => progress(total, { silent: json, stream, rowsPerStep, from }),
    live: () => (isLive ? live(stream) : null),
    style: (format, text) => (colorDepth > 1 ? styleText(format, text) : text),
    finish(result) {
      if (json) stream.write(`${JSON.stringify(result)}\n`)
    },
    colorDepth,
    isLive,
    columns: stream.columns ?? 80,
    rows: stream.rows ?? (isLive ? 24 : Number.POSITIVE_INFINITY),
  }
}
