/** A graph with numbers in it, and random edits of one, by seed: for the tests of this room only. */

import { edit, type GraphEdit } from '../graph/compose/edit.ts'
import type { GraphBuilder } from '../graph/compose/recipe.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import { edges, type Graph } from '../graph/value/graph.ts'
import { random, streamOf } from '../numerics/random.ts'
import { adam } from '../optimize/adam.ts'
import { type ParameterStore, storeOf } from './parameter-store.ts'
import { linear, product, withoutBias } from './sample-network.ts'
import type { Snapshot } from './snapshot.ts'
import { initialSnapshot, nextSnapshot } from './update.ts'

/** With bias and weights, with weights alone, with neither. */
export const kinds: readonly NodeKind[] = [linear, withoutBias, product]

/** As if after a step: every parameter and slot is a number of its own. */
export function trained(graph: Graph, seed: number): Snapshot {
  const first = initialSnapshot({ graph, optimizer: adam(), seed })
  const next = random(seed, streamOf('trained'))
  const stirred = (store: ParameterStore): ParameterStore => storeOf(store.slice().map((v) => v + next()))
  const slots = Object.fromEntries(Object.entries(first.slots).map(([name, store]) => [name, stirred(store)]))
  return nextSnapshot(first, { parameters: stirred(first.parameters), slots, step: 1 })
}

/** A sound edit of a few words: nodes and edges that come, go, move, wait, or start elsewhere. */
export function randomEdit(graph: Graph, seed: number): GraphEdit {
  const next = random(seed, streamOf('edit'))
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const words: ((g: GraphBuilder) => void)[] = [
    (g) => {
      g.add(`new${seed}`, pick(kinds), { from: [...new Set([pick(graph.order), pick(graph.order)])] })
      g.connect(`new${seed}`, pick(inner(graph)))
    },
    (g) => g.remove(pick(inner(graph))),
    (g) => {
      const { from, to } = pick([...edges(graph)])
      g.disconnect(from, to)
      g.connect(from, to, { weight: next() })
    },
    (g) => g.connect(pick(graph.order), pick(inner(graph)), { delay: 1 }),
    (g) => g.set(pick(inner(graph)), { kind: pick(kinds) }),
    (g) => g.set(pick(inner(graph)), { bias: next() }),
    (g) => g.set(pick(inner(graph)), { weights: null, bias: null }),
  ]
  for (let tries = 0; tries < 50; tries++) {
    try {
      const said = [pick(words), pick(words)]
      return edit(graph, (g) => {
        for (const word of said) word(g)
      })
    } catch {
      // It made no sound graph: the next one may.
    }
  }
  throw new Error(`no edit of seed ${seed} is sound`)
}

function inner(graph: Graph): readonly string[] {
  return graph.order.filter((id) => !graph.inputs.includes(id))
}
