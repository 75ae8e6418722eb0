/** Numbers of a branch, in chunks that are filled once, so that the oldest can be let go. */

import { lastWhere } from '../numerics/last-where.ts'
import { type Bucket, Digest } from './digest.ts'

/** How many numbers the first chunk of a branch holds; each has twice as many as the one before, up to the most. */
const FIRST = 8
const MOST = 4096

interface Chunk {
  readonly branch: number
  /** The position of its first number. */
  readonly start: number
  /** 0 for one that is no more. */
  count: number
  values: Float64Array
  /** Made when somebody sums up. */
  digest: Digest | null
}

const NOTHING = new Float64Array()

/** Holds the numbers of all branches, at most `limit` bytes of them: the oldest chunk goes first. */
export class Chunks {
  readonly #limit: number
  /** A chunk is a quarter of all, at most. */
  readonly #most: number
  readonly #branches = new Map<number, Chunk[]>()
  /** In the order in which they were begun, from `#oldest` on. */
  #all: Chunk[] = []
  #oldest = 0
  /** How many of them are no more. */
  #dead = 0
  #bytes = 0
  #hasForgotten = false
  /** The one that was written last: mostly the next number goes there, too. */
  #last: Chunk | null = null
  /** The one that was looked into last, likewise. */
  #found: Chunk | null = null

  constructor(limit: number) {
    this.#limit = limit
    this.#most = Math.max(1, Math.min(MOST, Math.floor(limit / 4 / 8)))
  }

  /** Whether any were let go since there were too many. */
  get hasForgotten(): boolean {
    return this.#hasForgotten
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The number at this position: of the action that led there. */
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

  /** From which position up to, not including, which other numbers are held, within these two: a stretch for each chunk. */
  *heldBetween(branch: number, from: number, to: number): IterableIterator<{ from: number; to: number }> {
    const chunks = this.#branches.get(branch) ?? []
    for (let k = Math.max(0, this.#upTo(chunks, from)); k < chunks.length; k++) {
      const { start, count } = chunks[k] as Chunk
      if (start >= to) return
      const held = { from: Math.max(from, start), to: Math.min(to, start + count) }
      if (held.from < held.to) yield held
    }
  }

  /** Sums up the numbers from `from` up to, not including, `to`: a part of such a stretch. */
  sumUp(branch: number, from: number, to: number, into: Bucket): void {
    const chunk = this.#holderOf(branch, from) as Chunk
    chunk.digest ??= new Digest(chunk.values)
    chunk.digest.take(from - chunk.start, to - chunk.start, into)
  }

  /** Forgets the numbers of a branch from that position on. */
  cut(branch: number, position: number): void {
    const chunks = this.#branches.get(branch)
    if (chunks === undefined) return
    for (let last = chunks.at(-1); last !== undefined && last.start + last.count > position; last = chunks.at(-1)) {
      last.count = Math.max(0, position - last.start)
      last.digest = null
      if (last.count > 0) break
      chunks.pop()
      this.#free(last)
    }
    if (chunks.length === 0) this.#branches.delete(branch)
    this.#last = null
    this.#found = null
  }

  #holderOf(branch: number, position: number): Chunk | null {
    const chunks = this.#branches.get(branch) ?? []
    const chunk = chunks[this.#upTo(chunks, position)]
    return chunk !== undefined && holds(chunk, position) ? chunk : null
  }

  /** The place of the last chunk that begins up to a position; −1 where none does. */
  #upTo(chunks: readonly Chunk[], position: number): number {
    return lastWhere(chunks.length, (k) => (chunks[k] as Chunk).start <= position)
  }

  /** Every stretch that is there, the oldest first: views of numbers that will not change. */
  *stretches(): IterableIterator<{ branch: number; start: number; values: Float64Array }> {
    for (const { branch, start, count, values } of this.#all.slice(this.#oldest)) {
      if (count > 0) yield { branch, start, values: values.subarray(0, count) }
    }
  }

  #chunkFor(branch: number, position: number): Chunk {
    const chunks = this.#branches.get(branch) ?? []
    if (chunks.length === 0) this.#branches.set(branch, chunks)
    let last = chunks[chunks.length - 1]
    if (last === undefined || !hasRoom(last, position)) {
      const size = Math.min(this.#most, last === undefined ? FIRST : 2 * last.values.length)
      last = { branch, start: position, count: 0, values: new Float64Array(size), digest: null }
      chunks.push(last)
      this.#all.push(last)
      this.#bytes += last.values.byteLength
      while (this.#bytes > this.#limit && this.#all.length - this.#oldest > 1) this.#forget()
    }
    this.#last = last
    return last
  }

  #forget(): void {
    const chunk = this.#all[this.#oldest++] as Chunk
    // What was cut away stands there still.
    if (chunk.values.length === 0) return
    const chunks = this.#branches.get(chunk.branch) as Chunk[]
    this.#hasForgotten = true
    chunks.shift()
    if (chunks.length === 0) this.#branches.delete(chunk.branch)
    this.#free(chunk)
    this.#found = null
  }

  #free(chunk: Chunk): void {
    this.#bytes -= chunk.values.byteLength
    chunk.values = NOTHING
    chunk.digest = null
    chunk.count = 0
    if (++this.#dead <= this.#all.length / 2) return
    this.#all = this.#all.filter(({ values }) => values.length > 0)
    this.#oldest = 0
    this.#dead = 0
  }
}

function holds({ start, count }: Chunk, position: number): boolean {
  return position >= start && position < start + count
}

/** Whether the number of that position is the next one of a chunk. */
function hasRoom({ start, count, values }: Chunk, position: number): boolean {
  return count < values.length && start + count === position
}
