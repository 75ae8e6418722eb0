/** The items of a history by what they are. What has another key is somebody else's, and not looked at. */

import type { Item } from '../files/item.ts'
import type { Damages } from './damages.ts'

type Single = 'meta' | 'now'
type PrintedState = 'graph' | 'data'
type Numbered = 'branch' | 'note' | 'row'
type Paired = 'entry' | 'log' | 'state' | 'loss'

/** An item and the number, or the two, that its key ends with. */
export interface KeptPart {
  readonly item: Item
  readonly first: number
  readonly second: number
}

const KEY =
  /^(?:(meta|now)|(graph|data)\/([0-9a-f]{32})|(branch|note|row)\/(\d{12,16})|(entry|log|state|loss)\/(\d{12,16})\/(\d{12,16}))$/

export const pad = (index: number): string => String(index).padStart(12, '0')

export class KeptParts {
  readonly #singles = new Map<string, Item>()
  readonly #printed = new Map<string, Item>()
  readonly #numbered = new Map<string, KeptPart[]>()
  readonly #keys = new Set<string>()
  readonly #sorted = new Set<string>()

  static async of(items: AsyncIterable<Item>, damages: Damages): Promise<KeptParts> {
    const parts = new KeptParts()
    for await (const item of items) parts.#add(item, damages)
    return parts
  }

  /** Whether it is there at all: what stands without a log was never whole, since that is written last. */
  get hasLog(): boolean {
    return this.#singles.size > 0 || ['branch', 'entry', 'log', 'note'].some((kind) => this.#numbered.has(kind))
  }

  one(kind: Single): Item | undefined {
    return this.#singles.get(kind)
  }

  printed(kind: PrintedState, print: string): Item | undefined {
    return this.#printed.get(`${kind}/${print}`)
  }

  prints(kind: PrintedState): string[] {
    return [...this.#printed.keys()].filter((key) => key.startsWith(kind)).map((key) => key.slice(kind.length + 1))
  }

  /** All of a kind, in the order of their numbers. */
  all(kind: Numbered | Paired): readonly KeptPart[] {
    const parts = this.#numbered.get(kind) ?? []
    if (!this.#sorted.has(kind)) parts.sort((a, b) => a.first - b.first || a.second - b.second)
    this.#sorted.add(kind)
    return parts
  }

  /** Those of a kind by their first number. */
  grouped(kind: Paired): ReadonlyMap<number, readonly KeptPart[]> {
    const groups = new Map<number, KeptPart[]>()
    for (const part of this.all(kind)) {
      const group = groups.get(part.first)
      if (group === undefined) groups.set(part.first, [part])
      else group.push(part)
    }
    return groups
  }

  #add(item: Item, damages: Damages): void {
    const { key } = item
    const found = KEY.exec(key)
    if (found === null) return
    const [, single, printed, , numbered, number, paired, first, second] = found
    const kind = numbered ?? paired
    const numbers = [Number(number ?? first ?? 0), Number(second ?? 0)] as const
    if (kind !== undefined && key !== [kind, ...numbers.slice(0, paired ? 2 : 1).map(pad)].join('/')) return
    const isNew = !this.#keys.has(key)
    this.#keys.add(key)
    if (!isNew) damages.found(key, 'it is there twice')
    if (!isNew) return
    if (single !== undefined) this.#singles.set(key, item)
    else if (printed !== undefined) this.#printed.set(key, item)
    else {
      const parts = this.#numbered.get(kind as string) ?? []
      if (parts.length === 0) this.#numbered.set(kind as string, parts)
      parts.push({ item, first: numbers[0], second: numbers[1] })
    }
  }
}
