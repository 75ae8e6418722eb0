/** `graph(recipe)`: from a recipe to a checked, immutable graph. */

import { demandFunction } from '../door/demand.ts'
import { finish } from './finish.ts'
import type { Graph } from './graph.ts'
import { makeGraph, makeKinds } from './make-graph.ts'
import type { Recipe } from './recipe.ts'
import { refuse } from './refuse.ts'
import { validate } from './validate.ts'
import { write } from './write.ts'

/**
 * Makes a graph. Throws one NeuriteError with all that is wrong in the recipe and in what came of it; its code is the
 * first one's.
 *
 * @example
 * const g = graph((g) => {
 *   const x = g.inputs('x1', 'x2', 'x3')
 *   const h = g.add(['h4', 'h5'], neuron(sigmoid), { from: x })
 *   const o = g.add('o6', neuron(sigmoid), { from: [x, h] })
 *   g.loss(squaredError(), o)
 * })
 */
export function graph(recipe: Recipe): Graph {
  demandFunction(recipe, 'graph', 'recipe', 'a function that says what the graph is: graph((g) => …)')
  const { draft, issues } = write(nothing, recipe)
  const { changed, kinds, ...ends } = finish(draft)
  const made = makeGraph(changed.values(), kinds, ends)
  refuse([...issues, ...validate(made)])
  return made
}

const nothing: Graph = makeGraph([], makeKinds([], new Set()), { inputs: [], outputs: [], losses: [] })
