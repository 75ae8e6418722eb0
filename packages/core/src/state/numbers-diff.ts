/** What differs between two stores, exact and compact: for machines. What it means for a parameter stands elsewhere. */

import { ParameterStore } from './parameter-store.ts'

/**
 * The places that differ and what stands there on either side; or, where the stores differ in length or in most places,
 * the two stores themselves (`places` is null), shared with the snapshots. Null where a side has no such store.
 */
export interface NumbersDiff {
  readonly places: ParameterStore | null
  readonly before: ParameterStore | null
  readonly after: ParameterStore | null
}

/** What differs between two stores, or null where nothing does. */
export function numbersDiff(before: ParameterStore | null, after: ParameterStore | null): NumbersDiff | null {
  if (before === null || after === null || before.length !== after.length) {
    return before === after ? null : Object.freeze({ places: null, before, after })
  }
  if (before.equals(after)) return null
  const [old, now] = [before.slice(), after.slice()]
  const places = old.map((_, place) => place).filter((place) => !Object.is(old[place], now[place]))
  if (places.length === 0) return null
  if (places.length * 2 > old.length) return Object.freeze({ places: null, before, after })
  return Object.freeze({
    places: ParameterStore.copyOf(places),
    before: ParameterStore.copyOf(places.map((place) => old[place] as number)),
    after: ParameterStore.copyOf(places.map((place) => now[place] as number)),
  })
}

/** The store of the other side; null where there is none. */
export function applyNumbersDiff(store: ParameterStore | null, diff: NumbersDiff): ParameterStore | null {
  if (diff.places === null || diff.after === null || store === null) return diff.after
  const values = store.slice()
  const after = diff.after.slice()
  diff.places.slice().forEach((place, k) => {
    values[place] = after[k] as number
  })
  return ParameterStore.copyOf(values)
}

export function reverseNumbersDiff({ places, before, after }: NumbersDiff): NumbersDiff {
  return Object.freeze({ places, before: after, after: before })
}
