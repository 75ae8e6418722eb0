/** Plain values from elsewhere, as what they were. */

import { demandObject } from '../door/demand.ts'
import { fit, list, text, tuple } from '../door/form.ts'
import { isObject } from '../door/option.ts'
import { parsed } from '../door/parsed.ts'
import { graphFromJSON } from '../graph/compose/from-json.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import { format as GRAPH_FORMAT } from '../graph/value/json-form.ts'
import { snapshotFromJSON } from '../state/snapshot-from-json.ts'
import { SNAPSHOT_FORMAT } from '../state/snapshot-to-json.ts'
import { isNumbers, misfit, numbersFromWire } from './numbers.ts'
import { DEEPEST, TABLE } from './table.ts'
import { anything } from './wired.ts'

/**
 * What `toWire` wrote, from the value, a clone of it, or its JSON, as value or text: the same signals, events, findings,
 * refusals … again, with equal values. Graphs, snapshots, plans and optimizers of one's own are made with the definitions that a
 * table gives (`standard` of @neurite/nodes); without one they stay the plain values that they are. A step comes as a
 * plain one, with what was sent along.
 *
 * It may come from a stranger: what has not the form it should have is refused. Throws INVALID_FORMAT, naming the place, and
 * what `fromJSON` of /files throws.
 *
 * @example
 * port.on('message', (message) => show(fromWire(message)))
 */
export function fromWire(json: unknown, definitions?: Definitions): unknown {
  if (definitions !== undefined)
    demandObject(definitions, 'fromWire', 'definitions', 'a table of definitions, such as standard')
  return read(parsed(json), definitions ?? null, '', 0)
}

function read(value: unknown, definitions: Definitions | null, at: string, depth: number): unknown {
  if (!isObject(value)) {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
      throw misfit(at, 'a plain value')
    return value
  }
  if (depth > DEEPEST) throw misfit(at, `nested at most ${DEEPEST} levels deep`)
  if (ArrayBuffer.isView(value)) return value instanceof Float64Array ? Float64Array.from(value) : value
  if (Array.isArray(value)) return Array.from(value, (each, k) => read(each, definitions, `${at}[${k}]`, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  // What is no plain value was not written by toWire: a graph, a dataset or a snapshot that never crossed a wire.
  if (prototype !== Object.prototype && prototype !== null) return value
  const keys = Object.keys(value)
  const [only] = keys
  if (keys.length === 1 && only !== undefined && isNumbers(only)) return numbersFromWire(only, value[only], at)
  if (value.format === GRAPH_FORMAT) return definitions === null ? value : graphFromJSON(value, definitions)
  if (value.format === SNAPSHOT_FORMAT) return definitions === null ? value : snapshotFromJSON(value, definitions)
  const { wire: name } = value
  const fields: Record<string, unknown> = Object.create(null)
  for (const key of keys) {
    if (key === 'wire' && typeof name === 'string') continue
    fields[key] = read(value[key], definitions, at === '' ? key : `${at}.${key}`, depth + 1)
  }
  const plain = Object.fromEntries(Object.entries(fields))
  return typeof name === 'string' ? named(name, plain, definitions, at) : plain
}

const entries = list(tuple<readonly [string, unknown]>(text(), anything))
const refused = ({ at, wants }: { readonly at: string; readonly wants: string }) => misfit(at, wants)

function named(name: string, fields: Record<string, unknown>, definitions: Definitions | null, at: string): unknown {
  if (name === 'record') return Object.fromEntries(fit(entries, fields.entries, refused, `${at}.entries`))
  const wired = Object.hasOwn(TABLE, name) ? TABLE[name] : undefined
  if (wired === undefined) throw misfit(at === '' ? 'wire' : `${at}.wire`, `one of ${Object.keys(TABLE).join(', ')}`)
  return wired.read(fit(wired.form, fields, refused, at), definitions)
}
