/** Keeps the history of a network in a database while it trains, so that a process that is killed loses next to nothing. */

import { demand } from '../../door/demand.ts'
import { callable, isObject, milliseconds, type TableOf, text, trueOrFalse } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import type { Level } from '../../history/level-store.ts'
import { learnerOf } from '../../train/learner-of.ts'
import type { Trainable } from '../../train/trainable.ts'
import { DEADLINE } from './asked.ts'
import { Database } from './database.ts'
import { Keeper } from './keeper.ts'
import type { Persistence } from './persistence.ts'
import { Place } from './place.ts'
import { timelineStore } from './stand.ts'

export interface PersistOptions {
  /** What the keys begin with, so that a database may hold several runs. Default 'timeline/'. */
  readonly prefix?: string
  /** Milliseconds from one flush to the next. Default 1000; `Infinity` flushes only when it is asked to. */
  readonly every?: number
  /** Whether the data is kept, too; without, it is known by its fingerprint and handed in again. Default true. */
  readonly data?: boolean
  /** Milliseconds that the database may take for one answer: STORE_UNAVAILABLE beyond that. Default 30,000. */
  readonly deadline?: number
  /** Called where a flush that nobody asked for fails; the next one writes what is missing. What it throws is ignored. */
  readonly onError?: (error: unknown) => void
}

export const PREFIX = 'timeline/'

const OPTIONS: TableOf<PersistOptions, Exclude<keyof PersistOptions, 'onError'>> = {
  prefix: text(PREFIX),
  every: milliseconds(1000),
  data: trueOrFalse(true),
  deadline: milliseconds(DEADLINE),
  onError: callable('a function'),
}

/** Throws INVALID_ARGUMENT for what is no database. */
export function demandLevel(level: unknown, where: string): void {
  const suits = isObject(level) && typeof level.batch === 'function' && typeof level.iterator === 'function'
  demand(
    suits,
    where,
    'level',
    level,
    'an open database: new ClassicLevel("dir"), or new BrowserLevel("name") in a page',
  )
}

/**
 * Keeps the history of a network in a database of the abstract-level family, from now on: `classic-level` in Node,
 * `browser-level` in a page, `memory-level` in tests. It is opened and closed by whoever hands it in. Each flush is
 * whole: what a killed process leaves behind opens with `openNetwork`. A process that ends by itself, by SIGINT or by
 * SIGTERM flushes first; where it ends by `process.exit()`, call `close` before.
 *
 * A place has one writer, and one run. Rejects with STORE_IN_USE where another is kept there, or by somebody else, with
 * STORE_FAILED and STORE_UNAVAILABLE, NO_HISTORY, and THROUGH_NOT_JSON.
 *
 * @example
 * const level = new ClassicLevel('run')
 * const kept = await persist(net, level)
 * train(net, rows).subscribe({ complete: () => kept.close().then(() => level.close()) })
 */
export async function persist(net: Trainable, level: Level, options?: PersistOptions): Promise<Persistence> {
  const own = learnerOf(net, 'persist')
  demandLevel(level, 'persist')
  const { prefix, every, deadline, data, onError } = readOptions(options, 'persist', OPTIONS)
  const { past } = own
  const store = timelineStore(level, prefix)
  const database = new Database(level)
  const place = await Place.claim(own, { store, database, prefix, deadline })
  const keeper = new Keeper(own, { past, place, store, database, prefix, every, deadline, withData: data, onError })
  try {
    await keeper.flush()
  } catch (error) {
    await keeper.end()
    throw error
  }
  keeper.begin()
  return keeper
}
