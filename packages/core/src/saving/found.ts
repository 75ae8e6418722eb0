/** A history as it is found in a database. */

import type { Engine } from '../engine/engine.ts'
import { nothingKept } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Item } from '../files/item.ts'
import type { Level, ReadStoreOptions } from '../files/level-store.ts'
import { asked, DEADLINE, storeError } from './asked.ts'
import { Database } from './database.ts'
import { SEGMENT_ENTRIES } from './kept-heads.ts'
import { keptGroups } from './kept-items.ts'
import { keyOf } from './key.ts'
import { type Stand, standIn, stoodAt, timelineStore } from './stand.ts'
import { Written } from './written.ts'

/** Rejects with NOTHING_KEPT where no history was ever whole, and with STORE_UNAVAILABLE. */
export async function foundIn(
  level: Level,
  prefix: string,
  options: ReadStoreOptions,
): Promise<{ readonly stand: Stand; readonly items: AsyncIterable<Item> }> {
  const store = timelineStore(level, prefix)
  await asked(new Database(level).openedFirst(), prefix, DEADLINE)
  const stand = await asked(standIn(store), prefix, DEADLINE)
  if (stand.isNothing) throw new NeuriteError(nothingKept())
  return { stand, items: answered(store.read(options), prefix) }
}

/** Whether somebody has written since it was found so. */
export async function hasMoved(level: Level, prefix: string, { id, writes, writer }: Stand): Promise<boolean> {
  const now = await asked(standIn(timelineStore(level, prefix)), prefix, DEADLINE)
  return now.id !== id || now.writes !== writes || now.writer !== writer
}

/** The network was read from there: it may go on being kept there, and what is there already need not be written anew. */
export function came(own: Engine, { id, place, writes, writer }: Stand, isWhole: boolean, hasOwnData: boolean): void {
  const written = new Written()
  // What never changes under its key. Where parts were lost, all is written anew.
  const lasting = new Set([
    'graph',
    'state',
    'note',
    ...(hasOwnData ? ['data'] : []),
    ...(place !== null ? ['log'] : []),
  ])
  for (const { kind, group, items } of isWhole ? keptGroups(own.past, own.snapshot, { withData: true }) : []) {
    if (!lasting.has(kind)) continue
    for (const { last, mark } of items) {
      if (kind !== 'log' || mark === SEGMENT_ENTRIES) written.set(keyOf(kind, group, last), mark)
    }
  }
  stoodAt(own, id, { writes, writer, written })
}

async function* answered(items: AsyncGenerator<Item>, prefix: string): AsyncGenerator<Item> {
  try {
    for (;;) {
      const next = await asked(items.next(), prefix, DEADLINE)
      if (next.done === true) return
      yield next.value
    }
  } catch (error) {
    throw storeError(error, prefix)
  } finally {
    items.return(undefined).catch(() => {})
  }
}
