/** Makes equal fan-ins one array, so that "same ordered inputs" can be asked by reference. */

import type { GraphNode, NodeId } from './graph.ts'

type FanIn = readonly NodeId[]

/** Fan-ins of the same length and ends: one, or when they differ within, all by their content. */
interface Alike {
  readonly first: FanIn
  others: Map<string, FanIn> | null
}

/**
 * A function that gives for each fan-in the one frozen array that stands for all equal ones, those of `existing` nodes
 * first. Linear in the edges of the distinct arrays.
 */
export function shareFanIns(existing: Iterable<GraphNode> = []): (inputs: FanIn) => FanIn {
  const known = new Map<string, Alike>()
  const answered = new Map<FanIn, FanIn>()
  let unread: Iterable<GraphNode> | null = existing
  return (inputs) => {
    if (unread !== null) for (const node of unread) if (!answered.has(node.inputs)) remember(node.inputs)
    unread = null
    return answered.get(inputs) ?? remember(inputs)
  }

  function remember(inputs: FanIn): FanIn {
    const ends = `${inputs.length} ${inputs[0]} ${inputs.at(-1)}`
    const alike = known.get(ends)
    const one = alike === undefined ? frozen(inputs) : among(alike, inputs)
    if (alike === undefined) known.set(ends, { first: one, others: null })
    answered.set(inputs, one)
    return one
  }
}

function among(alike: Alike, inputs: FanIn): FanIn {
  if (inputs.every((id, slot) => id === alike.first[slot])) return alike.first
  alike.others ??= new Map()
  const content = JSON.stringify(inputs)
  const one = alike.others.get(content) ?? frozen(inputs)
  alike.others.set(content, one)
  return one
}

const frozen = (inputs: FanIn): FanIn => (Object.isFrozen(inputs) ? inputs : Object.freeze(inputs.slice()))
