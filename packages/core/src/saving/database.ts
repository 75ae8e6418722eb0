/** A database as all who keep something in it share it: they write one after the other, and mend it after a failure. */

import type { Level, LevelStore, Operation } from '../files/level-store.ts'
import { shared } from './shared.ts'

/** What is known of a database besides what a store needs. Sublevels name theirs by `db`. */
interface Root {
  readonly db?: Root
  readonly status?: string
  open?(options: { passive: boolean }): Promise<void>
  close?(): Promise<void>
  compactRange?(start: string, end: string, options: { keyEncoding: 'utf8' }): Promise<void>
  getProperty?(name: string): string
}

/** What keepers of one process have in common, by the database. */
interface SharedDatabase {
  /** Whether a batch failed since the last good one; LevelDB drops what follows a torn record of its log. */
  isTorn: boolean
  /** The batch that is under way, and those that wait. */
  last: Promise<unknown>
  /** Who begins to keep something, one after the other. */
  claims: Promise<unknown>
}

const all = shared('databases', () => new WeakMap<object, SharedDatabase>())

export class Database {
  readonly #level: Root
  readonly #root: Root
  readonly #common: SharedDatabase

  constructor(level: Level) {
    this.#level = level as Root
    this.#root = this.#level.db ?? this.#level
    this.#common = all.get(this.#root) ?? { isTorn: false, last: Promise.resolve(), claims: Promise.resolve() }
    all.set(this.#root, this.#common)
  }

  /** LevelDB locks its folder: who has it open is the only process that has, so another's claim in it is a dead one's. */
  get isLevelDB(): boolean {
    return this.#root.compactRange !== undefined
  }

  /** Waits until its owner has opened it. Rejects where it is closed. */
  async opened(): Promise<void> {
    if (this.#level.status !== 'open') await this.#level.open?.({ passive: true })
  }

  /** The same; where opening has failed it rejects with why, which only another attempt tells. */
  async openedFirst(): Promise<void> {
    try {
      await this.opened()
    } catch (error) {
      await this.#level.open?.({ passive: false })
      await this.#level.close?.()
      throw error
    }
  }

  /** Waits until nothing is on its way any more. */
  async answered(): Promise<void> {
    await this.#common.last
  }

  /** One claim after the other. */
  claim<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#common.claims.then(work)
    this.#common.claims = next.catch(() => {})
    return next
  }

  /**
   * Sends a batch when all that were sent before have been answered, unless it is `canceled` by then: resolves to whether
   * it was sent. Where one of them failed the database is mended first, for which `probe` is put.
   */
  write(store: LevelStore, operations: Operation[], probe: Operation, canceled: () => boolean): Promise<boolean> {
    const next = this.#common.last.then(async () => {
      if (canceled()) return false
      if (this.#common.isTorn) await this.#mend(store, probe)
      try {
        await store.send(operations)
      } catch (error) {
        this.#common.isTorn = this.isLevelDB
        throw error
      }
      return true
    })
    this.#common.last = next.catch(() => {})
    return next
  }

  /**
   * Makes LevelDB begin a new log, behind which nothing is lost: it writes out what it has in memory. `compactRange` tells
   * nothing of a failure, the list of its tables does.
   */
  async #mend(store: LevelStore, probe: Operation): Promise<void> {
    const { compactRange, getProperty } = this.#root
    // Where there is no room even for this, LevelDB is not driven into refusing everything until it is reopened.
    await store.send([probe])
    const tables = getProperty?.call(this.#root, 'leveldb.sstables')
    await compactRange?.call(this.#root, '', '', { keyEncoding: 'utf8' })
    if (tables !== undefined && tables === getProperty?.call(this.#root, 'leveldb.sstables')) {
      throw new Error('what follows a write that failed would be lost, since the database could not begin a new log')
    }
    this.#common.isTorn = false
  }
}
