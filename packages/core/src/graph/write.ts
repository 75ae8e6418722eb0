/** Lets a recipe speak: the builder it is given, over a draft of what it changes. */

import { builderClosed, type Issue, invalidOption, NeuriteError, unknownEndpoint } from '../errors.ts'
import { GraphDraft } from './draft.ts'
import type { Graph } from './graph.ts'
import { input, type NodeKind } from './kind.ts'
import type { GraphBuilder, NodeOptions, NodesOptions, Recipe } from './recipe.ts'
import { flat, Writer } from './writer.ts'

/** Carries a recipe out over a graph: the draft it left, and what was wrong with what it said. */
export function write(base: Graph, recipe: Recipe): { readonly draft: GraphDraft; readonly issues: readonly Issue[] } {
  const draft = new GraphDraft(base)
  const issues: Issue[] = []
  const writer = new Writer(draft, issues)
  const returned: unknown = recipe(Object.freeze(words(writer)))
  writer.closed = true
  const isPromise = typeof returned === 'object' && returned !== null && 'then' in returned
  for (const { id, fanIn } of draft.awaited.values()) {
    if (fanIn.ids[0] !== undefined) issues.push(unknownEndpoint(fanIn.ids[0], id))
  }
  if (isPromise) issues.push(invalidOption('recipe', returned, 'one that says everything at once, not an async one'))
  return { draft, issues }
}

/** The words as functions of their own, so that `({ inputs, add }) => …` works too. */
function words(writer: Writer): GraphBuilder {
  const open = (): Writer => {
    if (writer.closed) throw new NeuriteError(builderClosed())
    return writer
  }
  return {
    inputs: (...ids: readonly unknown[]) => {
      for (const id of flat(ids)) open().add(id, input, {})
      return (ids.length === 1 && Array.isArray(ids[0]) ? ids[0] : ids) as never
    },
    add: (given: unknown, kind: NodeKind, options: NodeOptions | NodesOptions = {}) => {
      if (Array.isArray(given)) open().addMany(given, kind, options as NodesOptions)
      else open().add(given, kind, options as NodeOptions)
      return given as never
    },
    connect: (from, to, options = {}) => open().connect(flat(from), flat(to), options),
    disconnect: (from, to, delay) => open().disconnect(flat(from), flat(to), delay),
    remove: (...ids) => open().remove(flat(ids)),
    set: (id, change) => open().set(id, change),
    loss: (loss, nodes, { weight = 1 } = {}) => open().loss(loss, flat(nodes), weight),
    clearLosses: () => open().clearLosses(),
    outputs: (...ids) => open().outputs(flat(ids)),
  }
}
