/** Lets a recipe speak: the builder it is given, over a draft of what it changes. */

import { checkedLater, trueOrFalse, wholeNumber } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import { isPromise } from '../../door/refuse-promise.ts'
import { builderClosed, unknownEndpoint } from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { asyncNotAllowed, invalidArgument } from '../../errors/options.ts'
import { edgeName, nodeName } from '../../text/names.ts'
import { isKind } from '../contracts/is-definition.ts'
import { input, type NodeKind } from '../contracts/kind.ts'
import type { Graph } from '../value/graph.ts'
import { GraphDraft } from './draft.ts'
import type { EdgeOptions, GraphBuilder, NodeChange, NodeOptions, NodesOptions, Recipe } from './recipe.ts'
import { flat, Writer } from './writer.ts'

// What a value must be is said by the rules of the graph, which know its node and edge.
const weights = checkedLater<never>('start weights, by slot or by source', (value) => typeof value === 'object')
const bias = checkedLater<never>('a finite number', (value) => typeof value === 'number')
const weight = bias
const delay = checkedLater<never>('a whole number of ticks', Number.isInteger)
const from = checkedLater<never>('ids', (value) => typeof value === 'string' || Array.isArray(value))
const through = checkedLater<never>('an RxJS operator', (value) => typeof value === 'function')
const kind = checkedLater<never>('a kind', isKind)
const NODE = { from, weights, bias, delay, frozen: trueOrFalse() }
const EDGE = { weight, delay, through }
const CUT = { delay: wholeNumber(0) }
const CHANGE = { kind, bias, weights }
const LOSS = { weight }

/** Carries a recipe out over a graph: the draft it left, and what was wrong with what it said. */
export function write(base: Graph, recipe: Recipe): { readonly draft: GraphDraft; readonly issues: readonly Issue[] } {
  const draft = new GraphDraft(base)
  const issues: Issue[] = []
  const writer = new Writer(draft, issues)
  const returned: unknown = recipe(Object.freeze(words(writer, issues)))
  writer.closed = true
  if (isPromise(returned)) {
    // What it refuses later has been refused here.
    returned.then(undefined, () => {})
    issues.unshift(asyncNotAllowed('the recipe'))
  }
  for (const { id, fanIn } of draft.awaited.values()) {
    if (fanIn.ids[0] !== undefined) issues.push(unknownEndpoint(edgeName(fanIn.ids[0], id, 0), id))
  }
  return { draft, issues }
}

/** The words as functions of their own, so that `({ inputs, add }) => …` works too. */
function words(writer: Writer, issues: Issue[]): GraphBuilder {
  const open = (): Writer => {
    if (writer.closed) throw new NeuriteError(builderClosed())
    return writer
  }
  /** Several nodes are a list; a second id beside the first would be ignored. */
  const isOneId = (where: string, nodes: unknown, options: unknown): boolean => {
    if (typeof options !== 'string') return true
    const list = [...flat(nodes), options].map((id) => (typeof id === 'string' ? `'${id}'` : '…')).join()
    issues.push(invalidArgument(where, 'the id behind the nodes', options, `one list of them: [${list}]`))
    return false
  }
  return {
    inputs: (...ids: readonly unknown[]) => {
      for (const id of flat(ids)) open().add(id, input, {})
      return (ids.length === 1 && Array.isArray(ids[0]) ? ids[0] : ids) as never
    },
    add: (given: unknown, kind: NodeKind, options: unknown) => {
      const read = readOptions(options, 'g.add', NODE, issues)
      if (Array.isArray(given)) open().addMany(given, kind, read as NodesOptions)
      else open().add(given, kind, read as NodeOptions)
      if ((read as NodeOptions).frozen === true) {
        open().freeze(
          flat(given)
            .filter((id) => typeof id === 'string')
            .map(nodeName),
          true,
        )
      }
      return given as never
    },
    connect: (from, to, options) => {
      if (!isOneId('g.connect', to, options)) return
      open().connect(flat(from), flat(to), readOptions(options, 'g.connect', EDGE, issues) as EdgeOptions)
    },
    disconnect: (from, to, options) => {
      if (!isOneId('g.disconnect', to, options)) return
      const { delay } = readOptions(options, 'g.disconnect', CUT, issues)
      open().disconnect(flat(from), flat(to), delay)
    },
    remove: (...ids) => open().remove(flat(ids)),
    set: (id, change) => {
      if (change === undefined) issues.push(invalidArgument('g.set', 'change', change, '{ kind, bias, weights }'))
      open().set(id, readOptions(change, 'g.set', CHANGE, issues) as NodeChange)
    },
    loss: (loss, nodes, options) => {
      if (!isOneId('g.loss', nodes, options)) return
      const { weight = 1 } = readOptions(options, 'g.loss', LOSS, issues) as { weight?: number }
      open().loss(loss, flat(nodes), weight)
    },
    clearLosses: () => open().clearLosses(),
    freeze: (...names) => open().freeze(flat(names), true),
    unfreeze: (...names) => open().freeze(flat(names), false),
    outputs: (...ids) => open().outputs(flat(ids)),
  }
}
