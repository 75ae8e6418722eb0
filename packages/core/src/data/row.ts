/** Reads rows for one graph: by node id or in declared order, whole or not at all. */

import { invalidRow, invalidTargets } from '../errors/data.ts'
import type { Issue } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { type Graph, type NodeId, targetNodes } from '../graph/value/graph.ts'
import type { Values } from '../graph/value/known.ts'
import { type TargetCheck, type Together, type ValuesReader, valuesReader } from './values-reader.ts'

/**
 * What a network learns from: the values of its inputs, and what its losses should find. Inputs stand in the order of
 * `graph.inputs`, targets in the order of `targetNodes(graph)`; by node id, the order is free.
 *
 * @example
 * const row: Row = { input: { x1: 1, x2: 0, x3: 1 }, target: 1 }
 */
export interface Row<Raw = Values> {
  readonly input: Raw
  readonly target: Values
}

/**
 * Reads rows of one graph into slabs. `row` is the number that refusals name; value k goes to `into[at + k · stride]`,
 * so that row n of a batch is read with `at = n` and `stride = batch` (lanes contiguous over the batch). A reader keeps
 * nothing between calls, and throws before it has written anything: WRONG_LENGTH, NOT_A_NUMBER, NOT_FINITE,
 * MISSING_COLUMN, UNKNOWN_COLUMN, INVALID_TARGET or INVALID_ROW, with every fault of the row in `error.issues`.
 */
export interface RowReader {
  readonly inputs: readonly NodeId[]
  readonly targets: readonly NodeId[]
  readInput(values: Values, row: number, into: Float64Array, at: number, stride: number): void
  readTarget(values: Values, row: number, into: Float64Array, at: number, stride: number): void
  /** Both sides, to the same place of two slabs. */
  readRow(given: Row, row: number, inputs: Float64Array, targets: Float64Array, at: number, stride: number): void
}

/** The reader of a graph; make it once and use it for every row. */
export function rowReader(graph: Graph): RowReader {
  const sides = rowSides(graph)
  const { input, target } = sides
  return Object.freeze<RowReader>({
    inputs: input.ids,
    targets: target.ids,
    readInput(values, row, into, at, stride) {
      if (!input.take(values)) refuse(input.issues(values, row), row)
      input.put(into, at, stride)
    },
    readTarget(values, row, into, at, stride) {
      if (!target.take(values)) refuse(target.issues(values, row), row)
      target.put(into, at, stride)
    },
    readRow(given, row, inputs, targets, at, stride) {
      if (!takeRow(sides, given)) refuse(rowIssues(sides, given, row), row)
      input.put(inputs, at, stride)
      target.put(targets, at, stride)
    },
  })
}

/** The two halves of a row's reader. */
export interface RowSides {
  readonly input: ValuesReader
  readonly target: ValuesReader
}

/** `asKept` where rows come back from a history: they are what they were, whatever is asked of targets together today. */
export function rowSides(graph: Graph, asKept = false): RowSides {
  const inputs = Object.freeze([...graph.inputs])
  const targets = Object.freeze(targetNodes(graph))
  const known = [...inputs, ...targets]
  return {
    input: valuesReader('input', inputs, known, null),
    target: valuesReader(
      'target',
      targets,
      known,
      targetChecks(graph, targets),
      asKept ? null : together(graph, targets),
    ),
  }
}

/** Lets both sides take their values; false where anything is wrong. */
export function takeRow({ input, target }: RowSides, given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  return input.take((given as Row).input) && target.take((given as Row).target)
}

/** Everything that is wrong with a row. */
export function rowIssues({ input, target }: RowSides, given: unknown, row: number): Issue[] {
  if (typeof given !== 'object' || given === null || !('input' in given) || !('target' in given)) {
    return [invalidRow(row, '{ input, target }, each an array of numbers or a record of numbers by node id')]
  }
  return [...input.issues(given.input, row), ...target.issues(given.target, row)]
}

/** What the losses want of each target; a node that several losses read must suit them all. */
function targetChecks(graph: Graph, targets: readonly NodeId[]): TargetCheck[] {
  const checks = new Map<NodeId, TargetCheck>()
  for (const { loss, nodes } of graph.losses) {
    for (const id of nodes) {
      const before = checks.get(id)
      const check: TargetCheck = (value) => loss.checkTarget(value, loss.options)
      checks.set(id, before === undefined ? check : (value) => before(value) ?? check(value))
    }
  }
  return targets.map((id) => checks.get(id) as TargetCheck)
}

/** What the losses want of the targets of a row together; null where none of them asks. */
function together(graph: Graph, targets: readonly NodeId[]): Together | null {
  const places = new Map(targets.map((id, k) => [id, k]))
  const asking = graph.losses.flatMap(({ loss, nodes }) => {
    const { checkTargets, options } = loss
    if (typeof checkTargets !== 'function') return []
    return [{ nodes, at: nodes.map((id) => places.get(id) as number), check: checkTargets, options }]
  })
  if (asking.length === 0) return null
  return (values, from, row) => {
    for (const { nodes, at, check, options } of asking) {
      const given = at.map((k) => values[from + k] as number)
      const wants = check(given, options)
      if (wants !== null) return invalidTargets(row, nodes, given, wants)
    }
    return null
  }
}

/** Throws what was found. A row that reads right the second time changes while it is read. */
function refuse(issues: readonly Issue[], row: number): never {
  throw new NeuriteError(issues.length > 0 ? issues : invalidRow(row, 'values that do not change while they are read'))
}
