/** `graph(recipe)`: from a recipe to a checked, immutable graph. */

import { demandFunction } from '../../door/demand.ts'
import { refuse } from '../check/refuse.ts'
import { errorsIn } from '../check/validate.ts'
import type { Graph } from '../value/graph.ts'
import type { IdsIn, InputsIn, Known } from '../value/known.ts'
import { makeGraph, makeKinds } from '../value/make-graph.ts'
import { finish } from './finish.ts'
import type { Recipe } from './recipe.ts'
import { write } from './write.ts'

/**
 * Makes a graph. Throws one NeuriteError with all that is wrong in the recipe and in what came of it; its code is the
 * first one's. The ids that the recipe returns, in lists and records of any depth, are those that TypeScript knows from then
 * on, of nodes, edges and rows; where it returns none, any text is one.
 *
 * @example
 * const g = graph((g) => {
 *   const x = g.inputs('x1', 'x2', 'x3')
 *   const h = g.add(['h4', 'h5'], neuron(sigmoid), { from: x })
 *   const o = g.add('o6', neuron(sigmoid), { from: [x, h] })
 *   g.loss(squaredError(), o)
 *   return { x, h, o }
 * })
 */
export function graph<R>(recipe: Recipe<R>): Graph<Known<IdsIn<R>>, Known<InputsIn<R>>> {
  demandFunction(recipe, 'graph', 'recipe', 'a function that says what the graph is: graph((g) => …)')
  const { draft, issues } = write(nothing, recipe)
  const { changed, kinds, ...ends } = finish(draft)
  const made = makeGraph(changed.values(), kinds, ends)
  refuse([...issues, ...errorsIn(made)])
  return made
}

const nothing: Graph = makeGraph([], makeKinds([], new Set()), { inputs: [], outputs: [], losses: [] })
