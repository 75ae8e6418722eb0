/** A snapshot from the JSON of `snapshotToJSON`, checked as a whole before anything is made of it. */

import { invalidFormat, NeuriteError, newerFormat } from '../errors.ts'
import type { DefinitionTable, Options, Reference } from '../graph/definition.ts'
import { graphFromJSON } from '../graph/from-json.ts'
import type { Hyperparameters } from '../optimize/optimizer.ts'
import type { Cursor, Run } from './cursor.ts'
import { floatsFromBase64 } from './floats-base64.ts'
import { ParameterStore } from './parameter-store.ts'
import type { Snapshot } from './snapshot.ts'
import { checksum, SNAPSHOT_FORMAT, SNAPSHOT_VERSION } from './snapshot-to-json.ts'
import { snapshotOf } from './update.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads what `snapshotToJSON` wrote, as text or as the value of that text. The table resolves the names of kinds,
 * activations, losses and initializers; the optimizer stays a reference. Throws INVALID_FORMAT (naming the field),
 * NEWER_FORMAT, WRONG_LENGTH where the numbers do not suit the graph, and what `graphFromJSON` throws.
 *
 * @example
 * const snapshot = snapshotFromJSON(localStorage.model, standardKinds)
 */
export function snapshotFromJSON(json: unknown, table: DefinitionTable): Snapshot {
  const given = record(typeof json === 'string' ? parse(json) : json, 'snapshot')
  checkVersion(given)
  const slots: Record<string, ParameterStore> = {}
  for (const [name, text] of Object.entries(record(given.slots, 'slots'))) slots[name] = store(text, `slots.${name}`)
  const snapshot = snapshotOf({
    graph: graphFromJSON(given.graph, table),
    parameters: store(given.parameters, 'parameters'),
    slots,
    optimizer: optimizer(given.optimizer),
    hyperparameters: hyperparameters(given.hyperparameters),
    since: given.since === undefined ? 0 : whole(given.since, 'since'),
    seed: whole(given.seed, 'seed', Number.MIN_SAFE_INTEGER),
    step: whole(given.step, 'step'),
    cursor: cursor(given.cursor),
  })
  const has = checksum(snapshot)
  if (given.checksum !== has) refuse('checksum', `the content has the checksum ${has}, not ${String(given.checksum)}`)
  return snapshot
}

function refuse(field: string, what: string): never {
  throw new NeuriteError(invalidFormat(what, { field }))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NeuriteError(invalidFormat('the text is no JSON', { field: 'snapshot' }), { cause: error })
  }
}

function checkVersion({ format, version }: Fields): void {
  if (format !== SNAPSHOT_FORMAT) refuse('format', `this is no ${SNAPSHOT_FORMAT}`)
  if (typeof version === 'number' && version > SNAPSHOT_VERSION) {
    throw new NeuriteError(newerFormat(SNAPSHOT_FORMAT, version, SNAPSHOT_VERSION))
  }
  if (version !== SNAPSHOT_VERSION) refuse('version', `${String(version)} is no version`)
}

function record(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  return refuse(field, `${field} is no object`)
}

function text(value: unknown, field: string): string {
  return typeof value === 'string' ? value : refuse(field, `${field} is no string`)
}

function whole(value: unknown, field: string, least = 0): number {
  if (Number.isSafeInteger(value) && (value as number) >= least) return value as number
  return refuse(field, `${field} is no whole number${least === 0 ? ' from 0 up' : ''}`)
}

function store(value: unknown, field: string): ParameterStore {
  const numbers = floatsFromBase64(text(value, field))
  if (numbers instanceof Float64Array) return ParameterStore.copyOf(numbers)
  throw new NeuriteError(invalidFormat(`${field} breaks off at character ${numbers.at}`, { field, ...numbers }))
}

function optimizer(value: unknown): Reference {
  if (typeof value === 'string') return value
  const { name, options } = record(value, 'optimizer')
  return { name: text(name, 'optimizer.name'), options: record(options, 'optimizer.options') as Options }
}

function hyperparameters(value: unknown): Hyperparameters {
  const given = record(value, 'hyperparameters')
  for (const [name, each] of Object.entries(given)) {
    if (typeof each === 'boolean' || Number.isFinite(each)) continue
    refuse(`hyperparameters.${name}`, `${name} is neither a finite number nor true or false`)
  }
  return given as Hyperparameters
}

function cursor(value: unknown): Cursor {
  const { epoch, batch, run } = record(value, 'cursor')
  return {
    epoch: whole(epoch, 'cursor.epoch'),
    batch: whole(batch, 'cursor.batch'),
    run: run === null ? null : runUnderWay(record(run, 'cursor.run')),
  }
}

function runUnderWay({ data, batchSize, shuffle, firstEpoch, epochs }: Fields): Run {
  if (typeof shuffle !== 'boolean') refuse('cursor.run.shuffle', 'cursor.run.shuffle is neither true nor false')
  return {
    data: text(data, 'cursor.run.data'),
    batchSize: whole(batchSize, 'cursor.run.batchSize'),
    shuffle,
    firstEpoch: whole(firstEpoch, 'cursor.run.firstEpoch'),
    epochs: epochs === null ? null : whole(epochs, 'cursor.run.epochs'),
  }
}
