/** What can be done to a network, as plain values: for a page, a worker or a socket that drives one which runs elsewhere. */

import { type Observable, Subject, takeUntil } from 'rxjs'
import type { Data } from '../data/dataset.ts'
import type { Row } from '../data/row.ts'
import { isRecord, option, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Engine } from '../engine/engine.ts'
import { engineOf } from '../engine/engine-of.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidArgument, invalidOption } from '../errors/options.ts'
import { endsWith, Reported } from '../flow/reported.ts'
import { fork } from '../fork.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Values } from '../graph/value/known.ts'
import type { Network } from '../network.ts'
import type { Moment } from '../past/moments.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Change } from '../step/change.ts'
import type { Step } from '../step/step.ts'
import { RUN_OPTIONS, type RunOptions } from '../train/run-action.ts'
import { train } from '../train/train.ts'
import { ACTIONS } from './actions.ts'
import { fromWire } from './from-wire.ts'

/** A change whose graph is a value, and whose data may be the name of data that `act` was handed. */
export interface WireChange extends Omit<Change, 'graph' | 'data'> {
  readonly graph?: Graph
  readonly data?: Data | string
}

/** A moment by its numbers. */
export type WireMoment = Exclude<Moment, Step>

/** One thing that can be done to a network; `toWire` makes it a plain value. Data is given as rows, or by its name. */
export type NetworkAction =
  | { readonly do: 'train'; readonly data: Data | string; readonly options?: RunOptions }
  /** Ends the training that another action began; what was learned stays. */
  | { readonly do: 'stop' }
  | { readonly do: 'learn'; readonly rows: Row | readonly Row[] }
  | { readonly do: 'change'; readonly change: WireChange }
  | { readonly do: 'seek'; readonly to: WireMoment }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }
  | { readonly do: 'fork'; readonly at: WireMoment; readonly change?: WireChange; readonly branch?: string }
  | { readonly do: 'note'; readonly text: string; readonly at?: WireMoment }
  | { readonly do: 'rename'; readonly branch: string; readonly to: string }
  | { readonly do: 'drop'; readonly branch: string }
  | { readonly do: 'restore'; readonly snapshot: Snapshot }
  | { readonly do: 'predict'; readonly row: Values }
  | { readonly do: 'predictAll'; readonly rows: readonly Values[] }

/** What an action gives: steps, answers, whether something was undone, another network. */
export type Acted = Step | Network | boolean | number[] | number[][]

export interface ActOptions {
  /** What the names of kinds, losses and optimizers mean: `standard` of @neurite/nodes, and one's own beside them. */
  readonly definitions?: Definitions
  /** Data that actions may name. */
  readonly data?: Readonly<Record<string, Data>>
}

const OPTIONS: TableOf<ActOptions> = {
  definitions: option('a table of definitions, such as standard', isRecord),
  data: option('a record of data by name', isRecord),
}

/** For who wants to end what an action began. */
const stops = new WeakMap<Engine, Subject<void>>()

/**
 * Does what a plain value says, when somebody subscribes: cold, as `train` is. It emits what the method of that name gives
 * (`train` and `learn` steps, `predict` an answer, `undo` and `redo` whether there was something, `fork` the network; the others
 * nothing) and completes. It errors with UNKNOWN_OPTION and INVALID_OPTION for what is no action, naming the field,
 * INVALID_FORMAT for what does not come from `toWire`, and what the method throws; then nothing has changed. Unsubscribing
 * ends a training, and so does the action `stop`.
 *
 * @example
 * port.on('message', (message) =>
 *   act(net, message, { definitions: standard, data: { xor } }).subscribe({ next: …, error: (e) => port.postMessage(toWire(e)) }))
 * port.postMessage(toWire({ do: 'train', data: 'xor', options: { epochs: 100 } })) // on the other side
 */
export function act(net: Network, action: unknown, options?: ActOptions): Observable<Acted> {
  const own = engineOf(net, 'act')
  const { definitions, data = {} } = readOptions(options, 'act', OPTIONS)
  return new Reported<Acted>((subscriber) => {
    const given = actionOf(fromWire(action, definitions), data)
    if (given.do === 'train') {
      return train(net, given.data as Data, readOptions(given.options, 'train', RUN_OPTIONS))
        .pipe(takeUntil(stopOf(own)))
        .subscribe(subscriber)
    }
    const done = did(net, own, given)
    if (done !== undefined) subscriber.next(done)
    subscriber.complete()
    return undefined
  }, endsWith)
}

/** What is no training, done at once. */
function did(net: Network, own: Engine, given: Exclude<NetworkAction, { do: 'train' }>): Acted | undefined {
  switch (given.do) {
    case 'stop':
      stopOf(own).next()
      return undefined
    case 'learn':
      return net.learn(given.rows)
    case 'change':
      net.change(given.change as Change)
      return undefined
    case 'seek':
      net.timeline.seek(given.to)
      return undefined
    case 'undo':
      return net.timeline.undo()
    case 'redo':
      return net.timeline.redo()
    case 'fork':
      return fork(net, given.at, {
        ...(given.change as Change),
        ...(given.branch !== undefined && { branch: given.branch }),
      })
    case 'note':
      net.timeline.note(given.text, given.at === undefined ? {} : { at: given.at })
      return undefined
    case 'rename':
      net.timeline.rename(given.branch, given.to)
      return undefined
    case 'drop':
      net.timeline.drop(given.branch)
      return undefined
    case 'restore':
      net.restore(given.snapshot)
      return undefined
    case 'predict':
      return net.predict(given.row)
    case 'predictAll':
      return net.predictAll(given.rows)
  }
}

function stopOf(own: Engine): Subject<void> {
  const stop = stops.get(own) ?? new Subject<void>()
  stops.set(own, stop)
  return stop
}

/** Throws INVALID_ARGUMENT, INVALID_OPTION and UNKNOWN_OPTION for what is no action. */
function actionOf(given: unknown, data: Readonly<Record<string, Data>>): NetworkAction {
  if (!isRecord(given)) {
    throw new NeuriteError(invalidArgument('act', 'action', given, "an action: { do: 'train', data: rows }"))
  }
  const name = given.do
  const table = typeof name === 'string' && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (table === undefined) {
    throw new NeuriteError(invalidOption('do', name, `one of ${Object.keys(ACTIONS).join(', ')}`, 'the action'))
  }
  const action = readOptions(given, `the action ${name}`, table) as Record<string, unknown>
  const named = (value: unknown): unknown => (typeof value === 'string' ? dataNamed(value, data) : value)
  if (name === 'train') return { ...action, data: named(action.data) } as NetworkAction
  const { change } = action
  if (!isRecord(change) || change.data === undefined) return action as unknown as NetworkAction
  return { ...action, change: { ...change, data: named(change.data) } } as unknown as NetworkAction
}

function dataNamed(name: string, data: Readonly<Record<string, Data>>): Data {
  if (Object.hasOwn(data, name)) return data[name] as Data
  const known = Object.keys(data)
  const wants = known.length === 0 ? 'rows: no data was handed to act by name' : `rows, or one of ${known.join(', ')}`
  throw new NeuriteError(invalidOption('data', name, wants, 'the action'))
}
