/** The rows of live streams that a history holds, and how wide they are: a step must not read one of another width. */

import { type Graph, targetNodes } from '../graph/value/graph.ts'
import type { RowLog } from '../history/row-log.ts'
import { lastWhere } from '../numerics/last-where.ts'
import type { Damages } from './damages.ts'
import { type RowsHead, rowsForm } from './kept-heads.ts'
import type { KeptParts } from './kept-parts.ts'

/** Rows of one width, up to the next of another. */
interface Same {
  readonly first: number
  readonly inputs: number
  readonly targets: number
}

export class RowWidths {
  readonly #log: RowLog
  readonly #damages: Damages
  readonly #all: Same[] = []
  /** Those behind the last gap. */
  #held: (RowsHead & { readonly numbers: Float64Array })[] = []
  /** The first row that is not there, and the first that no step has read. */
  #next = 0
  #unread = 0

  constructor(log: RowLog, damages: Damages) {
    this.#log = log
    this.#damages = damages
  }

  /** Reads all rows. `wanted` are those that must be there, null where nobody says. */
  read(parts: KeptParts, wanted: { readonly first: number; readonly next: number } | null): void {
    for (const { item, first: named } of parts.all('row')) {
      const { key, numbers } = item
      const head = this.#damages.head(key, item.head, rowsForm)
      if (head === null) continue
      const { first, inputs, targets } = head
      const width = inputs + targets
      const rows = (numbers?.length ?? 0) / width
      const isWhole = rows > 0 && Number.isInteger(rows) && Number.isSafeInteger(first + rows)
      if (numbers === null || !isWhole || named !== first) {
        this.#damages.found(key, 'its numbers are no rows')
        continue
      }
      // What was written early, and the log never came to.
      const left = wanted === null ? rows : Math.min(rows, wanted.next - first)
      if (left <= 0) continue
      if (this.#held.length > 0 && first !== this.#next) {
        this.#damages.found(key, `row ${this.#next} should come next`)
        if (first < this.#next) continue
        this.#held = []
      }
      this.#held.push({ first, inputs, targets, numbers: numbers.subarray(0, left * width) })
      this.#next = first + left
      const last = this.#all[this.#all.length - 1]
      if (last?.inputs !== inputs || last.targets !== targets) this.#all.push({ first, inputs, targets })
    }
    if (wanted === null) return
    const first = this.#held[0]?.first ?? wanted.next
    if (first !== wanted.first || (this.#held.length > 0 && this.#next !== wanted.next)) {
      this.#damages.found('row', `rows ${wanted.first} to ${wanted.next - 1} should be there`)
    }
    this.#next = Math.max(this.#next, wanted.next)
  }

  /** What is wrong with a step for each of these rows, null where nothing is; of rows that were let go nothing is known. */
  wrong(graph: Graph | null, first: number, count: number): string | null {
    const end = first + count
    this.#unread = Math.max(this.#unread, end)
    if (end > this.#next && !this.#damages.recover) return `there is no row ${end - 1}`
    // Neighbors differ in width, so that two are enough.
    const at = Math.max(0, this.#upTo(first))
    for (const same of this.#all.slice(at, at + 2)) {
      const isRead = same.first < end && graph !== null
      if (isRead && (same.inputs !== graph.inputs.length || same.targets !== targetNodes(graph).length)) {
        return `row ${Math.max(first, same.first)} is not as wide as the graph by then reads`
      }
    }
    return null
  }

  /** Gives the log its rows. It goes on numbering behind each that was ever read: where the last of them are lost, so are all. */
  end(): void {
    const last = this.#held[this.#held.length - 1]
    const next = Math.max(this.#next, this.#unread)
    const isWhole = last !== undefined && last.first + last.numbers.length / (last.inputs + last.targets) === next
    if (isWhole)
      for (const { first, inputs, targets, numbers } of this.#held) this.#log.restore(first, inputs, targets, numbers)
    else this.#log.skipTo(next)
  }

  /** The last stretch that begins at or before a row; −1 where none does. */
  #upTo(row: number): number {
    return lastWhere(this.#all.length, (k) => (this.#all[k] as Same).first <= row)
  }
}
