/** Finds equal lists of whole numbers, so that what is the same is kept once. */

/** Numbers lists by content: equal lists get equal numbers, counted from 0 in order of first appearance. */
export class DistinctLists {
  readonly lists: Int32Array[] = []
  readonly #byHash = new Map<number, number[]>()

  /** The number of this list; it is kept (not copied) when it is new. */
  add(list: Int32Array): number {
    const hash = hashOf(list)
    const bucket = this.#byHash.get(hash) ?? []
    const known = bucket.find((index) => equal(this.lists[index] as Int32Array, list))
    if (known !== undefined) return known
    if (bucket.length === 0) this.#byHash.set(hash, bucket)
    bucket.push(this.lists.length)
    return this.lists.push(list) - 1
  }

  /** Keeps this list under a number of its own, whatever it is equal to. */
  addOwn(list: Int32Array): number {
    return this.lists.push(list) - 1
  }
}

function hashOf(values: Int32Array): number {
  let hash = values.length
  for (let k = 0; k < values.length; k++) hash = Math.imul(hash ^ (values[k] as number), 0x01000193) ^ (hash >>> 15)
  return hash
}

function equal(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false
  return true
}
