/** Items in a key-value database of the abstract-level family: LevelDB on disk, IndexedDB in a browser, memory. */

import { timelineDamaged } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { Allowance } from './allowance.ts'
import type { Item } from './item.ts'
import { itemOf, levelValue } from './level-value.ts'

/** A change of one key, as it is sent to the database. */
export type Operation = { type: 'put'; key: string; value: Uint8Array } | { type: 'del'; key: string }
/** How keys and values are handed over. */
export type Encodings = { keyEncoding: 'utf8'; valueEncoding: 'view' }

/**
 * What a store needs of a database. classic-level, browser-level, memory-level and their sublevels have it, unless made
 * to hold nothing but texts (memory-level with `storeEncoding: 'utf8'`).
 */
export interface Level {
  batch(operations: Operation[], options: Encodings & { sync?: boolean }): Promise<void>
  iterator(
    options: Encodings & { gte: string; limit?: number; values?: boolean },
  ): AsyncIterable<[key: string, value: Uint8Array]>
}

/** What is wrong in a store: the value of which key. */
export interface ValueDamage {
  readonly key: string
  readonly what: string
}

export interface ReadStoreOptions {
  /** Leaves out what is damaged, instead of throwing TIMELINE_DAMAGED. */
  readonly recover?: boolean
  /** Called for each damage while recovering. */
  readonly onDamage?: (damage: ValueDamage) => void
  /** What all items together may come to in memory. */
  readonly allowance?: Allowance
}

const ENCODINGS: Encodings = { keyEncoding: 'utf8', valueEncoding: 'view' }

/**
 * Keeps items under their keys. The database is made, opened and closed by whoever hands it in, with whatever encodings;
 * under a prefix it may hold other things as well. Errors of the database pass through.
 *
 * @example
 * const level = new ClassicLevel('run')
 * const store = new LevelStore(level, 'timeline/')
 * await store.write([{ key: 'keyframe/000120', head: { step: 120 }, numbers: weights }], ['keyframe/000060'])
 * for await (const { key, head, numbers } of store.read()) restore(key, head, numbers)
 * await level.close()
 */
export class LevelStore {
  readonly #level: Level
  readonly #prefix: string
  readonly #isOurs: (key: string) => boolean

  /** Keys under the prefix that are not `isOurs` belong to somebody else: they are not read. */
  constructor(level: Level, prefix = '', isOurs: (key: string) => boolean = () => true) {
    this.#level = level
    this.#prefix = prefix
    this.#isOurs = isOurs
  }

  /**
   * Deletes and puts, all of it or nothing, and on the disk when it resolves; a key in both lists is put. Throws as `put`;
   * nothing is written then.
   */
  async write(puts: readonly Item[], dels: readonly string[] = []): Promise<void> {
    await this.send([...dels.map((key) => this.del(key)), ...puts.map((item) => this.put(item))])
  }

  /**
   * What puts an item. Throws INVALID_OPTION for a key that UTF-8 cannot hold (half a surrogate pair), and a TypeError for
   * a head that JSON cannot hold.
   */
  put(item: Item): Operation & { type: 'put' } {
    return { type: 'put', key: this.#place(item.key), value: levelValue(item) }
  }

  del(key: string): Operation {
    return { type: 'del', key: this.#place(key) }
  }

  async send(operations: Operation[]): Promise<void> {
    await this.#level.batch(operations, { ...ENCODINGS, sync: true })
  }

  /** The keys that are there, in order; no value is read. */
  async *keys(): AsyncGenerator<string, void, void> {
    for await (const [place] of this.#level.iterator({ gte: this.#prefix, values: false, ...ENCODINGS })) {
      if (!place.startsWith(this.#prefix)) break
      const key = place.slice(this.#prefix.length)
      if (this.#isOurs(key)) yield key
    }
  }

  /** One item; null where it is not there, or damaged. */
  async item(key: string): Promise<Item | null> {
    const at = this.#place(key)
    for await (const [place, value] of this.#level.iterator({ gte: at, limit: 1, ...ENCODINGS })) {
      return place === at ? itemOf(key, value) : null
    }
    return null
  }

  /**
   * All items, in the order of their keys' UTF-8 bytes; what is written meanwhile may be among them or not. A damaged
   * value is TIMELINE_DAMAGED with the place `{ key }`, or with `recover` is left out and told to `onDamage`; a value
   * of a newer version is NEWER_FORMAT.
   */
  async *read(options: ReadStoreOptions = {}): AsyncGenerator<Item, void, void> {
    for await (const [place, value] of this.#level.iterator({ gte: this.#prefix, ...ENCODINGS })) {
      // No upper bound: no text is above all that begin with the prefix.
      if (!place.startsWith(this.#prefix)) break
      const key = place.slice(this.#prefix.length)
      if (!this.#isOurs(key)) continue
      options.allowance?.came(value.length)
      options.allowance?.take(value.length, { key })
      const item = itemOf(key, value, (bytes) => options.allowance?.take(bytes, { key }))
      if (item !== null) yield item
      else if (options.recover === true) options.onDamage?.({ key, what: 'its value is damaged' })
      else throw new NeuriteError(timelineDamaged({ key }, `the value of ${JSON.stringify(key)} is damaged`))
    }
  }

  #place(key: string): string {
    const place = this.#prefix + key
    if (/\p{Surrogate}/u.test(place)) throw new NeuriteError(invalidOption('key', key, 'well-formed text'))
    return place
  }
}
