import { describe, expect, it } from 'vitest'
import { graph } from '../compose/builder.ts'
import { neuron, product, sigmoid, squared, threeTwoOne } from '../compose/sample-graphs.ts'
import { edgeId, edges, nodesInOrder, targetNodes } from './graph.ts'

describe('graph', () => {
  it('[GR1] a graph is what its recipe says: nodes with kind, fan-in and start values', () => {
    const g = threeTwoOne()
    expect(g.inputs).toEqual(['x1', 'x2', 'x3'])
    expect(g.outputs).toEqual(['o6'])
    expect(g.nodes.x1).toEqual({ id: 'x1', kind: 'input', inputs: [] })
    expect(g.nodes.h4).toEqual({
      id: 'h4',
      kind: 'neuron{"activation":"sigmoid"}',
      inputs: ['x1', 'x2', 'x3'],
      weights: [0.2, 0.4, -0.5],
      bias: -0.4,
    })
    expect(g.nodes.h5?.weights).toEqual([-0.3, 0.1, 0.2])
    expect(g.nodes.h5?.bias).toBe(0.2)
    expect(g.losses).toEqual([{ loss: squared, nodes: ['o6'], weight: 1 }])
  })

  it('[GR2] declared order holds, also for ids that look like whole numbers', () => {
    const g = graph((g) => {
      g.inputs('9', 'b', '1')
      g.add(['4', 'a', '10', '2'], neuron(sigmoid), { from: ['1', '9', 'b'] })
    })
    expect(Object.keys(g.nodes)).not.toEqual(g.order)
    expect(g.order).toEqual(['9', 'b', '1', '4', 'a', '10', '2'])
    expect(nodesInOrder(g).map(({ id }) => id)).toEqual(g.order)
    expect(g.inputs).toEqual(['9', 'b', '1'])
    expect(g.nodes['4']?.inputs).toEqual(['1', '9', 'b'])
    expect(g.outputs).toEqual(['4', 'a', '10', '2'])
  })

  it('[GR3] edges are listed node by node in declared order, in fan-in order, with their delay', () => {
    const g = graph((g) => {
      const x = g.inputs('x')
      g.add('2', neuron(sigmoid), { from: ['1', x] })
      g.add('1', neuron(sigmoid), { from: x })
      g.connect('2', '1', { delay: 2 })
    })
    expect([...edges(g)]).toEqual([
      { id: '1->2', from: '1', to: '2', slot: 0, delay: 0 },
      { id: 'x->2', from: 'x', to: '2', slot: 1, delay: 0 },
      { id: 'x->1', from: 'x', to: '1', slot: 0, delay: 0 },
      { id: '2->1@2', from: '2', to: '1', slot: 1, delay: 2 },
    ])
    expect(edgeId('a', 'b')).toBe('a->b')
    expect(edgeId('a', 'b', 1)).toBe('a->b@1')
  })

  it('[GR4] target nodes are those the losses read, each once, in declared order of the losses', () => {
    const g = graph((g) => {
      const x = g.inputs('x1', 'x2')
      g.add(['a', 'b'], neuron(sigmoid), { from: x })
      g.add('c', product, { from: x })
      g.loss(squared, ['c', 'a'])
      g.loss(squared, ['a', 'b'])
    })
    expect(targetNodes(g)).toEqual(['c', 'a', 'b'])
  })

  it('[GR5] an id may be the name of something every object has', () => {
    const g = graph((g) => {
      g.add('constructor', neuron(sigmoid), { from: g.inputs('toString', 'hasOwnProperty') })
    })
    const id: string = 'constructor'
    expect(g.nodes[id]?.id).toBe(id)
    expect(threeTwoOne().nodes[id]).toBeUndefined()
    expect('toString' in threeTwoOne().kinds).toBe(false)
  })
})
