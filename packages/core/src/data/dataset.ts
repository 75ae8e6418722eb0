/** Rows to learn from: copied, checked whole before the first is used, and never written again. */

import { brand, formOf } from '../door/brand.ts'
import { demand } from '../door/demand.ts'
import { missingColumn, unknownColumn } from '../errors/data.ts'
import type { Issue } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { demandGraph, type Graph, type NodeId } from '../graph/value/graph.ts'
import type { Values } from '../graph/value/known.ts'
import { hash } from '../numerics/hash.ts'
import { inspectable } from '../text/inspectable.ts'
import { type DataTable, type RawData, readData, targetIssues } from './read-data.ts'
import { type Row, type RowSides, rowSides } from './row.ts'
import { transposeRows } from './transpose-rows.ts'

/** What one learns from: rows, typed columns or matrices, or a dataset made before. */
export type Data<Raw = Values> = Dataset | RawData<Raw>

/**
 * The rows that the data holds, for a graph: its inputs and its losses' targets by node id. A dataset is handed back as
 * it is where inputs and targets are the graph's, and rearranged where only their order differs. Throws one
 * NeuriteError that names row and column: EMPTY_DATA, WRONG_LENGTH, NOT_A_NUMBER, NOT_FINITE, MISSING_COLUMN,
 * UNKNOWN_COLUMN, INVALID_TARGET, INVALID_ROW, or INVALID_OPTION where the data has none of the forms.
 *
 * @example
 * dataset([{ input: { x1: 0, x2: 1 }, target: 1 }, { input: [1, 1], target: [0] }], xor)
 * dataset({ columns: { x1: new Uint8Array([0, 1]), x2: new Uint8Array([1, 1]), o: [1, 0] } }, xor)
 * dataset({ inputs: new Float64Array([0, 1, 1, 1]), targets: [1, 0] }, xor)
 */
export function dataset<Raw>(data: Data<NoInfer<Raw>>, graph: Graph<string, string, Raw, unknown>): Dataset
export function dataset(data: unknown, graph: unknown): Dataset {
  demandGraph(graph, 'dataset')
  return read(data, graph, rowSides(graph))
}

/** Rows that a history had, as they were. @internal */
export function keptDataset(data: Data, graph: Graph): Dataset {
  return read(data, graph, rowSides(graph, true))
}

function read(data: unknown, graph: Graph, sides: RowSides): Dataset {
  return data instanceof OwnDataset
    ? OwnDataset.fitting(data, graph, sides)
    : new OwnDataset(graph, sides, readData(isForeign(data) ? rowsOf(data) : data, sides))
}

/** One that another copy of this package made. */
const isForeign = (data: unknown): data is Dataset => formOf(data, 'dataset') !== undefined

function* rowsOf(data: Dataset): IterableIterator<Row> {
  const named = (ids: readonly NodeId[], values: number[]) =>
    Object.fromEntries(ids.map((id, k) => [id, values[k] as number]))
  for (let n = 0; n < data.rows; n++) {
    const { input, target } = data.row(n)
    yield { input: named(data.inputs, input), target: named(data.targets, target) }
  }
}

/** An immutable table of rows; `dataset` makes it. */
export interface Dataset {
  readonly rows: number
  /** Whose values a row's input holds, in order. */
  readonly inputs: readonly NodeId[]
  /** Whose targets a row holds, in order. */
  readonly targets: readonly NodeId[]
  /** 32 hex digits of ids and numbers: equal for equal rows, in whatever form they came. Computed when first asked for. */
  readonly fingerprint: string
  /** Itself: all of it is there. */
  require(): Dataset
  /** A copy of one row, counted from 0. Throws INVALID_ARGUMENT outside. */
  row(index: number): { input: number[]; target: number[] }
  /** Copies of all inputs and all targets, row after row: what `dataset` takes, too. */
  matrices(): { inputs: Float64Array; targets: Float64Array }
  /**
   * Writes a batch, one node's values side by side: value i of the n-th row to `inputs[i · count + n]`, targets likewise.
   * The n-th row is row `order[from + n]`, or `from + n` where order is null. Throws INVALID_ARGUMENT where the batch leaves
   * the rows or a slab is too small.
   */
  gather(order: Int32Array | null, from: number, count: number, inputs: Float64Array, targets: Float64Array): void
}

class OwnDataset implements Dataset {
  readonly rows: number
  readonly inputs: readonly NodeId[]
  readonly targets: readonly NodeId[]
  readonly #table: DataTable
  /** The graphs whose losses these targets suit. */
  readonly #suited: WeakSet<Graph>
  #fingerprint: string | undefined

  /** Takes over a table that was checked for this graph. */
  constructor(graph: Graph, sides: RowSides, table: DataTable) {
    this.rows = table.rows
    this.inputs = sides.input.ids
    this.targets = sides.target.ids
    this.#table = table
    this.#suited = new WeakSet([graph])
    Object.freeze(this)
  }

  get fingerprint(): string {
    const { inputs, targets } = this.#table
    this.#fingerprint ??= hash()
      .text(JSON.stringify([this.inputs, this.targets]))
      .floats(inputs)
      .floats(targets)
      .digest()
    return this.#fingerprint
  }

  require(): this {
    return this
  }

  row(index: number): { input: number[]; target: number[] } {
    const isThere = Number.isInteger(index) && index >= 0 && index < this.rows
    demand(isThere, 'row', 'index', index, `a row from 0 to ${this.rows - 1}`)
    return {
      input: rowOf(this.#table.inputs, this.inputs.length, index),
      target: rowOf(this.#table.targets, this.targets.length, index),
    }
  }

  matrices(): { inputs: Float64Array; targets: Float64Array } {
    return { inputs: this.#table.inputs.slice(), targets: this.#table.targets.slice() }
  }

  gather(order: Int32Array | null, from: number, count: number, inputs: Float64Array, targets: Float64Array): void {
    const { length: width } = this.inputs
    const { length: targetWidth } = this.targets
    const areThere =
      Number.isInteger(from) &&
      Number.isInteger(count) &&
      from >= 0 &&
      count >= 0 &&
      from + count <= (order?.length ?? this.rows)
    demand(areThere, 'gather', 'from', from, `the first of so many rows as there are, ${this.rows}`)
    const fit = inputs?.length >= width * count && targets?.length >= targetWidth * count
    demand(fit, 'gather', 'inputs', inputs, `room for ${width * count} inputs and ${targetWidth * count} targets`)
    transposeRows(this.#table.inputs, width, order, from, count, inputs)
    transposeRows(this.#table.targets, targetWidth, order, from, count, targets)
  }

  /** The rows as this graph wants them: the dataset itself, or a rearranged one. */
  static fitting(data: OwnDataset, graph: Graph, sides: RowSides): Dataset {
    const inputs = placesOf(sides.input.ids, data.inputs)
    const targets = placesOf(sides.target.ids, data.targets)
    const missing = [...inputs.missing, ...targets.missing].map((id) => missingColumn(0, id, null, true))
    const unknown = [...inputs.unknown, ...targets.unknown].map((id) => unknownColumn(0, id, true))
    refuse([...missing, ...unknown])
    const same = inOrder(inputs.places) && inOrder(targets.places)
    if (same && data.#suited.has(graph)) return data
    const table = same
      ? data.#table
      : {
          rows: data.rows,
          inputs: rearranged(data.#table.inputs, inputs.places),
          targets: rearranged(data.#table.targets, targets.places),
        }
    refuse(targetIssues(table.targets, sides.target))
    if (!same) return new OwnDataset(graph, sides, table)
    data.#suited.add(graph)
    return data
  }
}

brand(OwnDataset, 'dataset')

inspectable<Dataset>(OwnDataset.prototype, ({ rows, inputs, targets }) => ({
  title: 'Dataset',
  value: { rows, inputs, targets },
}))

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new NeuriteError(issues)
}

const rowOf = (values: Float64Array, width: number, index: number): number[] =>
  Array.from(values.subarray(index * width, (index + 1) * width))

/** Where each wanted id stands among those that are there. */
function placesOf(wanted: readonly NodeId[], there: readonly NodeId[]) {
  const placeOf = new Map(there.map((id, place) => [id, place]))
  const isWanted = new Set(wanted)
  return {
    places: wanted.map((id) => placeOf.get(id) ?? -1),
    missing: wanted.filter((id) => !placeOf.has(id)),
    unknown: there.filter((id) => !isWanted.has(id)),
  }
}

const inOrder = (places: readonly number[]): boolean => places.every((place, k) => place === k)

function rearranged(values: Float64Array, places: readonly number[]): Float64Array {
  const width = places.length
  const next = new Float64Array(values.length)
  for (let at = 0; at < values.length; at += width) {
    for (let k = 0; k < width; k++) next[at + k] = values[at + (places[k] as number)] as number
  }
  return next
}
