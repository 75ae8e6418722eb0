/** What stands in a place, so that only what is new is written. */

import { type KeyPart, partsOf } from './key.ts'

/** What an item was made from, compared by identity; null where it is not known what stands there. */
export type Mark = unknown
type Marks = Map<KeyPart, Mark>

export class Written {
  readonly #kinds = new Map<string, Map<KeyPart, Marks>>()

  /** The marks of all items of a kind whose keys differ in their last part only. */
  group(kind: string, group: KeyPart): ReadonlyMap<KeyPart, Mark> | undefined {
    return this.#kinds.get(kind)?.get(group)
  }

  *groups(): IterableIterator<readonly [kind: string, group: KeyPart, marks: ReadonlyMap<KeyPart, Mark>]> {
    for (const [kind, groups] of this.#kinds) for (const [group, marks] of groups) yield [kind, group, marks]
  }

  set(key: string, mark: Mark): void {
    const [kind, group, last] = partsOf(key)
    const groups = this.#kinds.get(kind) ?? new Map<KeyPart, Marks>()
    this.#kinds.set(kind, groups)
    const marks = groups.get(group) ?? new Map<KeyPart, Mark>()
    groups.set(group, marks)
    marks.set(last, mark)
  }

  delete(key: string): void {
    const [kind, group, last] = partsOf(key)
    this.#kinds.get(kind)?.get(group)?.delete(last)
  }

  /** There is something under these keys, and nowhere else; what was known of them stays known. */
  meet(keys: Iterable<string>): void {
    const known = new Map(this.#kinds)
    this.#kinds.clear()
    for (const key of keys) {
      const [kind, group, last] = partsOf(key)
      this.set(key, known.get(kind)?.get(group)?.get(last) ?? null)
    }
  }
}
