/** What is asked of a step: a function, or plain data that crosses a wire. */

import { demandFunction } from '../door/demand.ts'
import { nearest } from '../door/nearest.ts'
import { isRecord, type Option, option, required } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { refusePromise } from '../door/refuse-promise.ts'
import { unknownNode, unknownParameter } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidArgument, invalidOption } from '../errors/options.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { NodeId } from '../graph/value/graph.ts'
import { layout } from '../plan/layout.ts'
import { offsetOfName } from '../plan/parameters.ts'
import type { Quantity } from '../signal.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { QUANTITIES } from '../step/quantity.ts'
import type { Step } from '../step/step.ts'
import { readNode, readParameter } from '../text/names.ts'

/** Anything one can ask about a step: its loss, its snapshot, what a node computed. */
export type Predicate<Id extends string = string> = (step: Step<Id>) => boolean

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=' | 'not finite'

/** One number of a step, compared. */
export interface Comparing {
  /**
   * `loss`; a node and a quantity of it: `h4:delta`, `h4:weights`; or what had been learned when the step was made, by its name:
   * `h4:bias`, `h4->o6`. Nodes are named as they are printed: `"my node":delta`.
   */
  readonly what: string
  readonly is: Comparison
  /** What it is held against; none where it is to be not finite. */
  readonly value?: number
  /**
   * Of a node's numbers, one per row of the batch or, for gradients and weights, one per parameter, bias first: the number
   * of one of them, their mean, or any of them. Default 'any'. Where a batch has no such row it does not hold.
   */
  readonly row?: number | 'any' | 'mean'
}

/** A condition as plain data: it survives `structuredClone` and JSON. */
export type ConditionData =
  | Comparing
  | { readonly all: readonly ConditionData[] }
  | { readonly any: readonly ConditionData[] }

/**
 * A function of a step, or plain data. One that reads nothing but the loss costs no replay.
 *
 * @example
 * find(net, { what: 'h4:delta', is: '>', value: 1 })
 * pauseWhen({ any: [{ what: 'loss', is: '<', value: 0.01 }, { what: 'h4:activation', is: 'not finite' }] })
 */
export type Condition<Id extends string = string> = Predicate<Id> | ConditionData

/** Data is looked through by a call for each level. */
const DEEPEST = 32

const COMPARISONS: Readonly<Record<Comparison, (number: number, value: number) => boolean>> = {
  '<': (number, value) => number < value,
  '<=': (number, value) => number <= value,
  '>': (number, value) => number > value,
  '>=': (number, value) => number >= value,
  '==': (number, value) => number === value,
  '!=': (number, value) => number !== value,
  'not finite': (number) => !Number.isFinite(number),
}

const lists: Option<readonly ConditionData[]> = required(
  option<readonly ConditionData[]>('a list of conditions', (value) => Array.isArray(value) && value.length > 0),
)
const aText = required(
  option<string>('`loss`, or a node and a quantity: `h4:delta`', (value) => typeof value === 'string'),
)
const aComparison = required(
  option<Comparison>(
    `one of ${Object.keys(COMPARISONS).join(', ')}`,
    (value) => typeof value === 'string' && Object.hasOwn(COMPARISONS, value),
  ),
)
const aNumber = required(option<number>('a finite number', Number.isFinite))
const aRow = option<number | 'any' | 'mean', 'any'>(
  "'any', 'mean', or the number of a row",
  (value) => value === 'any' || value === 'mean' || (Number.isSafeInteger(value) && (value as number) >= 0),
  'any',
)

/**
 * Whether it holds for a step. Throws INVALID_ARGUMENT for what is neither function nor data, and INVALID_OPTION or
 * UNKNOWN_OPTION, naming the place, for data that is no condition; the function that comes back throws ASYNC_NOT_ALLOWED where
 * it is answered by a promise, and UNKNOWN_NODE where the graph of the step has no such node.
 */
export function condition<Id extends string>(given: Condition<Id>, where: string): Predicate<Id> {
  if (isRecord(given)) return compiled(given, `the condition of ${where}`, 0).holds
  if (typeof given !== 'function') {
    const wants = "a function that says true or false, or data: { what: 'loss', is: '<', value: 0.01 }"
    throw new NeuriteError(invalidArgument(where, 'condition', given, wants))
  }
  demandFunction(given, where, 'condition', 'a function that says true or false')
  return (step) => {
    const holds = given(step)
    refusePromise(holds, `the condition of ${where}`)
    return holds
  }
}

interface Compiled {
  readonly holds: Predicate
  /** Whether it looks at nothing but the loss, which is recorded. */
  readonly isCheap: boolean
}

function compiled(given: unknown, at: string, depth: number): Compiled {
  if (!isRecord(given)) throw new NeuriteError(invalidOption(at, given, 'a condition: { what, is, value }'))
  if (depth > DEEPEST) throw new NeuriteError(invalidOption(at, given, `nested at most ${DEEPEST} levels deep`))
  if ('all' in given) return together(readOptions(given, at, { all: lists }).all, at, 'all', depth)
  if ('any' in given) return together(readOptions(given, at, { any: lists }).any, at, 'any', depth)
  return comparing(given, at)
}

/** The cheap ones are asked first: in which order is no matter, since none of them does anything. */
function together(given: readonly unknown[], at: string, how: 'all' | 'any', depth: number): Compiled {
  const each = Array.from(given, (one, k) => compiled(one, `${at}.${how}[${k}]`, depth + 1))
  const isCheap = each.every((one) => one.isCheap)
  const inOrder = [...each.filter((one) => one.isCheap), ...each.filter((one) => !one.isCheap)]
  return {
    isCheap,
    holds:
      how === 'all'
        ? (step) => inOrder.every(({ holds }) => holds(step))
        : (step) => inOrder.some(({ holds }) => holds(step)),
  }
}

function comparing(given: Record<string, unknown>, at: string): Compiled {
  const hasValue = given.is !== 'not finite'
  const ofLoss = { what: aText, is: aComparison, ...(hasValue && { value: aNumber }) }
  const { what, is, row, value } = readOptions(
    given,
    at,
    given.what === 'loss' ? ofLoss : { ...ofLoss, row: aRow },
  ) as {
    readonly what: string
    readonly is: Comparison
    readonly value?: number
    readonly row: number | 'any' | 'mean'
  }
  const compare = COMPARISONS[is]
  const holds = (number: number): boolean => compare(number, value as number)
  if (what === 'loss') return { isCheap: true, holds: ({ loss }) => holds(loss) }
  const learned = learnedBy(what)
  if (learned !== null) return { isCheap: false, holds: ({ snapshot }) => holds(learned(snapshot)) }
  const [node, quantity] = placeOf(what, at)
  const ofNode: Predicate = (step) => {
    const signal = step.node(node)[quantity]
    if (row === 'mean') return signal.length > 0 && holds(signal.mean())
    if (row !== 'any') return row < signal.length && holds(signal.at(row))
    for (const number of signal) if (holds(number)) return true
    return false
  }
  return { isCheap: false, holds: ofNode }
}

/** Reads a parameter by its name; null for the name of a quantity, or of nothing. */
function learnedBy(what: string): ((snapshot: Snapshot) => number) | null {
  const named = readParameter(what)
  if (named === null || (named.edge === null && QUANTITIES.includes(named.parameter as Quantity))) return null
  if (named.edge === null && nearest(named.parameter, QUANTITIES) !== null) return null
  return ({ graph, parameters }) => {
    const node = Object.hasOwn(graph.nodes, named.node) ? graph.nodes[named.node] : undefined
    if (node === undefined) throw new NeuriteError(unknownNode(named.node))
    const offset = offsetOfName(node, graph.kinds[node.kind] as NodeKind, named)
    if (offset < 0) throw new NeuriteError(unknownParameter(what))
    const { lane, start } = layout(graph)
    return parameters.at((start[lane.get(node.id) as number] as number) + offset)
  }
}

/** A node and a quantity of it. */
function placeOf(what: string, at: string): readonly [NodeId, Quantity] {
  const colon = what.lastIndexOf(':')
  const [name, quantity] = [what.slice(0, Math.max(0, colon)), what.slice(colon + 1) as Quantity]
  if (name !== '' && QUANTITIES.includes(quantity)) return [readNode(name), quantity]
  const near = colon > 0 ? nearest(quantity, QUANTITIES) : null
  const wants =
    near === null
      ? `loss, a node and one of ${QUANTITIES.join(', ')}: h4:delta, or a parameter: h4:bias, h4->o6`
      : `${name}:${near}`
  throw new NeuriteError(invalidOption('what', what, wants, at))
}
