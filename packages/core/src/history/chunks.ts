/** A number per action of a branch, in chunks that are filled once, so that the oldest can be let go. */

/** How many numbers the first chunk of a branch holds; each has twice as many as the one before, up to the most. */
const FIRST = 64
const MOST = 4096

interface Chunk {
  readonly branch: number
  /** The position of its first number. */
  readonly start: number
  count: number
  readonly values: Float64Array
}

/** Holds the numbers of all branches, at most `limit` bytes of them: the oldest chunk goes first. */
export class Chunks {
  readonly #limit: number
  /** A chunk is a quarter of all, at most. */
  readonly #most: number
  readonly #branches = new Map<number, Chunk[]>()
  readonly #all: Chunk[] = []
  #bytes = 0
  /** The one that was written last: mostly the next number goes there, too. */
  #last: Chunk | null = null
  /** The one that was looked into last, likewise. */
  #found: Chunk | null = null

  constructor(limit: number) {
    this.#limit = limit
    this.#most = Math.max(1, Math.min(MOST, Math.floor(limit / 4 / 8)))
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The number of the action that led to this position. */
  append(branch: number, position: number, value: number): void {
    let last = this.#last
    if (last === null || last.branch !== branch || !hasRoom(last, position)) last = this.#chunkFor(branch, position)
    last.values[last.count++] = value
  }

  /** Undefined where it was let go, or never was. */
  at(branch: number, position: number): number | undefined {
    const found = this.#found
    if (found?.branch !== branch || !holds(found, position)) this.#found = this.#holderOf(branch, position)
    return this.#found?.values[position - this.#found.start]
  }

  #holderOf(branch: number, position: number): Chunk | null {
    const chunks = this.#branches.get(branch) ?? []
    let [low, high] = [0, chunks.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      if ((chunks[middle] as Chunk).start <= position) low = middle + 1
      else high = middle - 1
    }
    const chunk = chunks[high]
    return chunk !== undefined && holds(chunk, position) ? chunk : null
  }

  /** Every stretch that is there, the oldest first: views of numbers that will not change. */
  *stretches(): IterableIterator<{ branch: number; start: number; values: Float64Array }> {
    for (const { branch, start, count, values } of this.#all) yield { branch, start, values: values.subarray(0, count) }
  }

  #chunkFor(branch: number, position: number): Chunk {
    const chunks = this.#branches.get(branch) ?? []
    if (chunks.length === 0) this.#branches.set(branch, chunks)
    let last = chunks[chunks.length - 1]
    if (last === undefined || !hasRoom(last, position)) {
      const size = Math.min(this.#most, last === undefined ? FIRST : 2 * last.values.length)
      last = { branch, start: position, count: 0, values: new Float64Array(size) }
      chunks.push(last)
      this.#all.push(last)
      this.#bytes += last.values.byteLength
      while (this.#bytes > this.#limit && this.#all.length > 1) this.#forget()
    }
    this.#last = last
    return last
  }

  #forget(): void {
    const { branch, values } = this.#all.shift() as Chunk
    this.#bytes -= values.byteLength
    this.#found = null
    const chunks = this.#branches.get(branch) as Chunk[]
    chunks.shift()
    if (chunks.length === 0) this.#branches.delete(branch)
  }
}

function holds({ start, count }: Chunk, position: number): boolean {
  return position >= start && position < start + count
}

/** Whether the number of that position is the next one of a chunk. */
function hasRoom({ start, count, values }: Chunk, position: number): boolean {
  return count < values.length && start + count === position
}
