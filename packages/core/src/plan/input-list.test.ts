import { map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { type Graph, type GraphNode, nodesInOrder } from '../graph/value/graph.ts'
import { inputLists } from './input-list.ts'

const listsOf = (g: Graph) => {
  const { lists, ofNode } = inputLists(nodesInOrder(g))
  return Object.fromEntries(g.order.map((id, k) => [id, lists[ofNode[k] as number]]))
}

describe('input lists', () => {
  test('[PL4] nodes that read the same nodes in the same order share one list', () => {
    const lists = listsOf(
      graph((g) => {
        const x = g.inputs('x', 'y')
        g.add(['a', 'b'], linear, { from: x })
        g.add('c', linear, { from: ['x', 'y'] })
        g.add('d', linear, { from: ['y', 'x'] })
        g.loss(squaredError, ['a', 'b', 'c', 'd'])
      }),
    )
    expect(lists.b).toBe(lists.a)
    expect(lists.c).toBe(lists.a)
    expect(lists.d).not.toBe(lists.a)
    expect(lists.a?.sources).toEqual(Int32Array.of(0, 1))
    expect(lists.d?.sources).toEqual(Int32Array.of(1, 0))
  })

  test('[PL4] they share it by content as well as by reference', () => {
    const node = (id: string, inputs: readonly string[]): GraphNode => ({ id, kind: 'linear', inputs })
    const shared = ['x']
    const { lists, ofNode } = inputLists([node('x', []), node('a', shared), node('b', shared), node('c', ['x'])])
    expect([...ofNode]).toEqual([0, 1, 1, 1])
    expect(lists).toHaveLength(2)
  })

  test('[PL9] a node with an operator on an edge has a list of its own', () => {
    const lists = listsOf(
      graph((g) => {
        const x = g.inputs('x')
        g.add('a', linear, { from: x })
        g.add('b', linear)
        g.connect('x', 'b', { through: map((signal) => signal) })
        g.add('c', linear, { from: x })
        g.loss(squaredError, ['a', 'b', 'c'])
      }),
    )
    expect(lists.c).toBe(lists.a)
    expect(lists.b).not.toBe(lists.a)
    expect(lists.b?.own?.id).toBe('b')
    expect(lists.a?.own).toBeNull()
  })
})
