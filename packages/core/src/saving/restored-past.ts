/** A past from its items: checked, and put together anew. */

import type { Data } from '../data/dataset.ts'
import { newerFormat, nothingKept, timelineDamaged } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Allowance } from '../files/allowance.ts'
import type { Item } from '../files/item.ts'
import type { Definitions, Reference } from '../graph/contracts/definition.ts'
import { resolve } from '../graph/contracts/table.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { History } from '../history/history.ts'
import type { Address } from '../history/log.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { Optimizers } from '../optimize/optimizers.ts'
import { standardOptimizers } from '../optimize/standard-optimizers.ts'
import type { PlacedNote } from '../past/past.ts'
import { type Remembered, remember } from '../past/remembered.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from '../step/action.ts'
import type { Damages } from './damages.ts'
import { type Counts, countsForm, type Meta, metaForm, noteForm, stateForm, versionForm } from './kept-heads.ts'
import { TIMELINE_VERSION } from './kept-items.ts'
import { KeptParts, pad } from './kept-parts.ts'
import { References } from './references.ts'
import { RestoredLog } from './restored-log.ts'
import { readLosses } from './restored-losses.ts'
import { type PlacedState, RestoredStates } from './restored-states.ts'
import { RowWidths } from './row-widths.ts'
import { isRun } from './run-id.ts'

export interface RestoreOptions {
  /** The table of kinds, activations, losses and initializers. */
  readonly kinds: Definitions
  /** The data it was trained on, where it was saved without: known by fingerprint. */
  readonly data?: readonly Data[]
  /** What the history may take. */
  readonly bytes: number
  /** What all that is read may come to in memory. */
  readonly allowance: Allowance
}

export interface RestoredPast extends Remembered {
  readonly notes: readonly PlacedNote[]
  readonly optimizers: Optimizers
  /** A state that was kept: the one in which it was saved, or to recover the nearest one. The history stands there. */
  readonly now: Snapshot
  /** Where it stood; to recover, null where nobody knows. */
  readonly head: Address | null
}

/**
 * Puts a past together. Whatever is missing, or contradicts what else is there, is TIMELINE_DAMAGED, naming the item. Throws
 * NOTHING_KEPT, NEWER_FORMAT, TOO_LARGE, DATA_CHANGED where data that was handed in is other than it was trained on,
 * DATA_MISSING where it should be there, and what definitions are refused for. To recover, what is missing ends the branch
 * that it belongs to, and is told to `damages`.
 */
export async function restoredPast(
  items: AsyncIterable<Item>,
  options: RestoreOptions,
  damages: Damages,
): Promise<RestoredPast> {
  const parts = await KeptParts.of(items, damages)
  if (!parts.hasLog && damages.count === 0) throw new NeuriteError(nothingKept())
  return new Restoring(parts, options, damages).past()
}

class Restoring {
  readonly #parts: KeptParts
  readonly #damages: Damages
  readonly #meta: Meta | null
  readonly #counts: Counts | null
  readonly #optimizers: Optimizers
  readonly #references: References
  readonly #remembered: Remembered
  readonly #history: History<Snapshot, Action>
  readonly #log: RestoredLog
  readonly #rows: RowWidths

  constructor(parts: KeptParts, options: RestoreOptions, damages: Damages) {
    const { bytes, kinds, allowance, data = [] } = options
    this.#parts = parts
    this.#damages = damages
    this.#meta = this.#readMeta()
    this.#counts =
      this.#meta === null || this.#meta.version === 1 ? null : damages.head('meta', parts.one('meta')?.head, countsForm)
    const inTable = (named: Reference): Optimizer => resolve(named, kinds, 'optimizer') as Optimizer
    this.#optimizers = new Optimizers([], standardOptimizers, inTable)
    const withData = this.#counts?.withData ?? false
    this.#remembered = remember(bytes)
    const { history, rowLog, data: known } = this.#remembered
    this.#history = history
    this.#references = new References(parts, damages, {
      kinds,
      known,
      data,
      allowance,
      withData,
      optimizers: this.#optimizers,
    })
    this.#rows = new RowWidths(rowLog, damages)
    const states = this.#parts.grouped('state')
    const firstGraph = (branch: number) => this.#firstGraph(states.get(branch)?.[0]?.item)
    const source = { parts, damages, references: this.#references, rows: this.#rows, firstGraph }
    // Of a history without its beginning nobody knows the version: it is the one whose log is there.
    const version = this.#meta?.version ?? (parts.all('entry').length > 0 ? 1 : TIMELINE_VERSION)
    const log = { ...source, version, branches: this.#counts?.branches ?? null }
    this.#log = new RestoredLog(log, this.#history.log)
  }

  past(): RestoredPast {
    this.#rows.read(this.#parts, this.#counts?.rows ?? null)
    this.#log.read()
    this.#rows.end()
    if (this.#history.log.branches.length === 0) this.#nothingLeft('branch')
    readLosses(this.#parts, this.#damages, this.#log, this.#history)
    if (this.#meta !== null) this.#history.keyframes.spaced(this.#meta.spacing)
    const states = new RestoredStates(this.#parts, this.#damages, this.#log, this.#references, this.#history)
    const last = states.read()
    const notes = this.#readNotes()
    const here = states.readNow(this.#meta?.head ?? null)
    const head = this.#meta === null ? (here?.at ?? null) : this.#log.address(this.#meta.head)
    if (this.#meta !== null && head === null) this.#damages.found('meta', 'it stands where no state is')
    const { at, state } = here ?? this.#nearest(head) ?? last ?? this.#nothingLeft('state')
    this.#history.keyframes.keep(at, state, at.position === 0)
    this.#history.moveTo(at)
    if (this.#counts !== null) isRun(this.#history, this.#counts.run)
    return {
      ...this.#remembered,
      notes,
      optimizers: this.#optimizers,
      now: state,
      head,
    }
  }

  #readMeta(): Meta | null {
    const item = this.#parts.one('meta')
    if (item === undefined) {
      this.#damages.found('meta', 'it is not there')
      return null
    }
    const head = this.#damages.head('meta', item.head, versionForm)
    if (head !== null && head.version > TIMELINE_VERSION) {
      throw new NeuriteError(newerFormat('neurite/timeline', head.version, TIMELINE_VERSION))
    }
    return head === null ? null : this.#damages.head('meta', item.head, metaForm)
  }

  #nothingLeft(key: string): never {
    const { first, recover } = this.#damages
    if (first !== null && first.code !== 'TIMELINE_DAMAGED') throw first
    const [damage] = first?.issues ?? []
    throw new NeuriteError(timelineDamaged(damage?.place ?? { key }, damage?.what ?? `there is no ${key}`, recover))
  }

  #firstGraph(item: Item | undefined): { readonly position: number; readonly graph: Graph } | null {
    const head = item === undefined ? null : this.#damages.head(item.key, item.head, stateForm)
    if (item === undefined || head === null) return null
    const graph = this.#damages.attempt(item.key, () => this.#references.graph(head.state.graph))
    return graph && { position: head.position, graph }
  }

  #nearest(head: Address | null): PlacedState | null {
    return head === null ? null : this.#history.kept(head)
  }

  #readNotes(): PlacedNote[] {
    const notes = this.#parts.all('note')
    const count = this.#counts?.notes ?? notes.length
    const read: PlacedNote[] = []
    for (const [k, { item, first }] of notes.slice(0, count).entries()) {
      if (first !== k) return this.#without(read, k)
      const note = this.#damages.head(item.key, item.head, noteForm)
      const at = note === null ? null : this.#log.address(note.at)
      if (note !== null && at === null) this.#damages.found(item.key, 'it stands where no state is')
      if (note !== null && at !== null) read.push({ text: note.text, at })
    }
    return notes.length < count ? this.#without(read, notes.length) : read
  }

  #without(read: PlacedNote[], k: number): PlacedNote[] {
    this.#damages.found(`note/${pad(k)}`, 'it is not there')
    return read
  }
}
