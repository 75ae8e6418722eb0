/** A past from its items: checked, and put together anew. */

import { type Data, type Dataset, dataset } from '../../data/dataset.ts'
import { MissingData, type StepData } from '../../data/step-data.ts'
import { dataChanged, invalidFormat, NeuriteError, newerFormat, nothingKept, timelineDamaged } from '../../errors.ts'
import type { DefinitionTable } from '../../graph/definition.ts'
import { graphFromJSON } from '../../graph/from-json.ts'
import { type Graph, targetNodes } from '../../graph/graph.ts'
import { History } from '../../history/history.ts'
import type { Item } from '../../history/item.ts'
import type { Address } from '../../history/log.ts'
import type { Optimizer } from '../../optimize/optimizer.ts'
import { Optimizers } from '../../optimize/optimizers.ts'
import type { Snapshot } from '../../state/snapshot.ts'
import type { Action } from '../../train/action.ts'
import type { Note, Remembered } from '../../train/past.ts'
import { RowLog } from '../../train/row-log.ts'
import { snapshotBytes } from '../../train/snapshot-bytes.ts'
import { type ActionJson, actionFromJSON, type Referred } from './action-json.ts'
import { TIMELINE_VERSION } from './kept-items.ts'
import { snapshotOfItem } from './snapshot-item.ts'

export interface RestoreOptions {
  /** The table of kinds, activations, losses and initializers. */
  readonly kinds: DefinitionTable
  /** Optimizers of one's own; sgd and adam are known. */
  readonly optimizers?: readonly Optimizer[]
  /** The data it was trained on, where it was saved without: known by fingerprint. */
  readonly data?: readonly Data[]
  /** What the history may take. */
  readonly bytes: number
  /** Makes the best of what is there. */
  readonly recover: boolean
}

export interface RestoredPast extends Remembered {
  readonly notes: readonly Note[]
  readonly optimizers: Optimizers
  /** The state in which it was saved. */
  readonly now: Snapshot
}

interface EntryHead {
  readonly branch: number
  readonly index: number
  readonly first: number
  readonly isStep: boolean
  readonly count: number
  readonly action: ActionJson
}

type StateHead = Address & { readonly state: unknown }

/**
 * Puts a past together. Throws NOTHING_KEPT, INVALID_FORMAT, NEWER_FORMAT, TIMELINE_DAMAGED where parts are missing, DATA_CHANGED where data
 * that was handed in is other than it was trained on, and what definitions are refused for. To recover, what is missing
 * ends the branch that it belongs to; steps whose data is not there cannot be recomputed, and say so (DATA_MISSING).
 */
export async function restoredPast(items: AsyncIterable<Item>, options: RestoreOptions): Promise<RestoredPast> {
  const all = new Map<string, Item[]>()
  for await (const item of items) {
    const kind = item.key.split('/', 1)[0] as string
    const list = all.get(kind)
    if (list === undefined) all.set(kind, [item])
    else list.push(item)
  }
  if (all.size === 0 && !options.recover) throw new NeuriteError(nothingKept())
  return new Restoring(all, options).past()
}

class Restoring {
  readonly #all: ReadonlyMap<string, Item[]>
  readonly #options: RestoreOptions
  readonly #graphs = new Map<string, Graph>()
  readonly #data = new Map<string, StepData>()
  readonly #optimizers: Optimizers
  readonly #rowLog: RowLog
  readonly #history: History<Snapshot, Action>

  constructor(all: ReadonlyMap<string, Item[]>, options: RestoreOptions) {
    const { bytes, optimizers } = options
    this.#all = all
    this.#options = options
    this.#optimizers = new Optimizers(optimizers)
    this.#rowLog = new RowLog(bytes / 4)
    this.#history = new History({ bytes, bytesOf: snapshotBytes, others: () => this.#rowLog.bytes })
  }

  past(): RestoredPast {
    const meta = this.#of('meta')[0]?.head as { version: number; head: Address; spacing: number } | undefined
    if (meta === undefined && !this.#options.recover) this.#missing('meta')
    if ((meta?.version ?? 0) > TIMELINE_VERSION) {
      throw new NeuriteError(newerFormat('neurite/timeline', meta?.version, TIMELINE_VERSION))
    }
    for (const { key, head } of this.#of('graph')) {
      this.#graphs.set(key.slice('graph/'.length), graphFromJSON(head, this.#options.kinds))
    }
    this.#readData()
    this.#readLog()
    this.#readNumbers()
    if (meta !== undefined) this.#history.keyframes.spaced(meta.spacing)
    const states = this.#readStates()
    const head = this.#head(meta?.head)
    const here = states.get(`${head.branch} ${head.position}`)
    this.#history.moveTo(head)
    const { history, nearest } = { history: this.#history, nearest: this.#history.nearest(head) }
    return {
      history,
      rowLog: this.#rowLog,
      data: [...this.#data.values()],
      notes: this.#of('note')
        .map(({ head }) => head as Note)
        .filter(({ at }) => this.#isThere(at)),
      optimizers: this.#optimizers,
      now: here ?? nearest.state,
    }
  }

  get #referred(): Referred {
    return { graphs: this.#graphs, data: this.#data, optimizers: this.#optimizers }
  }

  /** What is made of an item; null, to recover, where another is missing that it needs. */
  #sound<T>(make: () => T): T | null {
    try {
      return make()
    } catch (error) {
      if (this.#options.recover && error instanceof NeuriteError) return null
      throw error
    }
  }

  #of(kind: string): readonly Item[] {
    return this.#all.get(kind) ?? []
  }

  #missing(what: string): never {
    throw new NeuriteError(timelineDamaged({ key: what }, `there is no ${what}`))
  }

  /** From the items, or handed in; each must have the fingerprint by which it is known. */
  #readData(): void {
    const given = this.#options.data ?? []
    for (const { key, head, numbers } of this.#of('data')) {
      const print = key.slice('data/'.length)
      const { rows, inputs, targets } = head as Pick<Dataset, 'rows' | 'inputs' | 'targets'>
      const graph = [...this.#graphs.values()].find(
        (each) => String(each.inputs) === String(inputs) && String(targetNodes(each)) === String(targets),
      )
      const fit = (data: Data): Dataset | null => (graph === undefined ? null : dataset(data, graph))
      const own =
        numbers === null
          ? null
          : fit({ inputs: numbers.slice(0, rows * inputs.length), targets: numbers.slice(rows * inputs.length) })
      if (own !== null && own.fingerprint !== print) {
        throw new NeuriteError(timelineDamaged({ key }, `the data ${print} has the fingerprint ${own.fingerprint}`))
      }
      const handed = own ?? given.map(fit).find((data) => data?.fingerprint === print)
      if (handed === undefined && given.length > 0 && !this.#options.recover) {
        throw new NeuriteError(dataChanged(print, given.map((data) => fit(data)?.fingerprint ?? '—').join(', ')))
      }
      this.#data.set(print, handed ?? new MissingData(print, rows, inputs, targets))
    }
  }

  #readLog(): void {
    const { log } = this.#history
    const ended = new Set<number>()
    const sorted = byKey(this.#of('branch'))
    sorted.forEach(({ key, head }, index) => {
      const { name, parent, startStep } = head as { name: string; parent: Address | null; startStep: number }
      const isNext = Number(key.slice('branch/'.length)) === index
      if (!isNext || (parent !== null && !this.#isThere(parent))) {
        if (!this.#options.recover) this.#missing(`branch ${index}`)
        return
      }
      if (log.branches.length === index) log.open(name, parent, startStep)
      const own = byKey(this.#of('entry')).filter((entry) => (entry.head as EntryHead).branch === index)
      own.forEach((entry, k) => {
        const { index: place, first, isStep, count, action } = entry.head as EntryHead
        const isNextEntry = place === k && !ended.has(index)
        if (!isNextEntry && !this.#options.recover) this.#missing(`entry ${k} of branch ${index}`)
        const made = isNextEntry ? this.#sound(() => actionFromJSON(action, this.#referred)) : null
        if (made === null) ended.add(index)
        else log.appendEntry(index, { action: made, first, isStep, count, start: 0, startStep: 0 })
      })
    })
    if (log.branches.length === 0) this.#missing('branch')
  }

  #readNumbers(): void {
    const { log, measures } = this.#history
    for (const { head, numbers } of byKey(this.#of('loss'))) {
      const { branch, start } = head as { branch: number; start: number }
      const end = log.branches[branch]?.end ?? 0
      numbers?.forEach((loss, k) => {
        if (start + k <= end) measures.append(branch, start + k, loss)
      })
    }
    for (const { head, numbers } of byKey(this.#of('row'))) {
      const { first, inputs, targets } = head as { first: number; inputs: number; targets: number }
      if (numbers !== null) this.#rowLog.restore(first, inputs, targets, numbers)
    }
  }

  #readStates(): ReadonlyMap<string, Snapshot> {
    const states = new Map<string, Snapshot>()
    for (const item of [...this.#of('state'), ...this.#of('now')]) {
      const { branch, position, state } = item.head as StateHead
      if (!this.#isThere({ branch, position })) continue
      const snapshot = this.#sound(() => snapshotOfItem({ ...item, head: state }, this.#graphs))
      if (snapshot === null) continue
      this.#history.keyframes.keep({ branch, position }, snapshot, position === 0)
      states.set(`${branch} ${position}`, snapshot)
    }
    if (states.size === 0) this.#missing('state')
    return states
  }

  /** Where it stood, or to recover the last state of that branch, or of the first. */
  #head(head: Address | undefined): Address {
    if (head !== undefined && this.#isThere(head)) return head
    if (!this.#options.recover) throw new NeuriteError(invalidFormat('it stands where no state is', { key: 'meta' }))
    const branch = head !== undefined && head.branch < this.#history.log.branches.length ? head.branch : 0
    return { branch, position: this.#history.log.branch(branch).end }
  }

  #isThere({ branch, position }: Address): boolean {
    const own = this.#history.log.branches[branch]
    return own !== undefined && position <= own.end
  }
}

function byKey(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}
