/** A database as a place where a history is kept. */

import { demand } from '../door/demand.ts'
import { isObject, text } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { storeUnavailable } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Level } from '../files/level-store.ts'
import { storeError } from './asked.ts'
import { shared } from './shared.ts'

/** A database that is open, and what gives it back. */
export interface OpenDatabase {
  readonly level: Level
  close(): Promise<void>
}

/** Where a history is kept while it goes on: `folder(path)` in Node, `indexedDb(name)` in a page, `database(level)` of one's own. */
export interface DatabasePlace {
  /** What the keys begin with. */
  readonly prefix: string
  open(): Promise<OpenDatabase>
}

export const PREFIX = 'timeline/'

/**
 * A database of the abstract-level family as a place: classic-level, browser-level, memory-level. It is opened and closed by
 * whoever hands it in. Under a prefix of its own each run has a place of its own. Throws INVALID_ARGUMENT, INVALID_OPTION.
 *
 * @example
 * const place = database(new MemoryLevel(), { prefix: 'run1/' })
 * const kept = await persist(net, place)
 */
export function database(db: Level, options?: { readonly prefix?: string }): DatabasePlace {
  const suits = isObject(db) && typeof db.batch === 'function' && typeof db.iterator === 'function'
  demand(suits, 'database', 'db', db, 'a database: new ClassicLevel("dir"), or new BrowserLevel("name") in a page')
  const { prefix } = readOptions(options, 'database', { prefix: text(PREFIX) })
  return { prefix, open: async () => ({ level: db, close: async () => {} }) }
}

/** What a package of the abstract-level family gives: a database that opens when it is asked to. */
interface Closable extends Level {
  open(): Promise<void>
  close(): Promise<void>
}

interface Users {
  readonly level: Promise<Closable>
  count: number
}

/** A database lets itself be opened once in a process: who comes later shares it, and who goes last closes it. */
const inUse = shared('open databases', () => new Map<string, Users>())

/** A place whose database is opened where it is needed; `name` is what it is known by in this process. */
export function databasePlace(
  where: string,
  options: { readonly prefix?: string } | undefined,
  name: string,
  make: () => Promise<Closable>,
): DatabasePlace {
  const { prefix } = readOptions(options, where, { prefix: text(PREFIX) })
  const begin = async (): Promise<Closable> => {
    const made = await make()
    await made.open()
    return made
  }
  const open = async (): Promise<OpenDatabase> => {
    const users = inUse.get(name) ?? { level: begin(), count: 0 }
    inUse.set(name, users)
    users.count++
    let isClosed = false
    const close = async (): Promise<void> => {
      if (isClosed) return
      isClosed = true
      if (--users.count > 0) return
      inUse.delete(name)
      await (await users.level).close()
    }
    try {
      return { level: await users.level, close }
    } catch (error) {
      await close().catch(() => {})
      throw unopened(error, name, prefix)
    }
  }
  return { prefix, open }
}

/** Why a database could not be opened, by code. */
function unopened(error: unknown, name: string, prefix: string): NeuriteError {
  const [library] = name.split(' ') as [string]
  if (!/cannot find|failed to resolve|failed to fetch/i.test(String(error))) return storeError(error, prefix)
  const wayOut = `npm install ${library}`
  return new NeuriteError(storeUnavailable(prefix, `the package ${library} is missing`, wayOut), { cause: error })
}

export function isDatabasePlace(value: unknown): value is DatabasePlace {
  return isObject(value) && typeof value.open === 'function' && typeof value.prefix === 'string'
}

/** Throws INVALID_ARGUMENT for what is no such place. */
export function demandDatabasePlace(value: unknown, where: string): asserts value is DatabasePlace {
  demand(
    isDatabasePlace(value),
    where,
    'place',
    value,
    'a place: folder(path), indexedDb(name) in a page, or database(level)',
  )
}
