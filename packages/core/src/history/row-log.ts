/** The rows of live streams, since nobody else has them: the latest ones, in a bounded number of bytes. */

import { rowsGone } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { lastWhere } from '../numerics/last-where.ts'

/** How many rows a chunk holds at most. */
const ROWS = 256

interface RowChunk {
  readonly first: number
  count: number
  readonly inputs: number
  readonly targets: number
  readonly values: Float64Array
}

/** Rows are numbered in the order in which they came, over all branches; each is its inputs, then its targets. */
export class RowLog {
  readonly #limit: () => number
  #chunks: RowChunk[] = []
  #bytes = 0
  #next = 0

  /** Holds at most so many bytes as `limit` says by then. */
  constructor(limit: () => number) {
    this.#limit = limit
  }

  /** A log of its own with the same rows. */
  fork(limit: () => number): RowLog {
    const forked = new RowLog(limit)
    forked.#chunks = [...this.#chunks]
    // The last one is not full: both would write into it.
    const last = forked.#chunks.pop()
    if (last !== undefined) forked.#chunks.push({ ...last, values: last.values.slice() })
    forked.#bytes = this.#bytes
    forked.#next = this.#next
    return forked
  }

  /** The number of the first row that is held. */
  get first(): number {
    return this.#chunks[0]?.first ?? this.#next
  }

  /** The number of the first row that will be held when the next chunk is begun. */
  get lasting(): number {
    const [oldest, second] = this.#chunks
    if (oldest === undefined || second === undefined) return this.first
    const isFull = this.#bytes + (this.#chunks.at(-1) as RowChunk).values.byteLength > this.#limit()
    return isFull ? second.first : oldest.first
  }

  /** The number of the next row. */
  get next(): number {
    return this.#next
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Keeps row n of those that stand at the beginning of these slabs. */
  append(
    inputs: Float64Array,
    inputCount: number,
    targets: Float64Array,
    targetCount: number,
    n: number,
    batch: number,
  ): void {
    const chunk = this.#room(inputCount, targetCount)
    let at = chunk.count++ * (inputCount + targetCount)
    for (let k = 0; k < inputCount; k++) chunk.values[at++] = inputs[k * batch + n] as number
    for (let k = 0; k < targetCount; k++) chunk.values[at++] = targets[k * batch + n] as number
    this.#next++
  }

  /** Keeps all rows that stand in these slabs. */
  appendAll(
    { values, targets, batch }: { values: Float64Array; targets: Float64Array; batch: number },
    inputCount: number,
    targetCount: number,
  ): void {
    for (let n = 0; n < batch; n++) this.append(values, inputCount, targets, targetCount, n, batch)
  }

  /** Writes a row to place n of a batch in these slabs. Throws ROWS_GONE where it was let go. */
  read(row: number, inputs: Float64Array, targets: Float64Array, n: number, batch: number): void {
    const chunk = this.#chunks[this.#chunkOf(row)]
    if (chunk === undefined || row >= chunk.first + chunk.count) {
      throw new NeuriteError(rowsGone(row, this.first))
    }
    const at = (row - chunk.first) * (chunk.inputs + chunk.targets)
    const { values } = chunk
    for (let k = 0; k < chunk.inputs; k++) inputs[k * batch + n] = values[at + k] as number
    for (let k = 0; k < chunk.targets; k++) targets[k * batch + n] = values[at + chunk.inputs + k] as number
  }

  /** Every stretch of rows that is held, the oldest first. */
  *stretches(): IterableIterator<{ first: number; inputs: number; targets: number; values: Float64Array }> {
    for (const { first, count, inputs, targets, values } of this.#chunks) {
      yield { first, inputs, targets, values: values.subarray(0, count * (inputs + targets)) }
    }
  }

  /** Takes over a stretch, as a file holds it. */
  restore(first: number, inputs: number, targets: number, values: Float64Array): void {
    this.#chunks.push({ first, inputs, targets, count: values.length / (inputs + targets), values })
    this.#bytes += values.byteLength
    this.#next = first + values.length / (inputs + targets)
  }

  /** The next row has this number, though none before it is held. */
  skipTo(next: number): void {
    this.#next = next
  }

  /** The chunk that the next row goes to. */
  #room(inputs: number, targets: number): RowChunk {
    const last = this.#chunks[this.#chunks.length - 1]
    const fits = last !== undefined && last.inputs === inputs && last.targets === targets
    if (fits && (last.count + 1) * (inputs + targets) <= last.values.length) return last
    // A chunk is an eighth of all, at most.
    const rows = Math.max(1, Math.min(ROWS, Math.floor(this.#limit() / 8 / 8 / (inputs + targets))))
    const values = new Float64Array(rows * (inputs + targets))
    const chunk = { first: this.#next, count: 0, inputs, targets, values }
    this.#chunks.push(chunk)
    this.#bytes += values.byteLength
    this.fit()
    return chunk
  }

  /** Lets go what is beyond the limit, which may have become lower. */
  fit(): void {
    while (this.#bytes > this.#limit() && this.#chunks.length > 1) {
      this.#bytes -= (this.#chunks.shift() as RowChunk).values.byteLength
    }
  }

  /** The last chunk that begins at or before a row. */
  #chunkOf(row: number): number {
    return lastWhere(this.#chunks.length, (k) => (this.#chunks[k] as RowChunk).first <= row)
  }
}
