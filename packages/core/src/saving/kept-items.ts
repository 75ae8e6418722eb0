/** What of a past is to be kept, item by item. */

import type { StepData } from '../data/step-data.ts'
import { savedGone } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Item } from '../files/item.ts'
import { graphToJSON } from '../graph/value/json.ts'
import type { BranchLog } from '../history/branch.ts'
import type { Address } from '../history/entry.ts'
import type { Past } from '../past/past.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { KeptItem } from './kept-item.ts'
import { type KeyPart, keyOf } from './key.ts'
import { LogReferences } from './log-references.ts'
import { GivenUp, logSegments } from './log-segments.ts'
import { runOf } from './run-id.ts'
import { snapshotItem } from './snapshot-item.ts'
import type { Mark } from './written.ts'

export const TIMELINE_VERSION = 3

/** All items of a kind whose keys differ in their last part only. */
export interface KeptGroup {
  readonly kind: string
  readonly group: KeyPart
  readonly items: readonly KeptItem[]
}

/** What a branch is known by, besides the items that belong to it. */
interface BranchItem {
  readonly name: string
  readonly dropped?: true
}

export interface KeptOptions {
  readonly withData: boolean
  /** Those that were found so far; they are found anew otherwise. */
  readonly references?: LogReferences
  /** The head of a branch as it stands there, where nothing that belongs to it is new. */
  readonly headOf?: (branch: number) => unknown
}

/**
 * A past as it is now. Branches come last of all but `meta`, since they say what belongs to them. Throws THROUGH_NOT_JSON where a graph has
 * an operator.
 */
export function* keptGroups(past: Past, now: Snapshot, options: KeptOptions): IterableIterator<KeptGroup> {
  const { withData, references = new LogReferences(), headOf = () => undefined } = options
  const { history, notes, rowLog } = past
  const { log, head, keyframes, measures } = history
  const states = byBranch(keyframes.all())
  const losses = byBranch(measures.stretches())
  references.find(log, now, states)
  yield flat(
    'graph',
    references.graphs().map(([last, graph]) => plain(last, 0, () => graphToJSON(graph))),
  )
  const data = references.data().map(([last, each]) => dataItem(last, each, past.data.held(last), withData))
  yield flat('data', data)
  // A branch that has none of a kind says so: what it had is gone.
  for (const { index } of log.branches)
    yield { kind: 'state', group: index, items: (states.get(index) ?? []).map(stateOf) }
  for (const branch of log.branches) yield { kind: 'log', group: branch.index, items: logSegments(log, branch) }
  const rows = [...rowLog.stretches()]
  yield flat(
    'row',
    rows.map(({ first, inputs, targets, values }) => numbered(first, { first, inputs, targets }, values)),
  )
  for (const { index } of log.branches) {
    const chunks = losses.get(index) ?? []
    const items = chunks.map(({ branch, start, values }) => numbered(start, { branch, start }, values))
    yield { kind: 'loss', group: index, items }
  }
  yield flat(
    'note',
    notes.map((note, k) => plain(k, JSON.stringify(note), () => note)),
  )
  yield flat('now', [{ last: '', mark: now, make: (key) => stateItem(key, now, head) }])
  yield flat(
    'branch',
    log.branches.map((branch) => {
      const { index, name, dropped } = branch
      const known = headOf(index) as BranchItem | null | undefined
      if (known?.name === name && (known.dropped === true) === dropped) return plain(index, known, () => known)
      const made = branchHead(branch, states.get(index) ?? [], losses.get(index) ?? [])
      return plain(index, made, () => made)
    }),
  )
  const [firstRow] = rows
  const meta = {
    version: TIMELINE_VERSION,
    run: runOf(history),
    head,
    spacing: keyframes.spacing,
    branches: log.branches.length,
    notes: notes.length,
    rows: rowLog.next === 0 ? null : { first: firstRow?.first ?? rowLog.next, next: rowLog.next },
    withData: withData && data.every(({ mark }) => mark === WHOLE),
  }
  yield flat('meta', [plain('', JSON.stringify(meta), () => meta)])
}

/** In this order a file that is cut off loses least: with the log and the first states all the rest can be recomputed. */
const ORDER = ['meta', 'graph', 'data', 'branch', 'pinned', 'log', 'note', 'row', 'state', 'loss', 'now']

/** All items of a past as it is now, as a file holds them. Throws as `keptGroups`. */
export function keptItems(past: Past, now: Snapshot, withData: boolean): { make(): Item }[] {
  const ranked: { rank: number; make(): Item }[] = []
  for (const { kind, group, items } of keptGroups(past, now, { withData })) {
    for (const { last, make } of items) {
      const rank = ORDER.indexOf(kind === 'state' && last === 0 ? 'pinned' : kind)
      ranked.push({ rank, make: () => unlessGivenUp(() => make(keyOf(kind, group, last))) })
    }
  }
  return ranked.sort((a, b) => a.rank - b.rank)
}

/** A file is of one moment: what was dropped since cannot be looked at again. Throws STATE_GONE. */
function unlessGivenUp(make: () => Item): Item {
  try {
    return make()
  } catch (error) {
    throw error instanceof GivenUp ? new NeuriteError(savedGone()) : error
  }
}

function byBranch<T extends { readonly branch: number }>(all: Iterable<T>): Map<number, T[]> {
  const branches = new Map<number, T[]>()
  for (const each of all) {
    const own = branches.get(each.branch)
    if (own === undefined) branches.set(each.branch, [each])
    else own.push(each)
  }
  return branches
}

type KeptGroups = Address & { readonly state: Snapshot }
type LossRun = { readonly start: number; readonly values: Float64Array }

function branchHead(branch: BranchLog, states: readonly KeptGroups[], losses: readonly LossRun[]) {
  const { name, parent, startStep, entryCount, end, dropped, sealed } = branch
  const [first, last] = [losses[0], losses[losses.length - 1]]
  return {
    name,
    parent,
    startStep,
    entries: entryCount,
    end,
    losses:
      first === undefined || last === undefined ? null : { start: first.start, end: last.start + last.values.length },
    states: runs(states.map(({ position }) => position)),
    ...(dropped && { dropped }),
    ...(sealed > 0 && { sealed }),
  }
}

/** Rising numbers as runs of equal distance: first, distance, count. */
export function runs(numbers: readonly number[]): [first: number, distance: number, count: number][] {
  const found: [number, number, number][] = []
  for (const number of numbers) {
    const run = found[found.length - 1]
    if (run === undefined) found.push([number, 1, 1])
    else if (run[2] === 1) [run[1], run[2]] = [number - run[0], 2]
    else if (number === run[0] + run[1] * run[2]) run[2]++
    else found.push([number, 1, 1])
  }
  return found
}

function stateOf({ branch, position, state }: KeptGroups): KeptItem {
  return { last: position, mark: 0, make: (key) => stateItem(key, state, { branch, position }) }
}

function stateItem(key: string, state: Snapshot, { branch, position }: Address): Item {
  const { head, numbers } = snapshotItem(key, state)
  return { key, head: { branch, position, state: head }, numbers }
}

/** The mark of data whose numbers are there, or were: what was written stays, whether it is let go here or not. */
const WHOLE = 1

/** The rows, or what they must be known by. */
function dataItem(last: string, data: StepData, held: StepData | null, withData: boolean): KeptItem {
  const { rows, inputs, targets } = data
  const matrices = withData ? (held?.matrices() ?? null) : null
  const isGone = withData && held === null
  const head = { rows, inputs, targets, ...(isGone && { gone: true }) }
  const numbers = () => (matrices === null ? null : joined(matrices))
  return { last, mark: matrices === null && !isGone ? 0 : WHOLE, make: (key) => ({ key, head, numbers: numbers() }) }
}

function joined({ inputs, targets }: NonNullable<ReturnType<StepData['matrices']>>): Float64Array {
  const numbers = new Float64Array(inputs.length + targets.length)
  numbers.set(inputs)
  numbers.set(targets, inputs.length)
  return numbers
}

const flat = (kind: string, items: readonly KeptItem[]): KeptGroup => ({ kind, group: '', items })

const plain = (last: KeyPart, mark: Mark, head: () => unknown): KeptItem => ({
  last,
  mark,
  make: (key) => ({ key, head: head(), numbers: null }),
})

/** Stretches only grow: those of now are views of numbers that stay. */
const numbered = (last: number, head: unknown, numbers: Float64Array): KeptItem => ({
  last,
  mark: numbers.length,
  make: (key) => ({ key, head, numbers: numbers.slice() }),
})
