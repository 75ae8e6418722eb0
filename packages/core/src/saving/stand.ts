/** What is in a place, whose it is, and which networks know it. */

import type { Engine } from '../engine/engine.ts'
import { checksum } from '../files/checksum.ts'
import type { Item } from '../files/item.ts'
import { type Level, LevelStore } from '../files/level-store.ts'
import { isKey } from './key.ts'
import type { Written } from './written.ts'

/** A place as somebody finds it. */
export interface Stand {
  /** By which it is known: its own id, or in a database of version 1 what is in it. */
  readonly id: string
  readonly place: string | null
  readonly writes: number
  /** Who wrote last, or still does. */
  readonly writer: string | null
  /** Nothing was ever whole here. */
  readonly isNothing: boolean
  readonly keys: ReadonlySet<string>
}

/** A place as a network left it. */
export interface Stood {
  readonly writes: number
  readonly writer: string | null
  readonly written: Written
}

/** Which places a network came from or was kept in, by their ids: where it may go on. */
const known = new WeakMap<Engine, Map<string, Stood>>()

/** How a network left that place; with `stood`, how it leaves it now. */
export function stoodAt(own: Engine, id: string, stood?: Stood): Stood | undefined {
  const places = known.get(own) ?? new Map<string, Stood>()
  known.set(own, places)
  if (stood !== undefined) places.set(id, stood)
  return places.get(id)
}

/** The items of a history in a database, and nothing else that stands there. */
export const timelineStore = (level: Level, prefix: string): LevelStore => new LevelStore(level, prefix, isKey)

/** Whether a place is as it was left; a write that was refused may have come through all the same. */
export function isAsLeft({ writes, writer }: Stand, stood: Stood | undefined): boolean {
  if (stood === undefined) return false
  return writes === stood.writes || (writes === stood.writes + 1 && writer === stood.writer && writer !== null)
}

export async function standIn(store: LevelStore): Promise<Stand> {
  const keys = new Set<string>()
  for await (const key of store.keys()) keys.add(key)
  const head = (await store.item('place'))?.head as { place: string; writes: number } | undefined
  const signed = (await store.item('writer'))?.head as { writer: string } | undefined
  const writer = signed?.writer ?? null
  const isWhole = keys.has('meta')
  if (head !== undefined) {
    const { place, writes } = head
    return { id: place, place, writes, writer, isNothing: !isWhole && writes === 0, keys }
  }
  // Version 1 wrote all that is not an entry, a branch, a note or the state in force before these.
  const wasWhole = isWhole || [...keys].some((key) => /^(entry|branch|note|now|log|place)(\/|$)/.test(key))
  const id = wasWhole ? contentId(await store.item('meta'), await store.item('now')) : ''
  return { id, place: null, writes: 0, writer, isNothing: !wasWhole, keys }
}

/** What a place of version 1 is known by. */
function contentId(meta: Item | null, now: Item | null): string {
  const { buffer, byteOffset, byteLength } = now?.numbers ?? new Float64Array(0)
  return checksum(JSON.stringify([meta?.head, now?.head]), new Uint8Array(buffer, byteOffset, byteLength))
}
