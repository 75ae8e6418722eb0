/** The contract of a metric: one value over the rows of a data set, taken in row by row, without a list of all rows. */

import { aFunction, NAME, OPTIONS, theFunction } from '../../door/definition-options.ts'
import { isObject, oneOf } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import { type Definition, freezeDefinition, type Options } from './definition.ts'

/** One row: the activations of the nodes that losses read and their targets, in one order. True until the next row. */
export interface MetricRow {
  readonly outputs: Float64Array
  readonly targets: Float64Array
  /** The loss of the row. */
  readonly loss: number
}

/** What the rows are of. */
export interface Measured {
  /** The nodes that losses read, in the order of outputs and targets. */
  readonly nodes: readonly string[]
  /** Of each node, above which activation it says yes: 0.5, or what its loss says (0 where it reads logits). */
  readonly thresholds: readonly number[]
}

export interface Metric<Name extends string = string, Value = unknown, State = unknown> extends Definition {
  readonly type: 'metric'
  /** By which its value stands in the scores. */
  readonly name: Name
  /** Which value is the better one, for who chooses by it; null where there is no such order. */
  readonly better: 'more' | 'less' | null
  /** The state before the first row. */
  init(measured: Measured, options: Options): State
  /** The state after a row: another one, or the same, written. */
  add(state: State, row: MetricRow, options: Options): State
  /** The value over all rows. */
  result(state: State, options: Options): Value
}

/** Losses and metrics over a data set, by name. */
export type Scores<Metrics extends readonly Metric[] = readonly Metric[]> = {
  /** The mean loss over the rows, summed in their order; no penalty of an optimizer is in it. */
  readonly loss: number
} & { readonly [M in Metrics[number] as M['name']]: M extends Metric<string, infer Value> ? Value : never }

const METRIC = {
  name: NAME,
  options: OPTIONS,
  better: oneOf<'more' | 'less'>(['more', 'less']),
  init: theFunction<Metric['init']>(),
  add: theFunction<Metric['add']>(),
  result: aFunction<Metric['result']>(),
}

/**
 * Makes a metric: a state, what a row makes of it, and its value in the end (the state itself where `result` is left out).
 * Each function gets the options handed in, and depends on nothing but its arguments.
 *
 * @example
 * const worst = defineMetric({
 *   name: 'worst',
 *   better: 'less',
 *   init: () => 0,
 *   add: (most: number, { loss }) => Math.max(most, loss),
 * })
 * const { worst: w } = await evaluate(net, rows, { metrics: [worst] })
 */
export function defineMetric<const Name extends string, State, Value = State, Given extends Options = Options>(given: {
  readonly name: Name
  readonly options?: Given
  readonly better?: 'more' | 'less'
  readonly init: (measured: Measured, options: Given) => State
  readonly add: (state: NoInfer<State>, row: MetricRow, options: Given) => NoInfer<State>
  readonly result?: (state: NoInfer<State>, options: Given) => Value
}): Metric<Name, Value, State> {
  const { name, options = {}, better, init, add, result = itself } = readOptions(given, 'defineMetric', METRIC)
  const made: Metric = { type: 'metric', name, options, better: better ?? null, init, add, result }
  return freezeDefinition(made as Metric<Name, Value, State>)
}

const itself = (state: unknown): unknown => state

export const isMetric = (value: unknown): value is Metric =>
  isObject(value) &&
  value.type === 'metric' &&
  typeof value.name === 'string' &&
  isObject(value.options) &&
  [value.init, value.add, value.result].every((one) => typeof one === 'function')
