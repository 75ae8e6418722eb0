/** Actions as numbers and what many have in common: so a log of millions of them takes little. */

import type { KnownData } from '../data/known-data.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { ActionCodec, Packed } from '../history/action-table.ts'
import type { Cursor, Run } from '../state/cursor.ts'
import type { Action, BatchAction, ChangeAction, RowAction } from './action.ts'
import type { MadeChange, ParameterValues } from './change.ts'

const PRINT = /^[0-9a-f]{32}$/

/** Shapes are JSON: what tells the numbers of an action apart. */
type RunShape = null | readonly [data: string | null, isEndless: boolean]
type RowShape = readonly ['row', RunShape, isBatch: boolean]
type BatchShape = readonly [
  'batch',
  inputs: readonly string[],
  targets: readonly string[],
  /** Null where it is the run's. */
  data: string | null,
  run: RunShape,
  /** Of the run where it began; true where it is the same. */
  at: RunShape | true,
]
type ChangeShape = readonly [
  'change',
  /** Names, each with its value where that is no number; null where none were given. */
  hyperparameters: readonly (readonly [string, boolean | null])[] | null,
  parameters: readonly (readonly [string, hasBias: boolean, from: readonly string[] | null])[] | null,
  data: null | readonly [print: string, inputs: readonly string[], targets: readonly string[]],
]
type PackedShape = RowShape | BatchShape | ChangeShape

export class NetworkActions implements ActionCodec<Action> {
  readonly gone: ChangeAction = Object.freeze({ type: 'change', change: null })
  readonly #data: KnownData
  readonly #shapes = new Map<string, PackedShape>()

  /** Data comes back as what is known of it here. */
  constructor(data: KnownData) {
    this.#data = data
  }

  pack(action: Action): Packed | null {
    const numbers: number[] = []
    const shape =
      action.type === 'row'
        ? packRow(action, numbers)
        : action.type === 'batch'
          ? packBatch(action, numbers)
          : packChange(action, numbers)
    return shape === null ? null : { shape: JSON.stringify(shape), numbers }
  }

  unpack({ shape: text, numbers }: Packed): Action {
    let shape = this.#shapes.get(text)
    if (shape === undefined) {
      shape = JSON.parse(text) as PackedShape
      this.#shapes.set(text, shape)
    }
    const next = reader(numbers)
    if (shape[0] === 'row') {
      const at = readCursor(shape[1], next)
      return shape[2] ? { type: 'row', at, batch: { rows: next(), from: next() } } : { type: 'row', at }
    }
    return shape[0] === 'batch' ? this.#batch(shape, next) : { type: 'change', change: this.#change(shape, next) }
  }

  added(action: Action): void {
    const print = printOf(action)
    if (print !== undefined) this.#data.use(print)
  }

  removed(action: Action): void {
    const print = printOf(action)
    if (print !== undefined) this.#data.unuse(print)
  }

  bytesOf(action: Action): number {
    if (action.type !== 'change' || action.change === null) return 256
    const { graph, parameters = {} } = action.change
    let bytes = 512 + (graph === undefined ? 0 : graphBytes(graph))
    for (const { weights = {} } of Object.values(parameters)) bytes += 128 + 64 * Object.keys(weights).length
    return bytes
  }

  #batch([, inputs, targets, print, runShape, atShape]: BatchShape, next: () => number): BatchAction {
    const [rows, epoch, batch] = [next(), next(), next()]
    const run = readRun(runShape, next) as Run
    const fingerprint = print ?? run.data
    const at = { epoch, batch, run: atShape === true ? run : readRun(atShape, next) }
    return { type: 'batch', data: this.#data.named({ fingerprint, rows, inputs, targets }), run, at }
  }

  #change([, hyperparameters, parameters, data]: ChangeShape, next: () => number): MadeChange {
    return {
      ...(hyperparameters !== null && {
        hyperparameters: Object.fromEntries(hyperparameters.map(([name, value]) => [name, value ?? next()])),
      }),
      ...(parameters !== null && {
        parameters: Object.fromEntries(
          parameters.map(([id, hasBias, from]) => [
            id,
            {
              ...(hasBias && { bias: next() }),
              ...(from !== null && { weights: Object.fromEntries(from.map((each) => [each, next()])) }),
            },
          ]),
        ),
      }),
      ...(data !== null && {
        data: this.#data.named({ fingerprint: data[0], inputs: data[1], targets: data[2], rows: next() }),
      }),
    }
  }
}

/** The fingerprint of the data that an action refers to. */
function printOf(action: Action): string | undefined {
  if (action.type === 'batch') return action.data.fingerprint
  return action.type === 'change' ? action.change?.data?.fingerprint : undefined
}

/** About what a graph takes by itself: nodes that share their inputs share one array. */
export function graphBytes({ nodes, order }: Graph): number {
  const lists = new Set<readonly unknown[]>()
  for (const id of order) {
    const { inputs = [], weights = [] } = nodes[id] ?? {}
    lists.add(inputs).add(weights)
  }
  let bytes = 512 + 192 * order.length
  for (const { length } of lists) bytes += 8 * length
  return bytes
}

function packRow({ at, batch }: RowAction, numbers: number[]): RowShape {
  numbers.push(at.epoch, at.batch)
  const run = packRun(at.run, numbers)
  if (batch !== undefined) numbers.push(batch.rows, batch.from)
  return ['row', run, batch !== undefined]
}

function packBatch({ data, run, at }: BatchAction, numbers: number[]): BatchShape {
  const { fingerprint, rows, inputs, targets } = data
  numbers.push(rows, at.epoch, at.batch)
  const runShape = packRun(run, numbers)
  const isSame = at.run !== null && isSameRun(at.run, run)
  const print = fingerprint === run.data ? null : fingerprint
  return ['batch', inputs, targets, print, runShape, isSame ? true : packRun(at.run, numbers)]
}

/** Null where it holds more than numbers. */
function packChange({ change }: ChangeAction, numbers: number[]): ChangeShape | null {
  if (change === null || change.graph !== undefined || change.optimizer !== undefined) return null
  const { hyperparameters, parameters, data } = change
  if (Object.values(parameters ?? {}).some((one) => one.parameters !== undefined)) return null
  const steering = hyperparameters === undefined ? null : Object.entries(hyperparameters)
  if (steering?.some(([, value]) => typeof value !== 'number' && typeof value !== 'boolean')) return null
  for (const [, value] of steering ?? []) if (typeof value === 'number') numbers.push(value)
  const names = steering?.map(([name, value]) => [name, typeof value === 'number' ? null : value] as const) ?? null
  const places = parameters === undefined ? null : packParameters(parameters, numbers)
  if (data !== undefined) numbers.push(data.rows)
  return ['change', names, places, data === undefined ? null : [data.fingerprint, data.inputs, data.targets]]
}

function packParameters(parameters: ParameterValues, numbers: number[]): NonNullable<ChangeShape[2]> {
  return Object.entries(parameters).map(([id, { bias, weights }]) => {
    if (bias !== undefined) numbers.push(bias)
    if (weights !== undefined) for (const weight of Object.values(weights)) numbers.push(weight)
    return [id, bias !== undefined, weights === undefined ? null : Object.keys(weights)]
  })
}

function packRun(run: Run | null, numbers: number[]): RunShape {
  if (run === null) return null
  const { data, batchSize, shuffle, firstEpoch, epochs } = run
  const isPrint = PRINT.test(data)
  for (let k = 0; isPrint && k < 32; k += 8) numbers.push(Number.parseInt(data.slice(k, k + 8), 16))
  numbers.push(batchSize, Number(shuffle), firstEpoch, epochs ?? 0)
  return [isPrint ? null : data, epochs === null]
}

function readRun(shape: RunShape, next: () => number): Run | null {
  if (shape === null) return null
  const [given, isEndless] = shape
  const word = (): string => next().toString(16).padStart(8, '0')
  const data = given ?? word() + word() + word() + word()
  const [batchSize, shuffle, firstEpoch, epochs] = [next(), next() === 1, next(), next()]
  return Object.freeze({ data, batchSize, shuffle, firstEpoch, epochs: isEndless ? null : epochs })
}

function readCursor(shape: RunShape, next: () => number): Cursor {
  const [epoch, batch] = [next(), next()]
  return { epoch, batch, run: readRun(shape, next) }
}

function isSameRun(a: Run, b: Run): boolean {
  return (
    a === b ||
    (a.data === b.data &&
      a.batchSize === b.batchSize &&
      a.shuffle === b.shuffle &&
      a.firstEpoch === b.firstEpoch &&
      a.epochs === b.epochs)
  )
}

function reader(numbers: ArrayLike<number>): () => number {
  let at = 0
  return () => numbers[at++] as number
}
