/** A list of lists in two flat arrays: the form of every "who belongs to whom" in a graph or a plan. */

/** The items of k are `items[start[k]]` to `items[start[k + 1] - 1]`. */
export interface Table {
  readonly start: Int32Array
  readonly items: Int32Array
}

/** Collects (key, item) pairs in two passes over the same walk, so that no list of pairs is ever held. Order is kept. */
export function table(keys: number, walk: (visit: (key: number, item: number) => void) => void): Table {
  const start = new Int32Array(keys + 1)
  walk((key) => {
    start[key + 1] = (start[key + 1] as number) + 1
  })
  for (let k = 0; k < keys; k++) start[k + 1] = (start[k + 1] as number) + (start[k] as number)
  const items = new Int32Array(start[keys] as number)
  const next = start.slice(0, keys)
  walk((key, item) => {
    const at = next[key] as number
    items[at] = item
    next[key] = at + 1
  })
  return { start, items }
}

/** The items of one key, as a view. */
export function row(of: Table, key: number): Int32Array {
  return of.items.subarray(of.start[key], of.start[key + 1])
}
