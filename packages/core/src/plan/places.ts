/** Where each parameter of a graph belongs, for optimizers that treat them differently. Looked up when one first asks. */

import { demand, demandWhole } from '../door/demand.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import { demandGraph, type Graph, type GraphNode, type NodeId } from '../graph/value/graph.ts'
import { readNode, readParameter } from '../text/names.ts'
import { type Layout, layout } from './layout.ts'
import { offsetOfName, type ParameterStretch, stretches } from './parameters.ts'

/** Where each parameter belongs. */
export interface Places {
  /** How many parameters there are. */
  readonly count: number
  /** Those of a node stand together: of node k of the plan's order from starts[k] up to, not including, starts[k + 1]. */
  readonly starts: Int32Array
  /** The node of a parameter by its index, and the parameter's own name: `bias`, `weight`. */
  nodeOf(index: number): string
  nameOf(index: number): string
  /**
   * 1 for each parameter that one of these means: `h4:bias`, `*:weight` and `conv/*` (`*` stands for any text), `h4` for all of
   * a node, `conv` for all of the nodes `conv/…` too, `x1->h4` for the weight of an edge, `h4:center[1]` for one of several.
   * The same array for the same list, read only. Throws INVALID_OPTION where a name without `*` means nothing.
   */
  select(what: readonly string[]): Uint8Array
}

const known = new WeakMap<Graph, Places>()

/**
 * Where each parameter of a graph belongs: for optimizers that treat them differently.
 *
 * @example
 * const biases = placesOf(graph).select(['*:bias'])
 */
export function placesOf(graph: Graph): Places {
  demandGraph(graph, 'placesOf')
  let places = known.get(graph)
  if (places === undefined) {
    places = new OwnPlaces(graph)
    known.set(graph, places)
  }
  return places
}

class OwnPlaces implements Places {
  readonly #graph: Graph
  readonly #layout: Layout
  readonly #selected = new Map<string, Uint8Array>()
  #starts: Int32Array | null = null

  constructor(graph: Graph) {
    this.#graph = graph
    this.#layout = layout(graph)
  }

  get count(): number {
    return this.#layout.parameters
  }

  /** A copy: the plan's own is not for writing. */
  get starts(): Int32Array {
    this.#starts ??= this.#layout.start.slice()
    return this.#starts
  }

  nodeOf(index: number): NodeId {
    return this.#layout.order[this.#laneOf(index)] as NodeId
  }

  nameOf(index: number): string {
    const lane = this.#laneOf(index)
    const offset = index - (this.#layout.start[lane] as number)
    return this.#stretches(lane).find((one) => offset < one.offset + one.length)?.declared.name as string
  }

  select(what: readonly string[]): Uint8Array {
    const isList = Array.isArray(what) && what.every((one) => typeof one === 'string')
    demand(isList, 'select', 'what', what, "a list of names, such as ['*:weight']")
    const key = JSON.stringify(what)
    let found = this.#selected.get(key)
    if (found === undefined) {
      found = new Uint8Array(this.count)
      for (const one of what) this.#mark(one, found)
      this.#selected.set(key, found)
    }
    return found
  }

  /** The lane whose parameters hold this one: the last that begins at or before it, for those without any begin where the next does. */
  #laneOf(index: number): number {
    demandWhole(index, 'places', 'index', 0, this.count - 1)
    let low = 0
    let high = this.#layout.order.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#layout.start[middle] as number) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  #stretches(lane: number): readonly ParameterStretch[] {
    const { node, kind } = this.#at(lane)
    return stretches(kind, node.inputs.length)
  }

  #at(lane: number): { readonly node: GraphNode; readonly kind: NodeKind } {
    const { nodes, kinds } = this.#graph
    const node = nodes[this.#layout.order[lane] as NodeId] as GraphNode
    return { node, kind: kinds[node.kind] as NodeKind }
  }

  #mark(what: string, found: Uint8Array): void {
    if (this.#markOne(what, found) || this.#markNodes(what, found) || what.includes('*')) return
    const wants = 'names of the graph: a node, h4:bias, x1->h4, or a text with *, such as *:weight'
    throw new NeuriteError(invalidOption('what', what, wants, 'select'))
  }

  /** The one parameter that is called so; false where none is. */
  #markOne(what: string, found: Uint8Array): boolean {
    const named = readParameter(what)
    const lane = named === null ? undefined : this.#layout.lane.get(named.node)
    if (named === null || lane === undefined) return false
    const { node, kind } = this.#at(lane)
    const offset = offsetOfName(node, kind, named)
    if (offset >= 0) found[(this.#layout.start[lane] as number) + offset] = 1
    return offset >= 0
  }

  #markNodes(what: string, found: Uint8Array): boolean {
    const [, quoted, plain, name = '*'] = /^(?:("(?:[^"\\]|\\.)*")|([^:]*))(?::(.*))?$/.exec(what) ?? []
    const isNode = quoted === undefined ? matching(plain ?? '', true) : (id: string) => id === readNode(quoted)
    const isName = matching(name)
    let marked = false
    this.#layout.order.forEach((id, lane) => {
      if (!isNode(id)) return
      for (const stretch of this.#stretches(lane)) {
        if (!isName(stretch.declared.name)) continue
        const first = (this.#layout.start[lane] as number) + stretch.offset
        found.fill(1, first, first + stretch.length)
        marked = true
      }
    })
    return marked
  }
}

/** Whether a text is as this one, in which `*` stands for any; one without `*` stands for what it is the folder of, too, where it may. */
function matching(pattern: string, isFolder = false): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return (text) => text === pattern || (isFolder && text.startsWith(`${pattern}/`))
  return (text) => {
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of rest) {
      const found = text.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}
