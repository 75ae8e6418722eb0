/** What the heads of items say, version by version, and the forms by which they are checked. */

import { type Form, flag, list, orNone, orNull, record, text, tuple, whole } from '../door/form.ts'
import { referenceForm } from '../graph/contracts/reference-form.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Address } from '../history/log.ts'
import type { PlacedNote } from '../past/past.ts'
import { cursorForm, hyperparametersForm, printForm } from '../state/cursor-form.ts'
import type { SnapshotFields } from '../state/snapshot-fields.ts'
import { type ActionJson, actionForm } from './action-json.ts'

export const address: Form<Address> = record<Address>({ branch: whole(), position: whole() })

/** Of keyframes: a power of two. */
const spacing: Form<number> = (value, at) =>
  whole(1, 2 ** 30)(value, at) ??
  (((value as number) & ((value as number) - 1)) === 0 ? null : { at, wants: 'a power of two' })

/** The range from one position up to, not including, another. */
export interface RangeHead {
  readonly start: number
  readonly end: number
}

export interface Meta {
  readonly version: number
  readonly head: Address
  readonly spacing: number
}
/** What version 2 says besides: how much there must be of everything. */
export interface Counts {
  readonly run: string
  readonly branches: number
  readonly notes: number
  readonly rows: null | { readonly first: number; readonly next: number }
  readonly withData: boolean
}
export const metaForm: Form<Meta> = record<Meta>({ version: whole(1), head: address, spacing })
export const countsForm: Form<Counts> = record<Counts>({
  run: printForm,
  branches: whole(1),
  notes: whole(),
  rows: orNull(record({ first: whole(), next: whole() })),
  withData: flag,
})

export interface BranchHead {
  readonly name: string
  readonly parent: Address | null
  readonly startStep: number
}
/** What version 2 says besides. */
export interface BranchCounts {
  readonly entries: number
  readonly end: number
  readonly losses: RangeHead | null
  /** The positions of kept states: the first of a run, the spacing, how many. */
  readonly states: readonly (readonly [first: number, spacing: number, count: number])[]
  readonly dropped?: true | undefined
  /** Version 3: up to where it was done in another order of sums; left out where nowhere. */
  readonly sealed?: number | undefined
}
const name: Form<string> = text(/./s, 'a name')
const isTrue: Form<true> = (value, at) => (value === true ? null : { at, wants: 'true' })
export const branchForm: Form<BranchHead> = record<BranchHead>({ name, parent: orNull(address), startStep: whole() })
export const branchCountsForm: Form<BranchCounts> = record<BranchCounts>({
  entries: whole(),
  end: whole(),
  losses: orNull(record<RangeHead>({ start: whole(), end: whole() })),
  states: list(tuple<readonly [number, number, number]>(whole(), whole(1), whole(1))),
  dropped: orNone(isTrue),
  sealed: orNone(whole(1)),
})

/** An entry of version 1. */
export interface EntryHead {
  readonly branch: number
  readonly index: number
  readonly first: number
  readonly start: number
  readonly isStep: boolean
  readonly count: number
  readonly action: ActionJson
}
export const entryForm: Form<EntryHead> = record<EntryHead>({
  branch: whole(),
  index: whole(),
  first: whole(),
  start: whole(),
  isStep: flag,
  count: whole(1),
  action: actionForm,
})

/** A segment of version 2; its numbers are four for each entry. */
export interface SegmentHead {
  readonly branch: number
  readonly segment: number
  readonly actions: readonly ActionJson[]
  readonly entries: number
}
export const SEGMENT_ENTRIES = 1024
export const segmentForm: Form<SegmentHead> = record<SegmentHead>({
  branch: whole(),
  segment: whole(),
  actions: list(actionForm),
  entries: whole(1, SEGMENT_ENTRIES),
})

export interface DataHead {
  readonly rows: number
  readonly inputs: readonly NodeId[]
  readonly targets: readonly NodeId[]
  /** Let go before it was saved. */
  readonly gone?: true | undefined
}
export const dataForm: Form<DataHead> = record<DataHead>({
  rows: whole(1),
  inputs: list(text()),
  targets: list(text()),
  gone: orNone(isTrue),
})

/** A snapshot without its numbers; graph and slots by name. */
export type SnapshotHead = Omit<SnapshotFields, 'graph' | 'parameters' | 'slots'> & {
  readonly graph: string
  readonly slots: readonly string[]
}
export interface StateHead extends Address {
  readonly state: SnapshotHead
}
export const stateForm: Form<StateHead> = record<StateHead>({
  branch: whole(),
  position: whole(),
  state: record<SnapshotHead>({
    graph: printForm,
    slots: list(text()),
    optimizer: referenceForm,
    hyperparameters: hyperparametersForm,
    since: whole(),
    seed: whole(Number.MIN_SAFE_INTEGER),
    step: whole(),
    cursor: cursorForm,
  }),
})

export const lossForm: Form<{ readonly branch: number; readonly start: number }> = record({
  branch: whole(),
  start: whole(1),
})

export interface RowsHead {
  readonly first: number
  readonly inputs: number
  readonly targets: number
}
export const rowsForm: Form<RowsHead> = record<RowsHead>({ first: whole(), inputs: whole(1), targets: whole() })

export const noteForm: Form<PlacedNote> = record<PlacedNote>({ text: text(), at: address })

/** So that the version can be looked at before anything else is. */
export const versionForm: Form<{ readonly version: number }> = record({ version: whole(1) })
