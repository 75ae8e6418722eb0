/** What an example is: a function of how it was asked for and where it talks, which gives what came out. */

import type { Observable } from 'rxjs'
import type { Arguments } from './terminal/arguments.ts'
import type { Output } from './terminal/output.ts'

export interface Setting {
  readonly arguments: Arguments
  readonly output: Output
  /** The names of the keys that are pressed; null where nobody sits at a terminal, or --json is wanted. */
  readonly keys: Observable<string> | null
}

/** What `--json` prints, figures unrounded. */
export type Result = Readonly<Record<string, unknown>>

export type Example = (setting: Setting) => Promise<Result>
