/** `edit(graph, recipe)` and `patch(graph, patches)`: the next graph, and the way back. The only file here that knows Immer. */

import { enablePatches, Immer, immerable, type Patch } from 'immer'
import { demand, demandFunction } from '../../door/demand.ts'
import { isObject } from '../../door/option.ts'
import { invalidFormat } from '../../errors/files.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { nodeIssues } from '../check/node-issues.ts'
import { refuse } from '../check/refuse.ts'
import { errorsIn } from '../check/validate.ts'
import { DefinitionNames } from '../value/definition-names.ts'
import { demandGraph, type Graph, type GraphNode, type NodeId, nodesInOrder } from '../value/graph.ts'
import { graphPrototype } from '../value/graph-prototype.ts'
import type { IdsIn, InputsIn, RawWith } from '../value/known.ts'
import { shareFanIns } from '../value/share-fan-ins.ts'
import { finish } from './finish.ts'
import type { Recipe } from './recipe.ts'
import { write } from './write.ts'

export type { Patch } from 'immer'

export interface GraphEdit<G = Graph> {
  readonly graph: G
  /** `patch(before, patches)` is the graph after. */
  readonly patches: readonly Patch[]
  /** `patch(after, inversePatches)` is the graph before. */
  readonly inversePatches: readonly Patch[]
}

type Writable<T> = { -readonly [key in keyof T]: T[key] }
type OpenGraph = Writable<Omit<Graph, 'nodes' | 'order'>> & { nodes: Record<NodeId, GraphNode>; order: NodeId[] }

// Here, since this file alone knows Immer.
Object.defineProperty(graphPrototype, immerable, { value: true })

enablePatches()
/** Of our own, so that nobody's setAutoFreeze(false) makes graphs mutable. */
const immer = new Immer({ autoFreeze: true, useStrictIteration: false })

/**
 * Changes a graph by the builder's words; the ids that the recipe returns are known beside those before. Nodes that did not change are shared with the graph before. Throws like
 * `graph`, and then nothing has happened.
 *
 * @example
 * const { graph: next, inversePatches } = edit(g, (g) => g.connect('x1', 'o6', { weight: 0 }))
 * patch(next, inversePatches) // g again
 */
export function edit<Id extends string, In extends string, Raw, Answer, R>(
  graph: Graph<Id, In, Raw, Answer>,
  recipe: Recipe<R>,
): GraphEdit<Graph<Id | IdsIn<R>, In | InputsIn<R>, RawWith<Raw, In, R>, Answer>>
export function edit(graph: Graph, recipe: Recipe): GraphEdit {
  demandGraph(graph, 'edit')
  demandFunction(recipe, 'edit', 'recipe', 'a function: edit(g, (g) => …)')
  const { draft, issues } = write(graph, recipe)
  const { changed, removed, appended, order, inputs, outputs, losses, frozen, kinds } = finish(draft)
  const [next, patches, inversePatches] = immer.produceWithPatches(graph, (draft) => {
    const open = draft as unknown as OpenGraph
    for (const id of removed) delete open.nodes[id]
    for (const [id, node] of changed) open.nodes[id] = node
    if (appended === null) open.order = order as NodeId[]
    else for (const id of appended) open.order.push(id)
    Object.assign(open, { inputs, outputs, losses, kinds })
    if (frozen === undefined) delete open.frozen
    else open.frozen = frozen
  })
  const isSound = !draft.rewired && !draft.kindsLeft && losses === graph.losses && outputs === graph.outputs
  refuse([...issues, ...(isSound ? nodeIssues(changed.values(), kinds) : errorsIn(next))])
  if (!isSound) new DefinitionNames(graph).add(next)
  return Object.freeze({ graph: next, patches: Object.freeze(patches), inversePatches: Object.freeze(inversePatches) })
}

/**
 * The graph that these patches lead to; inverse patches lead back to a graph deep equal to the one before. Patches may
 * have been JSON meanwhile, if no definition and no operator is in them. Throws what is wrong with the outcome.
 */
export function patch<G extends Graph<string, string, never, unknown>>(graph: G, patches: readonly Patch[]): G
export function patch(graph: Graph, patches: readonly Patch[]): Graph {
  demandGraph(graph, 'patch')
  demand(Array.isArray(patches) && patches.every(isPatch), 'patch', 'patches', patches, 'the patches of an edit')
  const next = immer.produce(graph, (draft) => {
    for (const one of patches) apply(draft, one)
  })
  refuse(errorsIn(next))
  new DefinitionNames(graph).add(next)
  return withSharedFanIns(next, graph)
}

/** Immer's own `applyPatches` would copy every value, and refuses an id such as 'constructor'. */
function apply(draft: unknown, { op, path, value }: Patch): void {
  const last = path.at(-1)
  let parent = draft
  for (const key of path.slice(0, -1)) parent = own(parent, key)
  if (typeof parent !== 'object' || parent === null || last === undefined || last === '__proto__')
    throw noSuchPlace(path)
  const at = parent as Record<string | number, unknown>
  if (Array.isArray(parent) && op !== 'replace') {
    if (op === 'add') parent.splice(Number(last), 0, value)
    else parent.splice(Number(last), 1)
  } else if (op === 'remove') delete at[last]
  else at[last] = value
}

const isPatch = (value: unknown): boolean =>
  isObject(value) && Array.isArray(value.path) && ['add', 'remove', 'replace'].includes(value.op as string)

function own(parent: unknown, key: string | number): unknown {
  const there = typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
  return there ? (parent as Record<string | number, unknown>)[key] : undefined
}

const noSuchPlace = (path: Patch['path']): NeuriteError =>
  new NeuriteError(
    invalidFormat(
      `the graph has no place ${path.join('.')}`,
      { at: path.join('.') },
      'apply patches to the graph that they were made from',
    ),
  )

/** Patches that were JSON bring arrays of their own; equal fan-ins become one array again. */
function withSharedFanIns(next: Graph, before: Graph): Graph {
  const isNew = (node: GraphNode): boolean => !Object.hasOwn(before.nodes, node.id) || before.nodes[node.id] !== node
  const nodes = nodesInOrder(next)
  const share = shareFanIns(nodes.filter((node) => !isNew(node)))
  const other = nodes.filter((node) => isNew(node) && share(node.inputs) !== node.inputs)
  if (other.length === 0) return next
  return immer.produce(next, (draft) => {
    const open = draft as unknown as OpenGraph
    for (const node of other) open.nodes[node.id] = Object.freeze({ ...node, inputs: share(node.inputs) })
  })
}
