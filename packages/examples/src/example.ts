/** What an example is: a function of how it was asked for and where it talks, which gives what came out. */

import type { Arguments } from './terminal/arguments.ts'
import type { Output } from './terminal/output.ts'

export interface Setting {
  readonly arguments: Arguments
  readonly output: Output
}

/** What `--json` prints, figures unrounded. */
export type Result = Readonly<Record<string, unknown>>

export type Example = (setting: Setting) => Promise<Result>
