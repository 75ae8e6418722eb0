/** Start values of edges, put into a draft: by slot, or by source. */

import { unknownEdge, wrongLength } from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { invalidOption } from '../../errors/options.ts'
import { edgeName } from '../../text/names.ts'
import type { NodeId } from '../value/graph.ts'
import type { NodeDraft } from './draft.ts'
import type { StartWeights } from './recipe.ts'

/** Sets the weights of the edges from slot `start` on, whose sources `slotsOf` finds, counting from `start`. */
export function weigh(node: NodeDraft, start: number, given: StartWeights, slotsOf: SlotsOf): Issue[] {
  const set = (slot: number, weight: number | null): void => {
    node.weights = put(node.weights, start + slot, positiveZero(weight), null)
  }
  if (Array.isArray(given)) {
    const count = node.fanIn.ids.length - start
    if (given.length !== count) return [wrongLength({ node: node.id }, `weights of ${node.id}`, given.length, count)]
    for (const [slot, weight] of given.entries()) set(slot, weight)
    return []
  }
  if (typeof given !== 'object' || given === null) {
    return [invalidOption(`weights of ${node.id}`, given, 'a list by slot, or a record by source')]
  }
  const issues: Issue[] = []
  for (const [source, weight] of Object.entries(given)) {
    const slots = slotsOf(source)
    for (const slot of slots) set(slot, weight)
    if (slots.length === 0) issues.push(unknownEdge(edgeName(source, node.id, 0)))
  }
  return issues
}

/** Where a source stands among some: several times, if their edges differ in delay. */
export type SlotsOf = (source: NodeId) => readonly number[]

/** Looks the sources through once, when it is first asked. */
export function slotsOf(sources: readonly NodeId[]): SlotsOf {
  let slots: Map<NodeId, number[]> | null = null
  return (wanted) => {
    if (slots === null) {
      slots = new Map()
      for (const [slot, source] of sources.entries()) {
        const at = slots.get(source)
        if (at === undefined) slots.set(source, [slot])
        else at.push(slot)
      }
    }
    return slots.get(wanted) ?? []
  }
}

/** The values with one slot written, made where there are none; what is left open before it is `missing`. */
export function put<T>(values: T[] | null, slot: number, value: T, missing: T): T[] {
  const written = values ?? []
  while (written.length < slot) written.push(missing)
  written[slot] = value
  return written
}

/** JSON knows one zero, so a graph does too. What is no number passes, to be refused by name later. */
export const positiveZero = <T>(value: T): T => (Object.is(value, -0) ? (0 as T) : value)
