/** Reads data of any form into a table of its own, checked whole. It knows nothing of batches. */

import { emptyData, missingColumn, unknownColumn } from '../errors/data.ts'
import { wrongLength } from '../errors/graph.ts'
import type { Issue } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Values } from '../graph/value/known.ts'
import { nodeName } from '../text/names.ts'
import { type Row, type RowSides, rowIssues, takeRow } from './row.ts'
import { lookalikes, type ValuesReader } from './values-reader.ts'

/**
 * The forms in which data may come:
 * - rows, in an array or any other iterable;
 * - columns by node id, inputs and targets, each with one number per row;
 * - matrices, row after row in flat arrays, in the order of `graph.inputs` and `targetNodes(graph)`; or an array of
 *   values per row.
 */
export type RawData<Raw = Values> =
  | readonly Row<Raw>[]
  | NoArray<Iterable<Row<Raw>>>
  | { readonly columns: Readonly<Record<NodeId, ArrayLike<number>>> }
  | { readonly inputs: ArrayLike<Raw | number>; readonly targets: ArrayLike<Values> }

/** Arrays have a form of their own, so that what is wrong with a row of theirs is told where it stands. */
export type NoArray<T> = T & { readonly length?: never }

/** Two matrices of the same number of rows, row after row. */
export interface DataTable {
  readonly rows: number
  readonly inputs: Float64Array
  readonly targets: Float64Array
}

/** So many faults are listed at most: a column that is wrong in a million rows needs no million issues. */
const MOST_ISSUES = 100

const FORMS =
  'an iterable of rows, { columns } by node id, { inputs, targets } as arrays, or a dataset; a live stream goes through learn(network)'

/** The table that the data makes. Throws one NeuriteError with the first hundred faults; EMPTY_DATA where no row is. */
export function readData(data: unknown, sides: RowSides): DataTable {
  const issues: Issue[] = []
  const table = tableOf(data, sides, issues)
  const found = issues.length > 0 ? issues : targetIssues(table.targets, sides.target)
  if (found.length > 0) throw new NeuriteError(found.sort(byRow).slice(0, MOST_ISSUES))
  if (table.rows === 0) throw new NeuriteError(emptyData())
  return table
}

/** What is wrong with finite targets for the losses of a graph. */
export function targetIssues(targets: Float64Array, { ids, checks, together, issuesOf }: ValuesReader): Issue[] {
  const issues: Issue[] = []
  if (checks === null) return issues
  for (let at = 0, row = 0; at < targets.length && issues.length < MOST_ISSUES; row++) {
    for (let k = 0; k < ids.length; k++, at++) {
      const value = targets[at] as number
      if (checks[k]?.(value) !== null) add(issues, issuesOf(k, value, row))
    }
    const more = together === null || issues.length > 0 ? null : together(targets, at - ids.length, row)
    if (more !== null) issues.push(more)
  }
  return issues
}

function add(issues: Issue[], more: readonly Issue[]): void {
  for (const issue of more) issues.push(issue)
}

const byRow = (a: Issue, b: Issue): number => Number(a.place.row ?? -1) - Number(b.place.row ?? -1)

function tableOf(data: unknown, sides: RowSides, issues: Issue[]): DataTable {
  if (isObject(data)) {
    if (Symbol.iterator in data) return rowTable(data as unknown as Iterable<unknown>, sides, issues)
    if (isObject(data.columns)) return columnTable(data.columns, sides, issues)
    if (isList(data.inputs) && isList(data.targets)) {
      const { inputs, targets } = data as { inputs: ArrayLike<unknown>; targets: ArrayLike<unknown> }
      const flat = [inputs[0], targets[0]].every((first) => first === undefined || !isObject(first))
      if (flat) return flatTable(inputs, targets, sides, issues)
      if (inputs.length === targets.length) return rowTable(pairs(inputs, targets), sides, issues)
      issues.push(wrongLength({ matrix: 'targets' }, 'targets', targets.length, inputs.length))
      return emptyTable(0, sides)
    }
  }
  issues.push(invalidOption('data', data, FORMS))
  return emptyTable(0, sides)
}

function* pairs(inputs: ArrayLike<unknown>, targets: ArrayLike<unknown>): Iterable<unknown> {
  for (let row = 0; row < inputs.length; row++) yield { input: inputs[row], target: targets[row] }
}

function rowTable(given: Iterable<unknown>, sides: RowSides, issues: Issue[]): DataTable {
  let capacity = Array.isArray(given) ? given.length : 64
  let { inputs, targets } = emptyTable(capacity, sides)
  const inputWidth = sides.input.ids.length
  const targetWidth = sides.target.ids.length
  let row = 0
  for (const values of given) {
    if (row === capacity) {
      capacity = Math.max(64, capacity * 2)
      inputs = resized(inputs, capacity * inputWidth)
      targets = resized(targets, capacity * targetWidth)
    }
    if (takeRow(sides, values)) {
      sides.input.put(inputs, row * inputWidth, 1)
      sides.target.put(targets, row * targetWidth, 1)
    } else add(issues, rowIssues(sides, values, row))
    row++
    if (issues.length >= MOST_ISSUES) break
  }
  return { rows: row, inputs: resized(inputs, row * inputWidth), targets: resized(targets, row * targetWidth) }
}

function resized(values: Float64Array, length: number): Float64Array {
  if (values.length === length) return values
  const next = new Float64Array(length)
  next.set(values.length > length ? values.subarray(0, length) : values)
  return next
}

function columnTable(columns: Record<string, unknown>, sides: RowSides, issues: Issue[]): DataTable {
  const ids = new Set([...sides.input.ids, ...sides.target.ids])
  const alike = lookalikes(columns, ids)
  const lists = new Map<NodeId, ArrayLike<unknown>>()
  for (const id of ids) {
    const column = Object.hasOwn(columns, id) ? columns[id] : undefined
    if (isList(column)) lists.set(id, column)
    else if (column === undefined) issues.push(missingColumn(0, id, alike(id), false))
    else issues.push(invalidOption(`columns.${id}`, column, 'an array with one number per row'))
  }
  for (const id of Object.keys(columns)) if (!ids.has(id)) issues.push(unknownColumn(0, id, false))
  const rows = lists.values().next().value?.length ?? 0
  for (const [column, { length }] of lists) {
    if (length !== rows) issues.push(wrongLength({ column }, `the column ${nodeName(column)}`, length, rows))
  }
  const table = emptyTable(issues.length > 0 ? 0 : rows, sides)
  for (const [reader, into] of [
    [sides.input, table.inputs],
    [sides.target, table.targets],
  ] as const) {
    // A stretch of all columns at a time: what is written lies together.
    for (let from = 0; from < table.rows && issues.length < MOST_ISSUES; from += 64) {
      const to = Math.min(table.rows, from + 64)
      for (const [k, id] of reader.ids.entries()) {
        copyColumn(lists.get(id) as ArrayLike<unknown>, k, from, to, reader, into, issues)
      }
    }
  }
  return table
}

function copyColumn(
  values: ArrayLike<unknown>,
  k: number,
  from: number,
  to: number,
  reader: ValuesReader,
  into: Float64Array,
  issues: Issue[],
): void {
  const width = reader.ids.length
  for (let row = from; row < to; row++) {
    const value = values[row]
    if (typeof value === 'number' && Number.isFinite(value)) into[row * width + k] = value
    else add(issues, reader.issuesOf(k, value, row))
  }
}

function flatTable(
  inputs: ArrayLike<unknown>,
  targets: ArrayLike<unknown>,
  sides: RowSides,
  issues: Issue[],
): DataTable {
  const { length: width } = sides.input.ids
  const { length: targetWidth } = sides.target.ids
  const whole = targetWidth > 0 && targets.length % targetWidth === 0
  const rows = whole ? targets.length / targetWidth : Math.ceil(inputs.length / width)
  for (const [matrix, { length }, wants] of [
    ['inputs', inputs, rows * width],
    ['targets', targets, rows * targetWidth],
  ] as const) {
    if (length !== wants) issues.push(wrongLength({ matrix }, `${matrix}, for ${rows} rows,`, length, wants))
  }
  const table = emptyTable(issues.length > 0 ? 0 : rows, sides)
  if (table.rows === 0) return table
  copyFlat(inputs, sides.input, table.inputs, issues)
  copyFlat(targets, sides.target, table.targets, issues)
  return table
}

function copyFlat(values: ArrayLike<unknown>, reader: ValuesReader, into: Float64Array, issues: Issue[]): void {
  const width = reader.ids.length
  let at = copyFinite(values, into, 0)
  while (at < into.length && issues.length < MOST_ISSUES) {
    add(issues, reader.issuesOf(at % width, values[at], Math.floor(at / width)))
    at = copyFinite(values, into, at + 1)
  }
}

/** Copies from place `from` on, and gives the place of the first value that is no finite number, or the end. */
function copyFinite(values: ArrayLike<unknown>, into: Float64Array, from: number): number {
  if (ArrayBuffer.isView(values) && typeof values[0] === 'number') {
    return copyFiniteTyped(values as unknown as Float64Array, into, from)
  }
  for (let at = from; at < into.length; at++) {
    const value = values[at]
    if (typeof value !== 'number' || !Number.isFinite(value)) return at
    into[at] = value
  }
  return into.length
}

/** By stretches that stay in the cache between the copy and the look at it. */
function copyFiniteTyped(values: Float64Array, into: Float64Array, from: number): number {
  for (let start = from; start < into.length; start += 2048) {
    const end = Math.min(start + 2048, into.length)
    into.set(values.subarray(start, end), start)
    for (let at = start; at < end; at++) if (!Number.isFinite(into[at])) return at
  }
  return into.length
}

function emptyTable(rows: number, { input, target }: RowSides): DataTable {
  return {
    rows,
    inputs: new Float64Array(rows * input.ids.length),
    targets: new Float64Array(rows * target.ids.length),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return isObject(value) && typeof value.length === 'number' && Number.isInteger(value.length) && value.length >= 0
}
