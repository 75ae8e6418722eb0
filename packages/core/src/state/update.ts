/** How snapshots come to be: the first one, and the next one by Immer. Nothing is drafted below the root. */

import { freeze, Immer, immerable } from 'immer'
import { wrongLength } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { reference } from '../graph/contracts/definition.ts'
import type { Graph } from '../graph/value/graph.ts'
import { initialSlots } from '../optimize/initial-slots.ts'
import type { Hyperparameters, Optimizer } from '../optimize/optimizer.ts'
import { layout } from '../plan/layout.ts'
import { type Cursor, cursorAtStart } from './cursor.ts'
import { initialParameters } from './initial.ts'
import { type ParameterStore, storeOf } from './parameter-store.ts'
import { OwnSnapshot, type Snapshot } from './snapshot.ts'
import type { SnapshotFields } from './snapshot-fields.ts'

// Here, since this file alone knows Immer: a snapshot may be the base of `produce`, ours and anyone's.
Object.defineProperty(OwnSnapshot, immerable, { value: true })

// Our own, so that no `setAutoFreeze(false)` in an application thaws the history.
const immer = new Immer({ autoFreeze: true })

/** What changes from one snapshot to the next; whatever is left out is shared. */
export type SnapshotChange = Partial<SnapshotFields>

/** The state before the first update: parameters as the graph and the seed say, slots as the optimizer makes them. */
export function initialSnapshot(given: {
  readonly graph: Graph
  readonly optimizer: Optimizer
  readonly seed: number
}): Snapshot {
  const { graph, optimizer, seed } = given
  const made = initialSlots(optimizer, layout(graph).parameters)
  const slots: Record<string, ParameterStore> = {}
  optimizer.slots.forEach((name, k) => {
    slots[name] = storeOf(made[k] ?? new Float64Array())
  })
  return snapshotOf({
    graph,
    parameters: storeOf(initialParameters(graph, seed)),
    slots,
    optimizer: reference(optimizer),
    hyperparameters: optimizer.hyperparameters,
    since: 0,
    seed,
    step: 0,
    cursor: cursorAtStart,
  })
}

/** A snapshot of these fields. Throws WRONG_LENGTH where a store does not suit the graph, and INVALID_OPTION. */
export function snapshotOf(fields: SnapshotFields): Snapshot {
  return freeze(new OwnSnapshot(own(fields, fields)), true)
}

/** The snapshot after a change. Throws as `snapshotOf` does; `previous` is untouched in any case. */
export function nextSnapshot(previous: Snapshot, change: SnapshotChange): Snapshot {
  const owned = own(change, previous)
  return immer.produce(previous, (draft) => {
    Object.assign(draft, owned)
  })
}

/** The change, checked, with plain parts of its own: what a caller keeps of them may be written without harm. */
function own<Change extends SnapshotChange>(change: Change, base: SnapshotFields): Change {
  const { graph = base.graph, parameters = base.parameters, slots = base.slots } = change
  checkCounts(graph, parameters, slots)
  const owned: { -readonly [Key in keyof SnapshotFields]?: SnapshotFields[Key] } = { ...change }
  if (change.seed !== undefined) owned.seed = whole('seed', change.seed, Number.MIN_SAFE_INTEGER)
  if (change.since !== undefined) owned.since = whole('since', change.since)
  if (change.step !== undefined) owned.step = whole('step', change.step)
  if (change.cursor !== undefined) owned.cursor = ownCursor(change.cursor)
  if (change.hyperparameters !== undefined) owned.hyperparameters = ownHyperparameters(change.hyperparameters)
  // It is JSON by contract; a copy by way of text is free of anything else.
  if (change.optimizer !== undefined) owned.optimizer = JSON.parse(JSON.stringify(change.optimizer))
  return owned as Change
}

function checkCounts(graph: Graph, parameters: ParameterStore, slots: Readonly<Record<string, ParameterStore>>): void {
  const wants = layout(graph).parameters
  if (parameters.length !== wants) {
    throw new NeuriteError(wrongLength({ field: 'parameters' }, 'the store of parameters', parameters.length, wants))
  }
  for (const name in slots) {
    const has = (slots[name] as ParameterStore).length
    if (has !== wants) throw new NeuriteError(wrongLength({ field: `slots.${name}` }, `the slot ${name}`, has, wants))
  }
}

function ownCursor({ epoch, batch, run }: Cursor): Cursor {
  return {
    epoch: whole('cursor.epoch', epoch),
    batch: whole('cursor.batch', batch),
    run: run === null || Object.isFrozen(run) ? run : { ...run },
  }
}

function ownHyperparameters(given: Hyperparameters): Hyperparameters {
  const owned: Record<string, number | boolean> = {}
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'boolean' && !Number.isFinite(value)) {
      throw new NeuriteError(invalidOption(name, value, 'a finite number, true or false'))
    }
    owned[name] = typeof value === 'boolean' ? value : value + 0
  }
  return owned
}

/** A −0 becomes 0, here and above, since JSON knows no other. */
function whole(option: string, value: number, least = 0): number {
  if (Number.isSafeInteger(value) && value >= least) return value + 0
  throw new NeuriteError(invalidOption(option, value, least === 0 ? 'a whole number, 0 or more' : 'a safe integer'))
}
