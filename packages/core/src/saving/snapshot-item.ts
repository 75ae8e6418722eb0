/** A snapshot as an item: what is small as JSON, the numbers in one row, the graph by its fingerprint. */

import { invalidFormat } from '../errors/files.ts'
import { wrongLength } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Item } from '../files/item.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { layout } from '../plan/layout.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import { type ParameterStore, storeOf } from '../state/parameter-store.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { snapshotOf } from '../state/update.ts'
import type { SnapshotHead } from './kept-heads.ts'

export function snapshotItem(key: string, snapshot: Snapshot): Item {
  const { graph, parameters, slots, optimizer, hyperparameters, since, seed, step, cursor } = snapshot
  const names = Object.keys(slots)
  const numbers = new Float64Array(parameters.length * (1 + names.length))
  parameters.copyInto(numbers)
  names.forEach((name, k) => {
    slots[name]?.copyInto(numbers, (k + 1) * parameters.length)
  })
  const small = { optimizer, hyperparameters, since, seed, step, cursor }
  const head: SnapshotHead = { ...small, graph: graphFingerprint(graph), slots: names }
  return { key, head, numbers }
}

/**
 * The snapshot again, of a head that fits its form. Throws INVALID_FORMAT where the optimizer keeps other slots, WRONG_LENGTH
 * where the numbers do not suit the graph.
 */
export function snapshotOfItem(
  { key, numbers }: Item,
  head: SnapshotHead,
  graph: Graph,
  { slots: kept }: Optimizer,
): Snapshot {
  const { slots: names, optimizer, hyperparameters, since, seed, step, cursor } = head
  const { parameters: length } = layout(graph)
  if (names.length !== kept.length || new Set(names).size !== names.length || !kept.every((it) => names.includes(it))) {
    throw new NeuriteError(invalidFormat(`its optimizer keeps ${kept.join(', ') || 'nothing'}`, { key }))
  }
  const wants = length * (1 + names.length)
  if (numbers?.length !== wants) throw new NeuriteError(wrongLength({ key }, key, numbers?.length ?? 0, wants))
  const store = (k: number): ParameterStore => storeOf(numbers.subarray(k * length, (k + 1) * length))
  const slots = Object.fromEntries(names.map((name, k) => [name, store(k + 1)]))
  const small = { optimizer, hyperparameters, since, seed, step, cursor }
  return snapshotOf({ ...small, graph, parameters: store(0), slots })
}
