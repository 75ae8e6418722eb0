/** A change that is no step: other weights, rates, optimizer, graph or data. One change is one action, undone as one. */

import { type Data, type Dataset, dataset } from '../data/dataset.ts'
import type { StepData } from '../data/step-data.ts'
import { nearest } from '../door/nearest.ts'
import { checkedLater, holding, isObject, isRecord, option, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { invalidWeight, noWeight, unknownEdge, unknownNode, unusedBias } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption, unknownOption } from '../errors/options.ts'
import { refuse } from '../graph/check/refuse.ts'
import { errorsIn } from '../graph/check/validate.ts'
import { edit } from '../graph/compose/edit.ts'
import type { Recipe } from '../graph/compose/recipe.ts'
import { reference } from '../graph/contracts/definition.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph, GraphNode, NodeId } from '../graph/value/graph.ts'
import { initialSlots } from '../optimize/initial-slots.ts'
import { anOptimizer, STEERING } from '../optimize/is-optimizer.ts'
import type { Hyperparameters, Optimizer } from '../optimize/optimizer.ts'
import { tryOut } from '../optimize/try-out.ts'
import { layout } from '../plan/layout.ts'
import { offsetOf, type ParameterStretch, stretches } from '../plan/parameters.ts'
import { carry } from '../state/carry.ts'
import { type ParameterStore, storeOf } from '../state/parameter-store.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { nextSnapshot } from '../state/update.ts'
import { edgeAt, edgeName, nodeName, sourceNames } from '../text/names.ts'

/** Learned numbers by node, as `snapshot.node(id)` gives them; what is left out stays. */
export type ParameterValues = Readonly<Record<NodeId, NodeParameters>>

/** What of a node is set; what is left out stays. */
export interface NodeParameters {
  readonly bias?: number
  readonly weights?: Readonly<Record<NodeId, number>>
  /** What else it learns, by name, all numbers of a name: `{ slope: [0.1] }`. */
  readonly parameters?: Readonly<Record<string, readonly number[]>>
}

/** What is changed; at least one of these. They are applied in this order. */
export interface MadeChange {
  /** The next graph. Numbers of nodes and edges that stay are carried over, those of new ones drawn or as it gives them. */
  readonly graph?: Graph
  /** Another optimizer. One of the same name with the same slots keeps what it had gathered; any other begins anew. */
  readonly optimizer?: Optimizer
  /** Those of the optimizer that change: `{ learningRate: 0.01 }`. */
  readonly hyperparameters?: Hyperparameters
  readonly parameters?: ParameterValues
  /** Goes on in other data, at the same place of the epoch: for a run that is under way. */
  readonly data?: StepData
}

/** A change as one writes it: a graph by a recipe for the one in force, data in any of its forms. */
export interface Change extends Omit<MadeChange, 'graph' | 'data'> {
  readonly graph?: Graph | Recipe
  readonly data?: Data
  /** Parameters that stay what they are from now on, by name, and such that learn again: as the builder's words do it. */
  readonly freeze?: readonly string[]
  readonly unfreeze?: readonly string[]
}

const isListOfNames = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one !== '')

const aRecord = <T>(wants: string) => option<T>(wants, isRecord)
const aGraph = option<Graph | Recipe>('a graph, or a recipe', (value) => typeof value === 'function' || isObject(value))

const names = option<readonly string[]>("a list of names, such as ['h4:bias']", isListOfNames)

export const CHANGE_OPTIONS: TableOf<Change> = {
  graph: aGraph,
  optimizer: { ...anOptimizer(), holds: [] },
  hyperparameters: {
    ...holding(aRecord<Hyperparameters>('an object, such as { learningRate: 0.01 }')),
    holds: STEERING,
  },
  parameters: holding(aRecord<ParameterValues>('an object by node, such as { h1: { bias: 0 } }'), 'bias', 'weights'),
  data: checkedLater<Data>('data'),
  freeze: names,
  unfreeze: names,
}

const PARAMETERS = {
  bias: checkedLater<number>('a finite number'),
  weights: aRecord<Record<NodeId, number>>('an object by source, such as { x1: 0.5 }'),
  parameters: aRecord<Record<string, readonly number[]>>('lists of numbers by name, such as { slope: [0.1] }'),
}

/**
 * A change with its graph and data made, and numbers of its own: what the caller writes later is no part of it. Throws what
 * is wrong with either, and INVALID_OPTION where nothing is changed.
 */
export function resolveChange(given: Change, before: Graph, once: (data: Dataset) => StepData): MadeChange {
  const read = readOptions(given, 'change', CHANGE_OPTIONS)
  const { graph: wanted, data, hyperparameters, parameters, freeze, unfreeze, ...rest } = read
  const steered = Object.keys(hyperparameters ?? {}).length + Object.values(parameters ?? {}).flatMap(namesIn).length
  if ([wanted, data, rest.optimizer, freeze, unfreeze].every((value) => value === undefined) && steered === 0) {
    throw new NeuriteError(invalidOption('change', given, 'a graph, optimizer, hyperparameters, parameters or data'))
  }
  const made = typeof wanted === 'function' ? edit(before, wanted).graph : wanted
  if (made !== undefined) refuse(errorsIn(made))
  const graph = freeze === undefined && unfreeze === undefined ? made : refrozen(made ?? before, freeze, unfreeze)
  return Object.freeze({
    ...rest,
    ...(hyperparameters !== undefined && { hyperparameters: Object.freeze({ ...hyperparameters }) }),
    ...(parameters !== undefined && { parameters: ownValues(parameters) }),
    ...(graph !== undefined && { graph }),
    ...(data !== undefined && { data: once(dataset(data, graph ?? before)) }),
  })
}

function refrozen(graph: Graph, freeze: readonly string[] = [], unfreeze: readonly string[] = []): Graph {
  const recipe: Recipe = (g) => {
    g.unfreeze(unfreeze)
    g.freeze(freeze)
  }
  return edit(graph, recipe).graph
}

/** What a node's change of parameters names. */
const namesIn = (value: unknown): string[] =>
  Object.values(readOptions(value, 'parameters', PARAMETERS)).flatMap((one) =>
    isObject(one) ? Object.keys(one) : 'bias',
  )

function ownValues(given: ParameterValues): ParameterValues {
  const owned = Object.entries(given).map(([id, value]) => {
    const { bias, weights, parameters } = readOptions(value, `parameters.${id}`, PARAMETERS)
    const lists = Object.entries(parameters ?? {}).map(([name, own]) => [name, Object.freeze(Array.from(own))] as const)
    const owned: NodeParameters = {
      ...(bias !== undefined && { bias }),
      ...(weights !== undefined && { weights: Object.freeze({ ...weights }) }),
      ...(parameters !== undefined && { parameters: Object.freeze(Object.fromEntries(lists)) }),
    }
    return [id, Object.freeze(owned)]
  })
  return Object.freeze(Object.fromEntries(owned))
}

/** The state after a change that was never made; what moves it is tried out on no parameters first. Throws as `changed`. */
export function triedChange(snapshot: Snapshot, change: MadeChange, optimizer: Optimizer): Snapshot {
  const next = changed(snapshot, change)
  tryOut(change.optimizer ?? optimizer, next.hyperparameters, next.graph)
  return next
}

/** The state after a change, by itself. Throws by code what is wrong with it; it depends on its arguments alone. */
export function changed(snapshot: Snapshot, change: MadeChange): Snapshot {
  const { graph, optimizer, hyperparameters, parameters, data } = change
  let next = snapshot
  if (graph !== undefined && graph !== next.graph) next = nextSnapshot(next, { graph, ...carry(next, graph) })
  if (optimizer !== undefined) next = withOptimizer(next, optimizer)
  if (hyperparameters !== undefined) next = withHyperparameters(next, hyperparameters)
  if (parameters !== undefined) next = nextSnapshot(next, { parameters: assigned(next, parameters) })
  const { cursor } = next
  if (data !== undefined && cursor.run !== null) {
    const run = Object.freeze({ ...cursor.run, data: data.fingerprint })
    next = nextSnapshot(next, { cursor: { ...cursor, run } })
  }
  return next
}

function withOptimizer(snapshot: Snapshot, optimizer: Optimizer): Snapshot {
  const before = snapshot.optimizer
  const name = typeof before === 'string' ? before : before.name
  const slotsBefore = Object.keys(snapshot.slots)
  const hasSlots =
    slotsBefore.length === optimizer.slots.length && optimizer.slots.every((s) => slotsBefore.includes(s))
  const isSame = hasSlots && name === optimizer.name
  const steering = { optimizer: reference(optimizer), hyperparameters: optimizer.hyperparameters }
  if (isSame) return nextSnapshot(snapshot, steering)
  const made = initialSlots(optimizer, snapshot.parameters.length)
  const slots = optimizer.slots.map((slot, k) => [slot, storeOf(made[k] ?? new Float64Array())])
  return nextSnapshot(snapshot, { ...steering, slots: Object.fromEntries(slots), since: snapshot.step })
}

function withHyperparameters(snapshot: Snapshot, given: Hyperparameters): Snapshot {
  const known = Object.keys(snapshot.hyperparameters)
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw new NeuriteError(unknownOption('hyperparameters', name, known, nearest(name, known)))
    }
  }
  return nextSnapshot(snapshot, { hyperparameters: { ...snapshot.hyperparameters, ...given } })
}

/** The parameters with these numbers in their places; all are looked at before any is written. */
function assigned({ graph, parameters }: Snapshot, given: ParameterValues): ParameterStore {
  const values = parameters.slice()
  const { lane, start } = layout(graph)
  for (const [id, { bias, weights = {}, parameters: others = {} }] of Object.entries(given)) {
    const at = lane.get(id)
    if (at === undefined) throw new NeuriteError(unknownNode(id))
    const node = graph.nodes[id] as GraphNode
    const kind = graph.kinds[node.kind] as NodeKind
    const first = start[at] as number
    if (bias !== undefined) {
      const own = offsetOf(kind, node.inputs.length, 'bias')
      if (own < 0) throw new NeuriteError(unusedBias(id, node.kind))
      if (!Number.isFinite(bias)) throw new NeuriteError(invalidOption(`the bias of ${id}`, bias, 'a finite number'))
      values[first + own] = bias + 0
    }
    for (const [from, weight] of Object.entries(weights)) {
      values[first + weightOffset(node, kind, from)] = finite(weight, from, id)
    }
    for (const [name, list] of Object.entries(others))
      values.set(ownList(node, kind, name, list), first + offsetOf(kind, node.inputs.length, name))
  }
  return storeOf(values)
}

/** Where the weight of an edge stands, by its source, named as in a view: `h4`, or `h4@1` where delays tell edges apart. */
function weightOffset(node: GraphNode, kind: NodeKind, from: string): number {
  const { inputs, delays } = node
  const named = sourceNames(node).indexOf(from)
  // A delay may be told where it tells nothing apart: logs hold such names.
  const either = (id: NodeId, slot: number): boolean => id === from || `${id}@${delays?.[slot] ?? 0}` === from
  const slot = named === -1 ? inputs.findIndex(either) : named
  if (slot === -1) throw new NeuriteError(unknownEdge(edgeName(from, node.id, 0)))
  const first = offsetOf(kind, inputs.length, 'weight')
  if (first < 0) throw new NeuriteError(noWeight(edgeAt(node, slot), node.id))
  return first + slot
}

/** All numbers of a name. Throws INVALID_OPTION where the node has no such, or another count of them. */
function ownList({ id, inputs }: GraphNode, kind: NodeKind, name: string, list: readonly number[]): readonly number[] {
  const others = stretches(kind, inputs.length).filter(({ declared }) => !['bias', 'weight'].includes(declared.name))
  const found = others.find(({ declared }) => declared.name === name)
  const where = `parameters of ${nodeName(id)}`
  if (found === undefined) {
    throw new NeuriteError(invalidOption(where, name, `names of what it learns: ${listed(others)}`))
  }
  if (list.length !== found.length || !list.every(Number.isFinite)) {
    throw new NeuriteError(invalidOption(`${name} of ${nodeName(id)}`, list, `${found.length} finite numbers`))
  }
  return list.map((value) => value + 0)
}

const listed = (all: readonly ParameterStretch[]): string =>
  all.length === 0 ? 'none but bias and weights' : all.map(({ declared }) => declared.name).join(', ')

function finite(weight: number, from: NodeId, to: NodeId): number {
  if (!Number.isFinite(weight)) throw new NeuriteError(invalidWeight(edgeName(from, to, 0), to, weight))
  // A −0 is a 0, as in JSON.
  return weight + 0
}
