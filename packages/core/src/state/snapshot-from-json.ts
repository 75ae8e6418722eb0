/** A snapshot from the JSON of `snapshotToJSON`, checked as a whole before anything is made of it. */

import { demandObject } from '../door/demand.ts'
import {
  constant,
  either,
  type Form,
  fit,
  list,
  type Misfit,
  orNone,
  record,
  table,
  text,
  whole,
} from '../door/form.ts'
import { parsed } from '../door/parsed.ts'
import { invalidFormat, newerFormat } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { graphFromJSON } from '../graph/compose/from-json.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import { referenceForm } from '../graph/contracts/reference-form.ts'
import { cursorForm, hyperparametersForm } from './cursor-form.ts'
import { floatsFromBase64 } from './floats-base64.ts'
import { type ParameterStore, storeOf } from './parameter-store.ts'
import type { Snapshot } from './snapshot.ts'
import { checksum, SNAPSHOT_FORMAT, SNAPSHOT_VERSION, type SnapshotJson } from './snapshot-to-json.ts'
import { snapshotOf } from './update.ts'

const formatForm: Form<{ readonly format: string; readonly version: number }> = record({
  format: constant(SNAPSHOT_FORMAT),
  version: whole(1),
})

/** Numbers in one text, or in several. */
const numbers: Form<SnapshotJson['parameters']> = either(text(), list(text()))

const snapshotForm: Form<Omit<SnapshotJson, 'graph'>> = record<Omit<SnapshotJson, 'graph'>>({
  format: constant(SNAPSHOT_FORMAT),
  version: whole(1),
  optimizer: referenceForm,
  hyperparameters: hyperparametersForm,
  since: orNone(whole()),
  seed: whole(Number.MIN_SAFE_INTEGER),
  step: whole(),
  cursor: cursorForm,
  parameters: numbers,
  slots: table(numbers),
  checksum: text(),
})

/**
 * Reads what `snapshotToJSON` wrote, as text or as the value of that text. The table resolves the names of kinds,
 * activations, losses and initializers; the optimizer stays a reference. Throws INVALID_FORMAT (naming the field),
 * NEWER_FORMAT, WRONG_LENGTH where the numbers do not suit the graph, and what `graphFromJSON` throws.
 *
 * @example
 * const snapshot = snapshotFromJSON(localStorage.model, standard)
 */
export function snapshotFromJSON(json: unknown, table: Definitions): Snapshot {
  demandObject(table, 'fromJSON', 'definitions', 'a table of definitions, such as standard')
  const given = parsed(json)
  const { version } = fit(formatForm, given, refused)
  if (version > SNAPSHOT_VERSION) throw new NeuriteError(newerFormat(SNAPSHOT_FORMAT, version, SNAPSHOT_VERSION))
  const { checksum: wanted, since = 0, ...fields } = fit(snapshotForm, given, refused)
  const slots = Object.entries(fields.slots).map(([name, one]) => [name, store(one, `slots.${name}`)])
  const { optimizer, hyperparameters, seed, step, cursor } = fields
  const snapshot = snapshotOf({
    graph: graphFromJSON((given as { graph?: unknown }).graph, table),
    parameters: store(fields.parameters, 'parameters'),
    slots: Object.fromEntries(slots),
    optimizer,
    hyperparameters,
    since,
    seed,
    step,
    cursor,
  })
  const has = checksum(snapshot)
  if (wanted !== has) {
    throw new NeuriteError(invalidFormat(`the content has the checksum ${has}, not ${wanted}`, { field: 'checksum' }))
  }
  return snapshot
}

function refused({ at, wants }: Misfit): NeuriteError {
  const field = at === '' ? 'snapshot' : at
  return new NeuriteError(invalidFormat(`${field} is not ${wants}`, { field }))
}

function store(given: string | readonly string[], field: string): ParameterStore {
  const pieces = (typeof given === 'string' ? [given] : given).map((piece) => floats(piece, field))
  const [first = new Float64Array()] = pieces
  if (pieces.length < 2) return storeOf(first)
  const whole = new Float64Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return storeOf(whole)
}

function floats(given: string, field: string): Float64Array {
  const read = floatsFromBase64(given)
  if (read instanceof Float64Array) return read
  throw new NeuriteError(invalidFormat(`${field} breaks off at character ${read.at}`, { field, ...read }))
}
