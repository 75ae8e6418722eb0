/** The log of a history from its items: branch by branch, each entry held against what it refers to. */

import type { Graph } from '../graph/value/graph.ts'
import type { Address, Log } from '../history/log.ts'
import { type Action, rowsAt, rowsRead } from '../step/action.ts'
import { actionFromJSON } from './action-json.ts'
import { BranchGraphs } from './branch-graphs.ts'
import type { Damages } from './damages.ts'
import {
  type BranchCounts,
  type BranchHead,
  branchCountsForm,
  branchForm,
  entryForm,
  SEGMENT_ENTRIES,
  segmentForm,
} from './kept-heads.ts'
import { type KeptPart, type KeptParts, pad } from './kept-parts.ts'
import type { References } from './references.ts'
import type { RowWidths } from './row-widths.ts'

/** What the log is read from. */
export interface LogSource {
  readonly parts: KeptParts
  readonly damages: Damages
  readonly references: References
  readonly rows: RowWidths
  readonly version: number
  /** How many branches there should be; null where nobody says. */
  readonly branches: number | null
  /** The graph of the first state that is kept of a branch. */
  readonly firstGraph: (branch: number) => { readonly position: number; readonly graph: Graph } | null
}

/** A branch that was read: where it is in the log, and what it must have. */
export interface ReadBranch {
  readonly index: number
  readonly counts: BranchCounts | null
}

interface ReadEntry {
  readonly action: Action
  readonly first: number
  readonly isStep: boolean
  readonly count: number
}

/** From this version on sums are added in the order of today; what was made before cannot be done again. */
const ORDERED = 3

export class RestoredLog {
  readonly graphs: BranchGraphs = new BranchGraphs()
  /** By the number that a branch has among the items: to recover, those that are lost leave no gap in the log. */
  readonly branches: Map<number, ReadBranch> = new Map()
  readonly #source: LogSource
  readonly #log: Log<Action>
  readonly #names = new Set<string>()
  /** What is known of the branch that is being read, where it left no other. */
  #first: ReturnType<LogSource['firstGraph']> = null

  constructor(source: LogSource, log: Log<Action>) {
    this.#source = source
    this.#log = log
  }

  read(): void {
    const { parts, damages, version, branches } = this.#source
    const entries = parts.grouped(version === 1 ? 'entry' : 'log')
    const all = parts.all('branch')
    const count = branches ?? all.length
    for (let k = 0; k < Math.min(count, all.length); k++) {
      const { first, item } = all[k] as KeptPart
      // Of a thousand that are missing the first is told of.
      if (first !== k && !this.branches.has(first) && all[k - 1]?.first !== first - 1) {
        damages.found(
          `branch/${pad(all[k - 1] === undefined ? 0 : (all[k - 1] as KeptPart).first + 1)}`,
          'it is not there',
        )
      }
      this.#readBranch(first, item.key, item.head, entries.get(first) ?? [])
    }
    if (count > all.length) damages.found(`branch/${pad(all.length)}`, `it is not there, one of ${count}`)
  }

  /** Where a state that items name stands in the log, if it does. */
  address({ branch, position }: Address): Address | null {
    const known = this.branches.get(branch)
    if (known === undefined || position > this.#log.branch(known.index).end) return null
    return { branch: known.index, position }
  }

  #readBranch(number: number, key: string, given: unknown, parts: readonly KeptPart[]): void {
    const { damages, version } = this.#source
    const head = damages.head(key, given, branchForm)
    const counts = version === 1 ? null : damages.head(key, given, branchCountsForm)
    if (head === null || (version !== 1 && counts === null)) return
    if (counts?.dropped === true && counts.entries === 0) {
      // Only its place is left: what it left may have gone as well.
      const { index } = this.#log.open(head.name, null, head.startStep, true)
      this.branches.set(number, { index, counts })
      this.graphs.open(index, null)
      return
    }
    const parent = head.parent === null ? null : this.address(head.parent)
    if (head.parent !== null && (parent === null || !this.#leaves(parent, head))) {
      damages.found(key, 'it does not begin where it left another branch')
      return
    }
    const isDropped = counts?.dropped === true
    const name = isDropped ? head.name : this.#freeName(key, head.name)
    const { index } = this.#log.open(name, parent, head.startStep, isDropped)
    this.branches.set(number, { index, counts })
    this.graphs.open(index, parent && this.graphs.at(parent))
    this.#first = parent === null ? this.#source.firstGraph(number) : null
    let read = 0
    for (const entry of version === 1 ? this.#entries(number, index, parts) : this.#segments(number, parts, counts)) {
      if (entry === null) break
      this.#log.appendEntry(index, { ...entry, start: 0, startStep: 0 })
      read++
    }
    const { end } = this.#log.branch(index)
    this.#log.seal(index, Math.min(end, version < ORDERED ? end : (counts?.sealed ?? 0)))
    if (counts !== null && (counts.entries !== read || counts.end !== end)) {
      damages.found(key, `${read} entries lead to position ${end}, not ${counts.entries} to ${counts.end}`)
    }
  }

  /** Whether a branch may leave another there: by the branch to which that state belongs, with as many steps behind it. */
  #leaves(parent: Address, { startStep }: BranchHead): boolean {
    const from = this.#log.branch(parent.branch)
    const isOwn = from.parent === null || parent.position > from.start
    return isOwn && this.#log.stepAt(parent) === startStep
  }

  #freeName(key: string, name: string): string {
    let free = name
    if (this.#names.has(name)) this.#source.damages.found(key, 'another branch has its name')
    for (let k = 2; this.#names.has(free); k++) free = `${name} ${this.#log.branches.length + k}`
    this.#names.add(free)
    return free
  }

  /** The entries of version 1, an item each; null where they break off. */
  *#entries(branch: number, index: number, parts: readonly KeptPart[]): IterableIterator<ReadEntry | null> {
    const { damages, references } = this.#source
    for (const [k, { item, second }] of parts.entries()) {
      const { key } = item
      if (second !== k) return damages.found(`entry/${pad(branch)}/${pad(k)}`, 'it is not there')
      const head = damages.head(key, item.head, entryForm)
      if (head === null) return yield null
      const { end } = this.#log.branch(index)
      if (head.branch !== branch || head.index !== k || head.start !== end) {
        return damages.found(key, 'it does not follow what is before it')
      }
      const action = damages.attempt(key, () => actionFromJSON(head.action, references))
      yield action && this.#checked(key, index, { action, first: head.first, isStep: head.isStep, count: head.count })
    }
  }

  /** The entries of version 2, many in an item. */
  *#segments(
    branch: number,
    parts: readonly KeptPart[],
    counts: BranchCounts | null,
  ): IterableIterator<ReadEntry | null> {
    const { damages, references } = this.#source
    const { index } = this.branches.get(branch) as ReadBranch
    let left = counts?.entries ?? 0
    for (let k = 0; left > 0; k++) {
      const part = parts[k]
      if (part?.second !== k) return damages.found(`log/${pad(branch)}/${pad(k)}`, 'it is not there')
      const { key, numbers } = part.item
      const head = damages.head(key, part.item.head, segmentForm)
      if (head === null) return
      const { actions, entries } = head
      const isWhole = numbers?.length === 4 * entries && (entries === SEGMENT_ENTRIES || entries >= left)
      if (head.branch !== branch || head.segment !== k || numbers === null || !isWhole) {
        return damages.found(key, `it should hold ${Math.min(left, SEGMENT_ENTRIES)} entries`)
      }
      const made = new Map<number, Action | null>()
      for (let n = 0; n < entries && left > 0; n++, left--) {
        const [which, first, isStep, count] = numbers.subarray(4 * n, 4 * n + 4) as unknown as [
          number,
          number,
          number,
          number,
        ]
        const json = actions[which]
        const isEntry =
          json !== undefined && isCount(first) && (isStep === 0 || isStep === 1) && isCount(count) && count > 0
        if (!isEntry) return damages.found(key, `entry ${n} is none`)
        let action = made.get(which)
        if (action === undefined) {
          action = damages.attempt(key, () => actionFromJSON(json, references))
          made.set(which, action)
        }
        yield action && this.#checked(key, index, { action, first, isStep: isStep === 1, count })
      }
    }
  }

  /** The entry, if it can have happened there. */
  #checked(key: string, index: number, entry: ReadEntry): ReadEntry | null {
    const wrong = this.#wrong(index, entry)
    if (wrong === null) return entry
    this.#source.damages.found(key, wrong)
    return null
  }

  #wrong(index: number, { action, first, isStep, count }: ReadEntry): string | null {
    const { end } = this.#log.branch(index)
    if (!Number.isSafeInteger(end + count) || !Number.isSafeInteger(first + count))
      return 'its count is beyond all bounds'
    this.#learn(index, end, action.type === 'change' ? end : end + count)
    if (action.type === 'change') {
      if (isStep || count !== 1 || first !== 0) return 'a change is one action, and no step'
      // Of a change that was let go nobody knows whether it was one of the graph.
      if (action.change === null) this.graphs.become(index, end + 1, null)
      else if (action.change.graph !== undefined) this.graphs.become(index, end + 1, action.change.graph)
      return null
    }
    if (!isStep) return 'it is a step, and says that it is none'
    const graph = this.graphs.at({ branch: index, position: end })
    if (action.type === 'row') {
      const read = rowsRead(action, first)
      const rows = count * read.count
      return Number.isSafeInteger(read.first + rows)
        ? this.#source.rows.wrong(graph, read.first, rows)
        : 'its count is beyond all bounds'
    }
    const { data, run, at } = action
    const batches = Math.ceil(data.rows / run.batchSize)
    const before = (at.epoch - run.firstEpoch) * batches + at.batch
    if (before < 0 || at.batch >= batches || rowsAt(action, at) < 1) return 'it begins where its run never was'
    if (run.epochs !== null && before + first + count > run.epochs * batches)
      return 'it goes on behind the end of its run'
    return graph === null || this.graphs.reads(graph, data)
      ? null
      : 'the graph by then reads other columns than its data has'
  }

  /** No step changes the graph: a state on the way of some tells which it is for all of them. */
  #learn(index: number, from: number, to: number): void {
    const known = this.#first
    if (known === null || known.position < from || known.position > to) return
    if (this.graphs.at({ branch: index, position: from }) === null) this.graphs.become(index, from, known.graph)
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
