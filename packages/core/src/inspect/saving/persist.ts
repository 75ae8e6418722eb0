/** Keeps the history of a network in a database while it trains, so that a process that is killed loses next to nothing. */

import { NeuriteError, storeInUse } from '../../errors.ts'
import { type Level, LevelStore } from '../../history/level-store.ts'
import type { Learner, Trainable } from '../../train/learner.ts'
import { type KeptItem, keptItems } from './kept-items.ts'

export interface PersistOptions {
  /** What the keys begin with, so that a database may hold several runs. Default 'timeline/'. */
  readonly prefix?: string
  /** Milliseconds from one flush to the next. Default 1000; `Infinity` flushes only when it is asked to. */
  readonly every?: number
  /** Whether the data is kept, too; without, it is known by its fingerprint and handed in again. Default true. */
  readonly data?: boolean
  /** Called where a flush that nobody asked for fails. Default: the next `flush` or `close` rejects with it. */
  readonly onError?: (error: unknown) => void
}

/** What keeps a history. */
export interface Persistence {
  /** The step up to which it is kept. */
  readonly step: number
  /** Keeps what has happened so far. Rejects with what the database rejects with. */
  flush(): Promise<void>
  /** Flushes, and ends. The database stays open. */
  close(): Promise<void>
}

export const PREFIX = 'timeline/'

/** Which networks came from, or go to, which place: going on there is no overwriting. */
const homes = new WeakMap<Learner, { readonly level: Level; readonly prefix: string }>()

/** Remembers that a network was read from there. */
export function comesFrom(own: Learner, level: Level, prefix: string): void {
  homes.set(own, { level, prefix })
}

/** So many bytes of numbers are written at once, about. */
const PORTION = 8 * 2 ** 20

/**
 * Keeps the history of a network in a database of the abstract-level family, from now on: `classic-level` in Node,
 * `browser-level` in a page, `memory-level` in tests. It is opened and closed by whoever hands it in. Each flush is
 * whole: what a killed process leaves behind opens with `openNetwork`. Rejects with STORE_IN_USE where another run is kept
 * there, NO_HISTORY, and THROUGH_NOT_JSON.
 *
 * @example
 * const level = new ClassicLevel('run')
 * const kept = await persist(net, level)
 * train(net, rows).subscribe({ complete: () => kept.close().then(() => level.close()) })
 */
export async function persist(net: Trainable, level: Level, options: PersistOptions = {}): Promise<Persistence> {
  const { prefix = PREFIX, every = 1000 } = options
  const own = net.learner
  const store = new LevelStore(level, prefix)
  const there = new Set<string>()
  for await (const { key } of store.read({ recover: true, onDamage: ({ key }) => there.add(key) })) there.add(key)
  const home = homes.get(own)
  if (there.size > 0 && (home?.level !== level || home.prefix !== prefix)) throw new NeuriteError(storeInUse(prefix))
  const keeper = new Keeper(own, store, there, options)
  await keeper.flush()
  comesFrom(own, level, prefix)
  if (Number.isFinite(every)) keeper.flushEvery(every)
  return keeper
}

class Keeper implements Persistence {
  readonly #own: Learner
  readonly #store: LevelStore
  readonly #options: PersistOptions
  /** What is in the database, by key; null where it is not known to be what it should. */
  readonly #written = new Map<string, string | number | null>()
  #flushing: Promise<void> = Promise.resolve()
  #isFlushing = false
  #timer: ReturnType<typeof setInterval> | null = null
  #failure: { readonly error: unknown } | null = null
  #step = 0

  constructor(own: Learner, store: LevelStore, there: Iterable<string>, options: PersistOptions) {
    this.#own = own
    this.#store = store
    this.#options = options
    for (const key of there) this.#written.set(key, null)
  }

  get step(): number {
    return this.#step
  }

  flushEvery(milliseconds: number): void {
    this.#timer = setInterval(() => {
      if (!this.#isFlushing) this.#flush().catch((error) => this.#failed(error))
    }, milliseconds)
    // In Node, a run that has ended is not kept alive for the sake of this.
    const timer: unknown = this.#timer
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as { unref(): void }).unref()
  }

  async flush(): Promise<void> {
    const failure = this.#failure
    this.#failure = null
    if (failure !== null) throw failure.error
    await this.#flush()
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    await this.flush()
  }

  /** One after the other. */
  #flush(): Promise<void> {
    const next = this.#flushing.catch(() => {}).then(() => this.#write())
    this.#flushing = next
    return next
  }

  #failed(error: unknown): void {
    if (this.#options.onError === undefined) this.#failure ??= { error }
    else this.#options.onError(error)
  }

  async #write(): Promise<void> {
    this.#isFlushing = true
    try {
      const { past, snapshot, step } = this.#own
      const items = keptItems(past, snapshot, this.#options.data ?? true)
      const changed = items.filter(({ key, mark }) => this.#written.get(key) !== mark)
      // States and rows may come early: the log, which says what is there, is written last and at once.
      const early = changed.filter(({ key }) => /^(state|row|loss|data|graph)\//.test(key))
      const late = changed.filter((item) => !early.includes(item))
      await this.#writeEarly(early)
      const keys = new Set(items.map(({ key }) => key))
      const gone = [...this.#written.keys()].filter((key) => !keys.has(key))
      await this.#store.write(
        late.map((item) => item.make()),
        gone,
      )
      for (const { key, mark } of late) this.#written.set(key, mark)
      for (const key of gone) this.#written.delete(key)
      this.#step = step
    } finally {
      this.#isFlushing = false
    }
  }

  async #writeEarly(items: readonly KeptItem[]): Promise<void> {
    for (let at = 0; at < items.length; ) {
      const portion: KeptItem[] = []
      const puts = []
      for (let bytes = 0; at < items.length && bytes < PORTION; at++) {
        const item = items[at] as KeptItem
        const put = item.make()
        bytes += 256 + (put.numbers?.byteLength ?? 0)
        portion.push(item)
        puts.push(put)
      }
      await this.#store.write(puts)
      for (const { key, mark } of portion) this.#written.set(key, mark)
    }
  }
}
