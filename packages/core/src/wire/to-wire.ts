/** What a network is and does, as plain values. */

import { option, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidArgument } from '../errors/options.ts'
import { graphToJSON } from '../graph/value/json.ts'
import type { Quantity } from '../signal.ts'
import { isStore } from '../state/parameter-store.ts'
import { OwnSnapshot } from '../state/snapshot.ts'
import { snapshotToJSON } from '../state/snapshot-to-json.ts'
import { QUANTITIES } from '../step/quantity.ts'
import { floatsToWire, isNumbers, numberToWire } from './numbers.ts'
import { isGraph } from './states.ts'
import { DEEPEST, TABLE } from './table.ts'
import type { ToWireOptions } from './wired.ts'

/** A plain value: it survives `structuredClone` and JSON. */
export type Wire =
  | null
  | undefined
  | boolean
  | number
  | string
  | Float64Array
  | readonly Wire[]
  | { readonly [field: string]: Wire }

const OPTIONS: TableOf<ToWireOptions> = {
  nodes: option('a list of nodes', (value) => Array.isArray(value) && value.every((id) => typeof id === 'string')),
  values: option(`a list of ${QUANTITIES.join(', ')}`, (value) => {
    return Array.isArray(value) && value.every((what) => QUANTITIES.includes(what as Quantity))
  }),
}

/**
 * Anything that a network is asked for or tells, as a plain value that survives `structuredClone` (`postMessage`) and JSON:
 * signals, events of `events$` and `history$`, graphs, plans, snapshots and views of their nodes, steps, a walk's place,
 * findings, diffs, causes, traces, issues and refusals, actions, and lists and records of these. `fromWire` reads it.
 *
 * Numbers are written as they are; those that JSON has no word for, as `{ $number: 'NaN' }` (likewise '-0', 'Infinity',
 * '-Infinity'). A row of numbers is a Float64Array, which `structuredClone` keeps, and which JSON.stringify writes as
 * `{ $float64: … }`, base64 of its little-endian bytes; what came by `structuredClone` goes to JSON by `toWire` again.
 * A graph or a snapshot is what `toJSON` of /files gives. Of a step only what is asked for goes along.
 *
 * Throws INVALID_ARGUMENT for what holds a function or anything else that is not plain, and THROUGH_NOT_JSON.
 *
 * @example
 * net.history$.subscribe((event) => port.postMessage(toWire(event)))
 * socket.send(JSON.stringify(toWire(step, { nodes: ['h4'], values: ['activation'] })))
 */
export function toWire(value: unknown, options?: ToWireOptions): Wire {
  return written(value, readOptions(options, 'toWire', OPTIONS), 0)
}

function written(value: unknown, options: ToWireOptions, depth: number): Wire {
  if (typeof value === 'number') return numberToWire(value) as Wire
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || value === undefined) return value
  if (typeof value !== 'object' || depth > DEEPEST) throw notPlain(value)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return floatsToWire(value as unknown as Float64Array)
  if (Array.isArray(value)) return Array.from(value, (each) => written(each, options, depth + 1))
  if (value instanceof OwnSnapshot) return snapshotToJSON(value) as unknown as Wire
  if (isStore(value)) return floatsToWire(value.slice())
  if (isGraph(value)) return graphToJSON(value) as unknown as Wire
  for (const [name, { is, write }] of Object.entries(TABLE)) {
    if (is(value)) return { wire: name, ...fieldsOf(write(value as never, options), options, depth) }
  }
  if (Object.prototype.toString.call(value) !== '[object Object]') throw notPlain(value)
  return isAmbiguous(value)
    ? { wire: 'record', entries: Object.entries(value).map((entry) => written(entry, options, depth + 1)) }
    : fieldsOf(value, options, depth)
}

function fieldsOf(value: object, options: ToWireOptions, depth: number): { readonly [field: string]: Wire } {
  const fields: [string, Wire][] = []
  for (const [field, inner] of Object.entries(value)) {
    if (inner !== undefined) fields.push([field, written(inner, options, depth + 1)])
  }
  return Object.fromEntries(fields)
}

/** A record whose reader would take it for something else; what is on its way already stays as it is. */
function isAmbiguous(value: object): boolean {
  const [[key, only] = ['', null], second] = Object.entries(value)
  if (second === undefined && isNumbers(key)) return typeof only !== 'string'
  const { wire } = value as { wire?: unknown }
  return typeof wire === 'string' && wire !== 'record' && !Object.hasOwn(TABLE, wire)
}

const notPlain = (value: unknown): NeuriteError =>
  new NeuriteError(invalidArgument('toWire', 'value', value, 'what a network tells or is asked for, or plain values'))
