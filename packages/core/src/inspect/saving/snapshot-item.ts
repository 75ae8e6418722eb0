/** A snapshot as an item: what is small as JSON, the numbers in one row, the graph by its fingerprint. */

import { invalidFormat, NeuriteError } from '../../errors.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Item } from '../../history/item.ts'
import { graphFingerprint } from '../../state/graph-fingerprint.ts'
import { ParameterStore } from '../../state/parameter-store.ts'
import type { Snapshot } from '../../state/snapshot.ts'
import type { SnapshotFields } from '../../state/snapshot-fields.ts'
import { snapshotOf } from '../../state/update.ts'

type Head = Omit<SnapshotFields, 'graph' | 'parameters' | 'slots'> & {
  readonly graph: string
  readonly slots: readonly string[]
}

export function snapshotItem(key: string, snapshot: Snapshot): Item {
  const { graph, parameters, slots, optimizer, hyperparameters, since, seed, step, cursor } = snapshot
  const names = Object.keys(slots)
  const numbers = new Float64Array(parameters.length * (1 + names.length))
  parameters.copyInto(numbers)
  names.forEach((name, k) => {
    slots[name]?.copyInto(numbers, (k + 1) * parameters.length)
  })
  const small = { optimizer, hyperparameters, since, seed, step, cursor }
  const head: Head = { ...small, graph: graphFingerprint(graph), slots: names }
  return { key, head, numbers }
}

/** The snapshot again. Throws INVALID_FORMAT where its graph is none of these, WRONG_LENGTH where the numbers do not suit it. */
export function snapshotOfItem({ key, head, numbers }: Item, graphs: ReadonlyMap<string, Graph>): Snapshot {
  const { graph: print, slots: names, ...small } = head as Head
  const graph = graphs.get(print)
  if (graph === undefined || numbers === null) {
    throw new NeuriteError(invalidFormat(`${key} belongs to a graph that is not there`, { key }))
  }
  const length = numbers.length / (1 + names.length)
  const store = (k: number): ParameterStore => ParameterStore.copyOf(numbers.slice(k * length, (k + 1) * length))
  const slots = Object.fromEntries(names.map((name, k) => [name, store(k + 1)]))
  return snapshotOf({ ...small, graph, parameters: store(0), slots })
}
