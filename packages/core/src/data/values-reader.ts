/** Reads what a row brings for a list of nodes: every number is checked before the first is written. */

import { invalidRow, invalidTarget, missingColumn, notANumber, notFinite, unknownColumn } from '../errors/data.ts'
import { wrongLength } from '../errors/graph.ts'
import type { Issue } from '../errors/issue.ts'
import type { NodeId } from '../graph/value/graph.ts'
import { withoutLeftovers } from '../text/leftovers.ts'

/** What a value must be besides a finite number: null where it is right, else the way out. */
export type TargetCheck = (value: number) => string | null

/** What a row's values must be together, each right by itself; null where they are. */
export type Together = (values: ArrayLike<number>, at: number, row: number) => Issue | null

/** One per list of nodes, used row after row: `take` checks a row and keeps its numbers, `put` writes them. */
export interface ValuesReader {
  /** Whose numbers it reads, in order. */
  readonly ids: readonly NodeId[]
  /** What each must be besides finite, beside `ids`; null where that is all. */
  readonly checks: readonly TargetCheck[] | null
  /** What the values of a row must be together; null where nothing is asked. */
  readonly together: Together | null
  /** Keeps the numbers of one row until the next call. False, with nothing to rely on, where anything is wrong. */
  take(values: unknown): boolean
  /** Writes the numbers kept: the k-th to `into[at + k · stride]`. */
  put(into: Float64Array, at: number, stride: number): void
  /** Everything that is wrong with the values of that row. */
  issues(values: unknown, row: number): Issue[]
  /** What is wrong with one value, meant for place k. */
  issuesOf(k: number, value: unknown, row: number): Issue[]
}

/** A record's column that is no node of the graph, and one that is, but is not read here. */
const UNKNOWN = -2
const ELSEWHERE = -1

/** What a row must bring: the ids in order, every id's place (ELSEWHERE if it is known but not read here), the checks. */
interface Wanted {
  readonly part: 'input' | 'target'
  readonly ids: readonly NodeId[]
  readonly places: ReadonlyMap<NodeId, number>
  readonly checks: readonly TargetCheck[] | null
}

/**
 * Makes a reader. `known` holds every id that a record may have, read here or not, so that one flat record can serve as
 * a row's input and as its target. `checks` stands beside `ids`; null where every finite number is right.
 */
export function valuesReader(
  part: 'input' | 'target',
  ids: readonly NodeId[],
  known: readonly NodeId[],
  checks: readonly TargetCheck[] | null,
  together: Together | null = null,
): ValuesReader {
  const { length } = ids
  const places = new Map<NodeId, number>(known.map((id) => [id, ELSEWHERE]))
  for (const [k, id] of ids.entries()) places.set(id, k)
  const wanted: Wanted = { part, ids, places, checks }
  const taken = new Float64Array(length)

  function accept(k: number, value: unknown): boolean {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false
    taken[k] = value
    return checks === null || (checks[k] as TargetCheck)(value) === null
  }

  function takeList(values: ArrayLike<unknown>): boolean {
    if (values.length !== length) return false
    for (let k = 0; k < length; k++) if (!accept(k, values[k])) return false
    return true
  }

  /** Walks the record's own order, which engines do fast; mostly it is the declared one, and no look-up is needed. */
  function takeRecord(values: Record<NodeId, unknown>): boolean {
    let next = 0
    let found = 0
    for (const id in values) {
      let k = next
      if (next < length && id === ids[next]) next++
      else k = places.get(id) ?? (Object.hasOwn(values, id) ? UNKNOWN : ELSEWHERE)
      if (k === UNKNOWN) return false
      if (k === ELSEWHERE) continue
      if (!accept(k, values[id])) return false
      found++
    }
    if (found === length) return true
    for (let k = 0; k < length; k++) if (!accept(k, values[ids[k] as NodeId])) return false
    return true
  }

  function takeEach(values: unknown): boolean {
    if (Array.isArray(values)) return takeList(values)
    if (typeof values === 'number') return length === 1 && accept(0, values)
    if (typeof values !== 'object' || values === null) return false
    return isList(values, wanted) ? takeList(values) : takeRecord(values as Record<NodeId, unknown>)
  }

  return {
    ids,
    checks,
    together,
    take: (values) => takeEach(values) && (together === null || together(taken, 0, 0) === null),
    put(into, at, stride) {
      for (let k = 0, to = at; k < length; k++, to += stride) into[to] = taken[k] as number
    },
    issues(values, row) {
      const issues = valuesIssues(wanted, values, row)
      const more = issues.length === 0 && together !== null && takeEach(values) ? together(taken, 0, row) : null
      return more === null ? issues : [more]
    },
    issuesOf: (k, value, row) => valueIssues(wanted, k, value, row),
  }
}

function valuesIssues(wanted: Wanted, values: unknown, row: number): Issue[] {
  if (typeof values === 'number') return listIssues(wanted, [values], row)
  if (typeof values === 'object' && values !== null) {
    if (Array.isArray(values) || isList(values, wanted)) return listIssues(wanted, values, row)
    return recordIssues(wanted, values as Record<NodeId, unknown>, row)
  }
  const { part, ids } = wanted
  const alone = ids.length === 1 && values !== undefined && values !== null && typeof values !== 'function'
  if (alone) return [notANumber(row, ids[0] as NodeId, values)]
  const numbers = ids.length === 1 ? 'its number, plain or in an array' : `an array of ${ids.length} numbers`
  return [invalidRow(row, `as its ${part} ${numbers}, or a record of numbers by node id`)]
}

function listIssues(wanted: Wanted, values: ArrayLike<unknown>, row: number): Issue[] {
  const { part, ids } = wanted
  if (values.length === ids.length) return ids.flatMap((_, k) => valueIssues(wanted, k, values[k], row))
  return [wrongLength({ row, part }, `the ${part} of row ${row}`, values.length, ids.length)]
}

function recordIssues(wanted: Wanted, values: Record<NodeId, unknown>, row: number): Issue[] {
  const { ids, places, part } = wanted
  if (part === 'input' && !places.has('input') && isThere(values, 'input')) {
    return [invalidRow(row, 'what stands in its input alone: net.predict(row.input)')]
  }
  const alike = lookalikes(values, places)
  return [
    ...ids.flatMap((id, k) =>
      isThere(values, id) ? valueIssues(wanted, k, values[id], row) : [missingColumn(row, id, alike(id), false)],
    ),
    ...Object.keys(values).flatMap((id) => (places.has(id) ? [] : [unknownColumn(row, id, false)])),
  ]
}

/** The names of a record that no node has, by what they are without what a file left in them. */
export function lookalikes(values: object, known: { has(id: NodeId): boolean }): (id: NodeId) => string | null {
  let found: Map<string, string> | null = null
  return (id) => {
    found ??= new Map(Object.keys(values).flatMap((name) => (known.has(name) ? [] : [[withoutLeftovers(name), name]])))
    return found.get(withoutLeftovers(id)) ?? null
  }
}

function valueIssues({ ids, checks }: Wanted, k: number, value: unknown, row: number): Issue[] {
  const id = ids[k] as NodeId
  if (typeof value !== 'number') return [notANumber(row, id, value)]
  if (!Number.isFinite(value)) return [notFinite(row, id, value)]
  const wants = checks?.[k]?.(value) ?? null
  return wants === null ? [] : [invalidTarget(row, id, value, wants)]
}

/** A node may be called "length": what has that name by id is a record. */
function isList(values: object, { places }: Wanted): values is ArrayLike<unknown> {
  return ArrayBuffer.isView(values) || ('length' in values && !places.has('length') && isLength(values.length))
}

const isLength = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0

/** Own, or a getter of the row's class; not what every object inherits. */
const isThere = (record: Record<string, unknown>, id: string): boolean =>
  record[id] !== undefined && (Object.hasOwn(record, id) || !(id in Object.prototype))
