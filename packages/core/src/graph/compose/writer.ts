/** The builder's words, carried out on a draft. What is wrong is collected, not thrown; ends are not looked at here. */

import { definitionConflict, notAKind } from '../../errors/definitions.ts'
import { duplicateEdge, duplicateId, invalidId, unknownEdge, unknownNode, wrongLength } from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { invalidOption } from '../../errors/options.ts'
import { edgeName } from '../../text/names.ts'
import { isKind, isLoss } from '../contracts/is-definition.ts'
import type { NodeKind } from '../contracts/kind.ts'
import { sameDefinition } from '../contracts/same-definition.ts'
import type { Through } from '../contracts/through.ts'
import type { NodeId } from '../value/graph.ts'
import type { GraphDraft, NodeDraft } from './draft.ts'
import type { EdgeOptions, NodeChange, NodeOptions, NodesOptions, StartWeights } from './recipe.ts'
import { positiveZero, put, type SlotsOf, slotsOf, weigh } from './weigh.ts'

export class Writer {
  closed = false
  readonly #draft: GraphDraft
  readonly #issues: Issue[]

  constructor(draft: GraphDraft, issues: Issue[]) {
    this.#draft = draft
    this.#issues = issues
  }

  add(id: unknown, kind: NodeKind, options: NodeOptions): void {
    const { weights, bias } = options
    const node = this.#new(id, kind)
    if (node !== null) this.#fill([node], options, [weights], [bias])
  }

  addMany(ids: readonly unknown[], kind: NodeKind, options: NodesOptions): void {
    const { weights, bias } = options
    const each = this.#perNode('weights', weights, ids)
    const biases = typeof bias === 'number' ? ids.map(() => bias) : this.#perNode('bias', bias, ids)
    const nodes: NodeDraft[] = []
    const at: number[] = []
    ids.forEach((id, n) => {
      const node = this.#new(id, kind)
      if (node === null) return
      nodes.push(node)
      at.push(n)
    })
    this.#fill(
      nodes,
      options,
      at.map((n) => each?.[n]),
      at.map((n) => biases?.[n]),
    )
  }

  connect(from: readonly unknown[], to: readonly unknown[], { weight, delay = 0, through }: EdgeOptions): void {
    const sources = this.#ids(from)
    const ends = this.#ids(to)
    const different = [...new Set(ends)]
    if (different.length < ends.length) {
      const twice = ends.find((id, n) => ends.indexOf(id) !== n) as NodeId
      for (const source of sources) this.#issues.push(duplicateEdge(edgeName(source, twice, delay), twice))
    }
    const nodes = different.map((id) => this.#draft.node(id))
    const operators =
      through === undefined ? null : this.#through(through, edgeName(sources[0] ?? '', different[0] ?? '', delay))
    this.#append(nodes, sources, delay)
    for (const node of nodes) {
      const start = node.fanIn.ids.length - sources.length
      for (let slot = start; slot < node.fanIn.ids.length; slot++) {
        if (weight !== undefined) node.weights = put(node.weights, slot, positiveZero(weight), null)
      }
      if (operators !== null) node.through = withOperators(node.through, start, node.fanIn.ids.length, operators)
    }
  }

  disconnect(from: readonly unknown[], to: readonly unknown[], delay: number | undefined): void {
    const sources = new Set(this.#ids(from))
    for (const id of this.#ids(to)) {
      const found = new Set<NodeId>()
      if (this.#draft.has(id) || this.#draft.awaited.has(id)) {
        const node = this.#draft.node(id)
        const { delays } = node
        this.#draft.cut([node], (source, slot) => {
          const gone = sources.has(source) && (delay === undefined || (delays?.[slot] ?? 0) === delay)
          if (gone) found.add(source)
          return gone
        })
      }
      for (const source of sources)
        if (!found.has(source)) this.#issues.push(unknownEdge(edgeName(source, id, delay ?? 0)))
    }
  }

  remove(ids: readonly unknown[]): void {
    const there = new Set<NodeId>()
    for (const id of this.#ids(ids)) {
      if (this.#draft.has(id)) there.add(id)
      else this.#issues.push(unknownNode(id))
    }
    if (there.size > 0) this.#draft.remove(there)
  }

  set(id: NodeId, { kind, bias, weights }: NodeChange): void {
    if (typeof id !== 'string' || !this.#draft.has(id)) {
      this.#issues.push(typeof id === 'string' ? unknownNode(id) : invalidId(id))
      return
    }
    const node = this.#draft.node(id)
    if (kind !== undefined && this.#isKind(kind, id)) this.#draft.setKind(node, kind)
    if (bias !== undefined) node.bias = bias === null ? null : positiveZero(bias)
    if (weights === null) node.weights = null
    else if (weights !== undefined) this.#weigh(node, 0, weights, slotsOf(node.fanIn.ids))
  }

  loss(loss: unknown, nodes: readonly unknown[], weight: number): void {
    if (isLoss(loss)) this.#draft.losses.push({ loss, nodes: this.#ids(nodes), weight: positiveZero(weight) })
    else this.#issues.push(invalidOption('loss', loss, 'a loss, such as squaredError()'))
  }

  clearLosses(): void {
    this.#draft.losses = []
  }

  freeze(names: readonly unknown[], isFrozen: boolean): void {
    for (const name of names) {
      if (typeof name !== 'string' || name === '') {
        this.#issues.push(invalidOption('names', name, 'names, such as h4:bias', isFrozen ? 'g.freeze' : 'g.unfreeze'))
      } else if (isFrozen) this.#draft.frozen.add(name)
      else this.#draft.frozen.delete(name)
    }
  }

  outputs(ids: readonly unknown[]): void {
    this.#draft.outputs = this.#ids(ids)
  }

  #new(id: unknown, kind: NodeKind): NodeDraft | null {
    if (!isId(id)) this.#issues.push(invalidId(id))
    else if (this.#draft.has(id)) this.#issues.push(duplicateId(id))
    else if (this.#isKind(kind, id)) return this.#draft.add(id, kind)
    return null
  }

  /** The option, if it has one entry per node. */
  #perNode<T>(option: string, given: T | undefined, ids: readonly unknown[]): T | undefined {
    if (given === undefined || (Array.isArray(given) && given.length === ids.length)) return given
    const place = { option }
    if (Array.isArray(given)) this.#issues.push(wrongLength(place, `${option} per node`, given.length, ids.length))
    else this.#issues.push(invalidOption(option, given, 'one per node'))
    return undefined
  }

  #fill(
    nodes: readonly NodeDraft[],
    { from = [], delay = 0 }: NodeOptions | NodesOptions,
    weights: readonly (StartWeights | undefined)[],
    biases: readonly (number | undefined)[],
  ): void {
    const sources = this.#ids(flat(from))
    this.#append(nodes, sources, delay)
    const slots = slotsOf(sources)
    nodes.forEach((node, n) => {
      const [given, bias] = [weights[n], biases[n]]
      if (bias !== undefined) node.bias = positiveZero(bias)
      if (given !== undefined) this.#weigh(node, node.fanIn.ids.length - sources.length, given, slots)
    })
  }

  #append(nodes: readonly NodeDraft[], sources: readonly NodeId[], delay: number): void {
    this.#draft.append(nodes, sources)
    if (delay === 0) return
    for (const node of nodes) {
      const { length } = node.fanIn.ids
      for (let slot = length - sources.length; slot < length; slot++)
        node.delays = put(node.delays, slot, positiveZero(delay), 0)
    }
  }

  #weigh(node: NodeDraft, start: number, given: StartWeights, slots: SlotsOf): void {
    for (const issue of weigh(node, start, given, slots)) this.#issues.push(issue)
  }

  #through(given: unknown, edge: string): Through | null {
    const { operator, back } = (typeof given === 'function' ? { operator: given } : (given ?? {})) as Partial<Through>
    const sound = typeof operator === 'function' && (back === undefined || typeof back === 'function')
    if (sound) return Object.freeze(back === undefined ? { operator } : { operator, back })
    this.#issues.push(invalidOption(`through of ${edge}`, given, 'an RxJS operator, or { operator, back }'))
    return null
  }

  #isKind(kind: unknown, node: NodeId): kind is NodeKind {
    if (!isKind(kind)) this.#issues.push(notAKind(node, described(kind)))
    else if (sameDefinition(kind, this.#draft.knownKind(kind))) return true
    else this.#issues.push(definitionConflict(kind, node))
    return false
  }

  #ids(given: readonly unknown[]): NodeId[] {
    const sound: NodeId[] = []
    for (const id of given) {
      if (isId(id)) sound.push(id)
      else this.#issues.push(invalidId(id))
    }
    return sound
  }
}

const isId = (id: unknown): id is NodeId => typeof id === 'string' && id !== '' && id !== '__proto__'

/** Ids, and lists of ids one after the other. */
export function flat(given: unknown): readonly unknown[] {
  if (!Array.isArray(given)) return [given]
  const found: unknown[] = []
  for (const one of given) {
    if (Array.isArray(one)) for (const inner of one) found.push(inner)
    else found.push(one)
  }
  return found
}

function withOperators(before: NodeDraft['through'], from: number, to: number, through: Through): Map<number, Through> {
  const after = before ?? new Map<number, Through>()
  for (let slot = from; slot < to; slot++) after.set(slot, through)
  return after
}

function described(given: unknown): string {
  if (typeof given === 'function') return `the function ${given.name || 'without a name'}, not called`
  const { type, name } = (given ?? {}) as { type?: unknown; name?: unknown }
  if (typeof type === 'string' && typeof name === 'string') return `the ${type} ${name}`
  return typeof given === 'string' ? JSON.stringify(given) : `of type ${typeof given}`
}
