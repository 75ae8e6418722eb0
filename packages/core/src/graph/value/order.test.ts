import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graph } from '../compose/builder.ts'
import { neuron, randomGraph, sigmoid } from '../compose/sample-graphs.ts'
import { edges, type Graph, type GraphNode, nodesInOrder } from './graph.ts'
import { ids } from './ids.ts'
import { ranks } from './order.ts'

const unit = neuron(sigmoid)
const made = (edges: Record<string, string[]>): GraphNode[] =>
  Object.entries(edges).map(([id, inputs]) => ({ id, kind: 'neuron', inputs }))

describe('ranks', () => {
  it('[GR60] the rank is the longest path from a node without undelayed inputs', () => {
    const { ranks: found, cycle } = ranks(made({ a: [], b: ['a'], c: ['a', 'b'], d: ['c', 'a'], e: [] }))
    expect([...found]).toEqual([['a', 0], ['b', 1], ['c', 2], ['d', 3], ['e', 0]]) // biome-ignore format: a row
    expect(cycle).toBeNull()
  })

  it('[GR61] edges with a delay do not count', () => {
    const g = graph((g) => {
      g.add('a', unit, { from: g.inputs('x') })
      g.add('b', unit, { from: 'a' })
      g.connect('b', ['a', 'b'], { delay: 1 })
      g.add('c', unit, { from: 'b', delay: 3 })
    })
    expect(Object.fromEntries(ranks(nodesInOrder(g)).ranks)).toEqual({ x: 0, a: 1, b: 2, c: 0 })
  })

  it('[GR62] each edge without delay goes from a lower rank to a higher one, and each rank above 0 has a reason', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const g = randomGraph(seed)
        const { ranks: found, cycle } = ranks(nodesInOrder(g))
        expect(cycle).toBeNull()
        const reached = new Map<string, number>()
        for (const { from, to, delay } of edges(g)) {
          if (delay > 0) continue
          expect(found.get(from)).toBeLessThan(found.get(to) as number)
          reached.set(to, Math.max(reached.get(to) ?? 0, (found.get(from) as number) + 1))
        }
        for (const id of g.order) expect(found.get(id)).toBe(reached.get(id) ?? 0)
      }),
    )
  })

  it('[GR63] a cycle is named in the direction of its edges, closed, from its first declared node', () => {
    const { ranks: found, cycle } = ranks(made({ x: [], d: ['c'], a: ['x', 'c'], b: ['a'], c: ['b'] }))
    expect(cycle).toEqual(['a', 'b', 'c', 'a'])
    expect([...found.keys()]).toEqual(['x'])
    expect(ranks(made({ a: ['a'] })).cycle).toEqual(['a', 'a'])
    expect(ranks(made({ a: ['b'], b: ['a'], c: ['d'], d: ['c'] })).cycle).toEqual(['a', 'b', 'a'])
  })

  it('[GR64] sources that are no nodes do not count', () => {
    expect(Object.fromEntries(ranks(made({ a: ['nowhere'], b: ['a', 'nowhere'] })).ranks)).toEqual({ a: 0, b: 1 })
    expect(ranks(made({ a: ['nowhere', 'b'], b: ['a'] })).cycle).toEqual(['a', 'b', 'a'])
  })

  it('[GR65] a chain and a ring of 100,000 nodes need no recursion', () => {
    const chain = ids('n', 100_000).map((id, n, all) => ({
      id,
      kind: 'k',
      inputs: n === 0 ? [] : [all[n - 1] as string],
    }))
    expect(ranks(chain).ranks.get('n100000')).toBe(99_999)
    const [first, ...rest] = chain
    const ring = [{ ...(first as GraphNode), inputs: ['n100000'] }, ...rest]
    const { cycle } = ranks(ring)
    expect([cycle?.length, cycle?.[0], cycle?.[1]]).toEqual([100_001, 'n1', 'n2'])
  })

  it('[GR66] a fan-in that nodes share is looked at once: 10,000 nodes over 10,000, a hundred million edges', () => {
    const g: Graph = graph((g) => {
      g.add(ids('o', 10_000), unit, { from: g.add(ids('h', 10_000), unit, { from: g.inputs('x') }) })
    })
    expect(ranks(nodesInOrder(g)).ranks.get('o10000')).toBe(2)
  })
})
