import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graph } from './builder.ts'
import { type Graph, type GraphNode, nodesInOrder } from './graph.ts'
import { ids } from './ids.ts'
import { reverse } from './reverse.ts'
import { neuron, randomGraph, sigmoid, squared, threeTwoOne } from './sample-graphs.ts'
import { validate } from './validate.ts'

const unit = neuron(sigmoid)

/** Every edge with what stands on it, as a set. */
function edgeSet(g: Graph, turned = false): unknown[] {
  const all = nodesInOrder(g).flatMap(({ id, inputs, weights, delays, through }) =>
    inputs.map((source, slot) => {
      const [from, to] = turned ? [id, source] : [source, id]
      return { from, to, weight: weights?.[slot] ?? null, delay: delays?.[slot] ?? 0, through: through?.[slot] }
    }),
  )
  const key = ({ from, to, delay }: (typeof all)[number]) => JSON.stringify([from, to, delay])
  return all.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

describe('reverse', () => {
  it('[GR95] every edge goes the other way with all that stands on it; inputs and outputs swap', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const g = randomGraph(seed, true)
        const turned = reverse(g)
        expect(edgeSet(turned)).toEqual(edgeSet(g, true))
        expect([turned.inputs, turned.outputs, turned.order]).toEqual([g.outputs, g.inputs, g.order])
      }),
    )
  })

  it('[GR96] reversing twice gives the same edges with the same weights', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const g = randomGraph(seed, true)
        expect(edgeSet(reverse(reverse(g)))).toEqual(edgeSet(g))
      }),
    )
  })

  it('[GR97] a node reads what read it, in declared order', () => {
    const g = graph((g) => {
      g.inputs('x')
      g.add('9', unit, { from: 'x' })
      g.add('1', unit, { from: ['9', 'x'] })
      g.add('o', unit, { from: ['1', 'x', '9'] })
      g.connect('o', '9', { delay: 1 })
    })
    const turned = reverse(g)
    expect(turned.nodes.x?.inputs).toEqual(['9', '1', 'o'])
    expect(turned.nodes['9']?.inputs).toEqual(['1', 'o'])
    expect(turned.nodes.o).toMatchObject({ inputs: ['9'], delays: [1] })
  })

  it('[GR98] the ends swap kinds, so that the mirror of a layered graph is sound; losses fall away', () => {
    const g = threeTwoOne()
    const turned = reverse(g)
    expect(validate(turned)).toEqual([])
    expect(turned.losses).toEqual([])
    expect(turned.nodes.o6).toEqual({ id: 'o6', kind: 'input', inputs: [] })
    expect(turned.nodes.x1).toEqual({ id: 'x1', kind: g.nodes.h4?.kind, inputs: ['h4', 'h5'], weights: [0.2, -0.3] })
    expect(turned.nodes.h4).toEqual({ id: 'h4', kind: g.nodes.h4?.kind, inputs: ['o6'], weights: [-0.3], bias: -0.4 })
    expect(Object.keys(turned.kinds)).toEqual(['input', g.nodes.h4?.kind])
  })

  it('[GR99] it is there for every graph; whether it can run says validate', () => {
    const g = graph((g) => {
      g.add('p', unit, { from: g.inputs('a') })
      g.add('o', unit, { from: 'p' })
      g.loss(squared, ['o', 'p'])
    })
    expect(validate(reverse(g)).map(({ code }) => code)).toEqual(['WRONG_FAN_IN'])
  })

  it('[GR100] it is frozen, and equal fan-ins are one array: a million edges', () => {
    const turned = reverse(graph((g) => g.add(ids('h', 1000), unit, { from: g.inputs(ids('x', 1000)) })))
    expect(turned.nodes.x1000?.inputs).toBe((turned.nodes.x1 as GraphNode).inputs)
    for (const part of [turned, ...Object.values(turned), turned.nodes.x1]) expect(Object.isFrozen(part)).toBe(true)
  })
})
