import { describe, expect, test } from 'vitest'
import { layers, linear, type product, sigmoid, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { edit, patch } from '../graph/compose/edit.ts'
import type { Recipe } from '../graph/compose/recipe.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'
import { declares } from '../graph/contracts/kind.ts'

import { edgeId, edges, type Graph, nodesInOrder } from '../graph/value/graph.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { layout } from '../plan/layout.ts'
import { randomGraph } from '../testing/random-graph.ts'
import { refusal } from '../testing/refusal.ts'
import { carry } from './carry.ts'
import { initialParameters } from './initial.ts'
import { storeOf } from './parameter-store.ts'
import { kinds, randomEdit, trained } from './sample-edits.ts'
import { evenDraw, halfSquare, placeDraw } from './sample-network.ts'
import type { Snapshot } from './snapshot.ts'
import { initialSnapshot, nextSnapshot } from './update.ts'

const seeds = Array.from({ length: 60 }, (_, seed) => seed)
const drawn = (seed: number) => randomGraph(seed, { kinds, losses: [halfSquare] })

/** Parameter k is 100 + k, its slots are 200 + k and 300 + k: none of them a start value. */
function counted(graph: Graph): Snapshot {
  const first = initialSnapshot({ graph, optimizer: adam(), seed: 3 })
  const count = (from: number) => storeOf(first.parameters.slice().map((_, k) => from + k))
  return nextSnapshot(first, {
    parameters: count(100),
    slots: { firstMoment: count(200), secondMoment: count(300) },
    step: 5,
  })
}

function edited(before: Snapshot, recipe: Recipe): Snapshot {
  const { graph } = edit(before.graph, recipe)
  return nextSnapshot(before, { graph, ...carry(before, graph) })
}

/** Every number by what it belongs to, found the slow way. */
function byName({ graph }: Pick<Snapshot, 'graph'>, values: Float64Array): Map<string, number> {
  const { start, order } = layout(graph)
  const found = new Map<string, number>()
  order.forEach((id, lane) => {
    const node = graph.nodes[id]
    const kind = graph.kinds[node?.kind as string]
    let place = start[lane] as number
    if (kind !== undefined && declares(kind, 'bias')) found.set(`${id}:bias`, values[place++] as number)
    if (kind === undefined || !declares(kind, 'weight')) return
    node?.inputs.forEach((source, slot) => {
      found.set(edgeId(source, id, node.delays?.[slot] ?? 0), values[place++] as number)
    })
  })
  return found
}

/** The start values that a graph gives. */
function given(graph: Graph): Map<string, number | null | undefined> {
  const found = new Map<string, number | null | undefined>()
  for (const { id, bias } of nodesInOrder(graph)) found.set(`${id}:bias`, bias)
  for (const { id, to, slot } of edges(graph)) found.set(id, graph.nodes[to]?.weights?.[slot] ?? null)
  return found
}

/** Random graphs have no such ids. */
const strange = graph((g) => {
  g.add('q', linear, { from: g.inputs('p') })
})

describe('carry', () => {
  test('[DI1] a bias follows its node and a weight its edge, with their slots, wherever they come to stand', () => {
    const before = counted(threeTwoOne())
    const after = edited(before, (g) => {
      g.remove('h5')
      g.disconnect('x1', 'h4')
      g.add('first', sigmoid, { from: 'x1' })
      g.connect('first', 'h4')
      g.connect('x1', 'h4')
    })
    const learned = before.node('h4')
    expect(after.node('h4')).toMatchObject({ bias: learned.bias, weights: learned.weights })
    expect(Object.keys(after.node('h4').weights)).toEqual(['x2', 'x3', 'first', 'x1'])
    expect(after.edge('h4', 'o6')).toBe(before.edge('h4', 'o6'))
    const [slotsBefore, slotsAfter] = [before, after].map((one) => byName(one, one.slots.firstMoment?.slice() as never))
    expect(slotsAfter?.get('x1->h4')).toBe(slotsBefore?.get('x1->h4'))
    expect(slotsAfter?.get('o6:bias')).toBe(slotsBefore?.get('o6:bias'))
  })

  test('[DI1] two edges from one source are told apart by their delays', () => {
    const before = counted(edit(threeTwoOne(), (g) => g.connect('h4', 'h4', { delay: 1 })).graph)
    const more = edited(before, (g) => g.connect('h4', 'h4', { delay: 2 }))
    expect(more.edge('h4', 'h4', { delay: 1 })).toBe(before.edge('h4', 'h4', { delay: 1 }))
    const moved = edited(more, (g) => {
      g.disconnect('h4', 'h4', { delay: 1 })
      g.connect('h4', 'h4', { delay: 1 })
    })
    expect(moved.edge('h4', 'h4', { delay: 1 })).toBe(before.edge('h4', 'h4', { delay: 1 }))
    expect(moved.edge('h4', 'h4', { delay: 2 })).toBe(more.edge('h4', 'h4', { delay: 2 }))
  })

  test('[DI1] a node of another kind keeps what both kinds have', () => {
    const bare = defineKind({
      name: 'bare',
      parameters: [{ name: 'weight', per: 'edge', start: evenDraw }],
      forward: () => {},
      backward: () => {},
    })
    const before = counted(threeTwoOne())
    const without = edited(before, (g) => g.set('o6', { kind: bare, bias: null }))
    expect(without.node('o6')).toMatchObject({ bias: null, weights: before.node('o6').weights })
    const again = edited(without, (g) => g.set('o6', { kind: linear, bias: 0.5 }))
    expect(again.node('o6')).toMatchObject({ bias: 0.5, weights: before.node('o6').weights })
  })

  test('[DI1] [DI2] on random graphs and edits, every number is where its name is, and all others start anew', () => {
    for (const seed of seeds) {
      const before = trained(drawn(seed), seed)
      const { graph } = randomEdit(before.graph, seed)
      const { parameters, slots } = carry(before, graph)
      const start = byName({ graph }, initialParameters(graph, before.seed))
      const old = byName(before, before.parameters.slice())
      for (const [name, value] of byName({ graph }, parameters.slice())) {
        expect([old.get(name), start.get(name)], `seed ${seed}, ${name}`).toContain(value)
        if (!old.has(name)) expect(value, `seed ${seed}, ${name}`).toBe(start.get(name))
      }
      const memory = byName(before, before.slots.secondMoment?.slice() as Float64Array)
      const carried = byName({ graph }, parameters.slice())
      for (const [name, value] of byName({ graph }, slots.secondMoment?.slice() as Float64Array)) {
        const isCarried = old.has(name) && old.get(name) === carried.get(name)
        expect(value, `seed ${seed}, ${name}`).toBe(isCarried ? memory.get(name) : 0)
      }
    }
  })

  test('[DI2] what is new is drawn as the graph and the seed have it, fan-in and fan-out included', () => {
    const told = defineKind({
      name: 'told',
      parameters: [
        { name: 'bias', start: placeDraw },
        { name: 'weight', per: 'edge', start: placeDraw },
      ],
      forward: () => {},
      backward: () => {},
    })
    const before = counted(threeTwoOne())
    const { graph } = edit(before.graph, (g) => {
      g.add(['a', 'b'], told, { from: ['x1', 'h4'] })
      g.add('c', linear, { from: ['b', 'a'], weights: [null, 7] })
      g.connect(['a', 'c'], 'o6')
    })
    const { parameters, slots } = carry(before, graph)
    const [has, wants] = [byName({ graph }, parameters.slice()), byName({ graph }, initialParameters(graph, 3))]
    for (const name of ['a:bias', 'x1->a', 'h4->b', 'c:bias', 'b->c', 'a->c', 'c->o6']) {
      expect(has.get(name)).toBe(wants.get(name))
    }
    expect(has.get('a->c')).toBe(7)
    expect(byName({ graph }, slots.firstMoment?.slice() as Float64Array).get('a->c')).toBe(0)
  })

  test('[DI2] into a graph that has nothing in common, all parameters are the initial ones, bit by bit', () => {
    const before = counted(strange)
    for (const seed of seeds) {
      const graph = drawn(seed)
      const wants = storeOf(initialParameters(graph, before.seed))
      expect(carry(before, graph).parameters.equals(wants), `seed ${seed}`).toBe(true)
    }
  })

  test('[DI2] an initializer that gives no finite number is refused by place', () => {
    const wrong = defineInitializer({ name: 'wrong', draw: () => Number.NaN })
    const kind = (weights: typeof wrong, bias: typeof wrong) =>
      defineKind({
        name: 'k',
        parameters: [
          { name: 'bias', start: bias },
          { name: 'weight', per: 'edge', start: weights },
        ],
        forward: () => {},
        backward: () => {},
      })
    const before = counted(threeTwoOne())
    const added = (k: typeof product) => edit(before.graph, (g) => g.add('n', k, { from: ['x1'] })).graph
    expect(refusal(() => carry(before, added(kind(evenDraw, wrong))))).toMatchObject({
      code: 'INVALID_BIAS',
      place: { node: 'n' },
    })
    expect(refusal(() => carry(before, added(kind(wrong, evenDraw))))).toMatchObject({
      code: 'INVALID_WEIGHT',
      place: { edge: 'x1->n' },
    })
  })

  test('[DI3] a start value that the edit gives, or gives otherwise, is what the parameter is from now on', () => {
    const before = counted(threeTwoOne())
    const after = edited(before, (g) => g.set('h4', { bias: 0.3, weights: { x2: -0.25 } }))
    expect(after.node('h4')).toMatchObject({ bias: 0.3, weights: { ...before.node('h4').weights, x2: -0.25 } })
    expect(after.node('h5')).toEqual(before.node('h5'))
    const memory = byName(after, after.slots.secondMoment?.slice() as Float64Array)
    expect([memory.get('h4:bias'), memory.get('x2->h4')]).toEqual([0, 0])
    expect(memory.get('x1->h4')).toBeGreaterThan(300)
  })

  test('[DI3] a start value that stays, moves with its edge, or is taken away changes nothing', () => {
    const before = counted(threeTwoOne())
    const learned = before.node('h4')
    const same = edited(before, (g) => g.set('h4', { bias: -0.4, weights: { x2: 0.4 } }))
    expect(same.node('h4')).toEqual(learned)
    const away = edited(before, (g) => g.set('h4', { bias: null, weights: null }))
    expect(away.node('h4')).toEqual(learned)
    const moved = edited(before, (g) => {
      g.disconnect('x1', 'h4')
      g.connect('x1', 'h4', { weight: 0.2 })
    })
    expect(moved.node('h4').weights).toEqual(learned.weights)
    const given = edited(away, (g) => g.set('h4', { bias: -0.4 }))
    expect(given.node('h4')).toEqual({ ...learned, bias: -0.4 })
  })

  test('[DI4] the same graph, or one in which no number moves, has the same stores', () => {
    const before = counted(threeTwoOne())
    const same = carry(before, before.graph)
    expect(same.parameters).toBe(before.parameters)
    expect(same.slots).toBe(before.slots)
    const { graph } = edit(before.graph, (g) => {
      g.add('p', defineKind({ name: 'p', forward: () => {}, backward: () => {} }), { from: ['x1'] })
      g.outputs('o6', 'p')
    })
    expect(carry(before, graph).parameters).toBe(before.parameters)
    expect(carry(before, graph).slots).toBe(before.slots)
  })

  test('[DI4] a graph that is another value of equal content, written and read, has the same stores', () => {
    const before = counted(layers([3, 4, 2]))
    expect(carry(before, layers([3, 4, 2])).parameters).toBe(before.parameters)
  })

  test('[DI5] there and back by inverse patches, what neither came nor went nor was set has the bits it had', () => {
    for (const seed of seeds) {
      const before = trained(drawn(seed), seed)
      const { graph, inversePatches } = randomEdit(before.graph, seed)
      const there = nextSnapshot(before, { graph, ...carry(before, graph) })
      const back = patch(graph, inversePatches)
      const { parameters } = carry(there, back)
      const had = byName(before, before.parameters.slice())
      const meanwhile = byName(there, there.parameters.slice())
      const [givenThere, givenBack] = [given(graph), given(back)]
      let kept = 0
      for (const [name, value] of byName({ graph: back }, parameters.slice())) {
        if (!meanwhile.has(name) || givenThere.get(name) !== givenBack.get(name)) continue
        expect(value, `seed ${seed}, ${name}`).toBe(had.get(name))
        kept++
      }
      expect(kept, `seed ${seed}`).toBeGreaterThan(0)
    }
  })

  test('[DI5] a node that is added and taken away again leaves no trace', () => {
    const before = initialSnapshot({ graph: layers([3, 4, 2]), optimizer: sgd({ learningRate: 1 }), seed: 1 })
    const { graph, inversePatches } = edit(before.graph, (g) => {
      g.add('new', sigmoid, { from: 'l0n1' })
      g.connect('new', ['l1n2', 'l2n0'])
    })
    const there = nextSnapshot(before, { graph, ...carry(before, graph) })
    expect(there.parameters.equals(before.parameters)).toBe(false)
    expect(carry(there, patch(graph, inversePatches)).parameters.equals(before.parameters)).toBe(true)
  })
})
