/** Keeps the history of a network in a database while it trains, so that a process that is killed loses next to nothing. */

import { callable, milliseconds, type TableOf, trueOrFalse } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { DEADLINE } from './asked.ts'
import { Database } from './database.ts'
import { type DatabasePlace, demandDatabasePlace } from './database-place.ts'
import { HeldPlace } from './held-place.ts'
import { Keeper } from './keeper.ts'
import type { Kept } from './kept.ts'
import { timelineStore } from './stand.ts'

export interface PersistOptions {
  /** Milliseconds from one flush to the next. Default 1000; `Infinity` flushes only when it is asked to. */
  readonly every?: number
  /** Whether the data is kept, too; without, it is known by its fingerprint and handed in again. Default true. */
  readonly data?: boolean
  /** Milliseconds that the database may take for one answer: STORE_UNAVAILABLE beyond that. Default 30,000. */
  readonly deadline?: number
  /** Called where a flush that nobody asked for fails; the next one writes what is missing. What it throws is ignored. */
  readonly onError?: (error: unknown) => void
}

const OPTIONS: TableOf<PersistOptions, Exclude<keyof PersistOptions, 'onError'>> = {
  every: milliseconds(1000),
  data: trueOrFalse(true),
  deadline: milliseconds(DEADLINE),
  onError: callable('a function'),
}

/**
 * Keeps the history of a network in a database, from now on. Each flush is whole: what a killed process leaves behind opens
 * with `load`. A process that ends by itself, by SIGINT or by SIGTERM flushes first; where it ends by `process.exit()`,
 * call `close` before.
 *
 * A place has one writer, and one run. Rejects with STORE_IN_USE where another is kept there, or by somebody else, with
 * STORE_FAILED and STORE_UNAVAILABLE, NO_HISTORY, and THROUGH_NOT_JSON.
 *
 * @example
 * const kept = await persist(net, folder('run')) // indexedDb('run') in a page
 * train(net, rows).subscribe({ complete: () => kept.close() })
 */
export async function persist(net: Rewindable, place: DatabasePlace, options?: PersistOptions): Promise<Kept> {
  const own = engineOf(net, 'persist')
  demandDatabasePlace(place, 'persist')
  const { every, deadline, data, onError } = readOptions(options, 'persist', OPTIONS)
  const { past } = own
  const { prefix } = place
  const opened = await place.open()
  try {
    const store = timelineStore(opened.level, prefix)
    const database = new Database(opened.level)
    const writer = await HeldPlace.claim(own, { store, database, prefix, deadline })
    const given = { past, place: writer, store, database, prefix, every, deadline, withData: data, onError }
    const keeper = new Keeper(own, given, opened.close)
    try {
      await keeper.flush()
    } catch (error) {
      await keeper.end()
      throw error
    }
    keeper.begin()
    return keeper
  } catch (error) {
    await opened.close()
    throw error
  }
}
