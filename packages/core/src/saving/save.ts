/** A history on its way into a file. */

import { type TableOf, trueOrFalse } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { keptItems } from './kept-items.ts'
import type { Saved } from './saved.ts'
import { savedItems } from './saved-items.ts'

export interface SaveOptions {
  /** Whether the data is in it. Default true. */
  readonly data?: boolean
}

const OPTIONS: TableOf<SaveOptions, 'data'> = { data: trueOrFalse(true) }

/**
 * The whole history as one file: graphs, log, kept states, and the data unless it is left out and known by its fingerprint.
 * The bytes come as they are asked for; what happens meanwhile is not among them. Throws NO_HISTORY, THROUGH_NOT_JSON, and
 * DATA_MISSING where it was loaded without its data, which were not handed in: leave them out, then.
 *
 * @example
 * await save(net).to(file('run.neurite')) // file of @neurite/core/node; read it with load
 * const blob = await save(net).blob()     // in a page
 */
export function save(net: Rewindable, options?: SaveOptions): Saved {
  const { past, snapshot } = engineOf(net, 'save')
  const { data } = readOptions(options, 'save', OPTIONS)
  if (data) past.data.refuseMissing()
  return savedItems(keptItems(past, snapshot, data), snapshot)
}
