/** What differs between a past and what stands in a place. */

import type { Item } from '../files/item.ts'
import type { Past } from '../past/past.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { KeptItem } from './kept-item.ts'
import { keptGroups } from './kept-items.ts'
import { type KeyPart, keyOf } from './key.ts'
import type { LogReferences } from './log-references.ts'
import type { Mark, Written } from './written.ts'

/** An item that is to be written. */
export interface Put {
  readonly key: string
  readonly mark: Mark
  make(): Item
}

export interface Changes {
  /** What is not there yet: nothing refers to it before the rest is written, so it may come early. */
  readonly fresh: readonly Put[]
  /** What is to be replaced and removed, all at once. */
  readonly changed: readonly Put[]
  readonly gone: readonly string[]
}

/**
 * Compares what is to be kept with what was written: by numbers where nothing is new, so that it takes little however long
 * the past is. What it gives stays what it is while the network goes on. Throws THROUGH_NOT_JSON.
 */
export function changes(
  past: Past,
  now: Snapshot,
  written: Written,
  references: LogReferences,
  withData: boolean,
): Changes {
  const fresh: Put[] = []
  const changed: Put[] = []
  const gone: string[] = []
  /** Branches of which something is new or gone, and all groups that were looked at. */
  const touched = new Set<KeyPart>()
  const met = new Set<unknown>()
  const heads = written.group('branch', '')
  const headOf = (branch: number): unknown => (touched.has(branch) ? undefined : heads?.get(branch))
  for (const { kind, group, items } of keptGroups(past, now, { withData, references, headOf })) {
    const there = written.group(kind, group)
    met.add(there)
    let kept = 0
    const before = fresh.length + changed.length
    for (const item of items) {
      const { last, mark } = item
      const old = there?.get(last)
      if (old !== undefined) kept++
      if (old === mark) continue
      // What says what is there, and where one stands, is never early.
      const isEarly = old === undefined && kind !== 'meta' && kind !== 'now'
      ;(isEarly ? fresh : changed).push(put(keyOf(kind, group, last), item))
    }
    const isLess = there !== undefined && kept < there.size
    const mayBeNamed = references.isPartial && (kind === 'graph' || kind === 'data')
    if (isLess && !mayBeNamed) for (const key of missing(kind, group, there, items)) gone.push(key)
    if (group !== '' && (isLess || fresh.length + changed.length > before)) touched.add(group)
  }
  for (const [kind, group, marks] of written.groups()) {
    if (kind === 'place' || kind === 'writer' || kind === 'claim' || met.has(marks)) continue
    for (const last of marks.keys()) gone.push(keyOf(kind, group, last))
  }
  return { fresh, changed, gone }
}

function put(key: string, { mark, make }: KeptItem): Put {
  return { key, mark, make: () => make(key) }
}

function missing(
  kind: string,
  group: KeyPart,
  there: ReadonlyMap<KeyPart, Mark>,
  items: readonly KeptItem[],
): string[] {
  const wanted = new Set(items.map(({ last }) => last))
  return Array.from(there.keys(), (last) => (wanted.has(last) ? '' : keyOf(kind, group, last))).filter(
    (key) => key !== '',
  )
}
