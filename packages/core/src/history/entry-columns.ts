/** The entries of one branch, as columns of numbers: 32 bytes each, however many there are. */

import { lastWhere } from '../numerics/last-where.ts'

/** Entries are held in segments of so many; the last one grows until it is full. */
const SEGMENT = 1024
const FIRST = 4
/** What was done, the first offset, the position before it, the steps before it. */
const WIDTH = 4

export class EntryColumns {
  readonly #segments: Float64Array[] = []
  #count = 0
  #bytes = 0

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#bytes
  }

  push(what: number, first: number, start: number, startStep: number): void {
    const segment = this.#room()
    const at = (this.#count++ % SEGMENT) * WIDTH
    segment[at] = what
    segment[at + 1] = first
    segment[at + 2] = start
    segment[at + 3] = startStep
  }

  /** The number by which is known what was done. */
  what(k: number): number {
    return this.#at(k, 0)
  }

  first(k: number): number {
    return this.#at(k, 1)
  }

  start(k: number): number {
    return this.#at(k, 2)
  }

  startStep(k: number): number {
    return this.#at(k, 3)
  }

  /** The place of the entry whose last actions lead to a position beyond its start; −1 before the first. */
  leadingTo(position: number): number {
    return lastWhere(this.#count, (k) => this.start(k) < position)
  }

  /** Keeps the first ones alone. */
  cut(count: number): void {
    this.#count = count
    for (const segment of this.#segments.splice(Math.ceil(count / SEGMENT))) this.#bytes -= segment.byteLength
  }

  #at(k: number, column: number): number {
    return (this.#segments[Math.floor(k / SEGMENT)] as Float64Array)[(k % SEGMENT) * WIDTH + column] as number
  }

  /** The segment that the next entry goes to. */
  #room(): Float64Array {
    const at = Math.floor(this.#count / SEGMENT)
    const there = this.#segments[at]
    if (there !== undefined && ((this.#count % SEGMENT) + 1) * WIDTH <= there.length) return there
    const length = there === undefined ? (at === 0 ? FIRST : SEGMENT) * WIDTH : there.length * 2
    const segment = new Float64Array(length)
    if (there !== undefined) segment.set(there)
    this.#bytes += segment.byteLength - (there?.byteLength ?? 0)
    this.#segments[at] = segment
    return segment
  }
}
