/** What of a past is to be kept, item by item. */

import type { StepData } from '../../data/step-data.ts'
import type { Graph } from '../../graph/graph.ts'
import { graphToJSON } from '../../graph/json.ts'
import type { Item } from '../../history/item.ts'
import type { Address } from '../../history/log.ts'
import { graphFingerprint } from '../../state/graph-fingerprint.ts'
import type { Snapshot } from '../../state/snapshot.ts'
import type { Action } from '../../train/action.ts'
import type { Past } from '../../train/past.ts'
import { actionToJSON } from './action-json.ts'
import { snapshotItem } from './snapshot-item.ts'

export const TIMELINE_VERSION = 1

/** An item that is made when it is written. `mark` changes with its content; what it was made from must not. */
export interface KeptItem {
  readonly key: string
  readonly mark: string | number
  make(): Item
}

/**
 * The items of a past as it is now, in the order of use: what the log refers to, the log, the measures and rows, then the
 * states. Later actions do not show in them. Throws THROUGH_NOT_JSON where a graph has an operator.
 */
export function keptItems(past: Past, now: Snapshot, withData: boolean): KeptItem[] {
  const { history } = past
  const { log, head, keyframes, measures } = history
  const states = [...keyframes.all()]
  const graphs = new Map<string, Graph>()
  const data = new Map<string, StepData>()
  const refer = (graph: Graph): void => void graphs.set(graphFingerprint(graph), graph)
  refer(now.graph)
  for (const { state } of states) refer(state.graph)
  const entries: KeptItem[] = []
  for (const { index, entryCount } of log.branches) {
    for (let k = 0; k < entryCount; k++) {
      const { action, first, start, isStep, count } = log.entry(index, k)
      collect(action, refer, data)
      const json = { branch: index, index: k, first, start, isStep, count, action: actionToJSON(action) }
      entries.push(plain(`entry/${pad(index)}/${pad(k)}`, count, json))
    }
  }
  const meta = { version: TIMELINE_VERSION, head, spacing: keyframes.spacing }
  return [
    plain('meta', JSON.stringify(meta), meta),
    ...Array.from(graphs, ([print, graph]) => plain(`graph/${print}`, 0, graphToJSON(graph))),
    ...Array.from(data, ([print, each]) => dataItem(print, each, past.data.held(print), withData)),
    ...log.branches.map(({ index, name, parent, startStep }) =>
      plain(`branch/${pad(index)}`, name, { name, parent, startStep }),
    ),
    // With these and the log everything can be recomputed, whatever is lost behind them.
    ...states.filter(({ pinned }) => pinned).map(kept),
    ...entries,
    ...past.notes.map((note, k) => plain(`note/${pad(k)}`, JSON.stringify(note), note)),
    ...Array.from(past.rowLog.stretches(), ({ first, inputs, targets, values }) =>
      numbered(`row/${pad(first)}`, values.length, { first, inputs, targets }, values),
    ),
    ...states.filter(({ pinned }) => !pinned).map(kept),
    ...Array.from(measures.stretches(), ({ branch, start, values }) =>
      numbered(`loss/${pad(branch)}/${pad(start)}`, values.length, { branch, start }, values),
    ),
    {
      key: 'now',
      mark: `${head.branch} ${head.position}`,
      make: () => stateItem('now', now, head.branch, head.position),
    },
  ]
}

function kept({ branch, position, state }: Address & { readonly state: Snapshot }): KeptItem {
  const key = `state/${pad(branch)}/${pad(position)}`
  return { key, mark: 0, make: () => stateItem(key, state, branch, position) }
}

function stateItem(key: string, state: Snapshot, branch: number, position: number): Item {
  const { head, numbers } = snapshotItem(key, state)
  return { key, head: { branch, position, state: head }, numbers }
}

function collect(action: Action, refer: (graph: Graph) => void, data: Map<string, StepData>): void {
  if (action.type === 'batch') data.set(action.data.fingerprint, action.data)
  if (action.type !== 'change') return
  const { graph, data: other } = action.change ?? {}
  if (graph !== undefined) refer(graph)
  if (other !== undefined) data.set(other.fingerprint, other)
}

/** The rows, or what they must be known by. */
function dataItem(print: string, data: StepData, held: StepData | null, withData: boolean): KeptItem {
  const { rows, inputs, targets } = data
  const key = `data/${print}`
  const isGone = withData && held === null
  const head = { rows, inputs, targets, ...(isGone && { gone: true }) }
  return {
    key,
    // What was written stays, whether it is let go here or not.
    mark: 0,
    make: () => ({ key, head, numbers: withData && held !== null ? joined(held.matrices()) : null }),
  }
}

function joined(matrices: ReturnType<StepData['matrices']>): Float64Array | null {
  if (matrices === null) return null
  const { inputs, targets } = matrices
  const numbers = new Float64Array(inputs.length + targets.length)
  numbers.set(inputs)
  numbers.set(targets, inputs.length)
  return numbers
}

const pad = (index: number): string => String(index).padStart(12, '0')

const plain = (key: string, mark: string | number, head: unknown): KeptItem => ({
  key,
  mark,
  make: () => ({ key, head, numbers: null }),
})

/** Stretches only grow: those of now are views of numbers that stay. */
const numbered = (key: string, mark: number, head: unknown, numbers: Float64Array): KeptItem => ({
  key,
  mark,
  make: () => ({ key, head, numbers: numbers.slice() }),
})
