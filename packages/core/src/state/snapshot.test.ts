import { describe, expect, test } from 'vitest'
import { graph } from '../graph/compose/builder.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { sgd } from '../optimize/sgd.ts'
import { refusal } from '../testing/refusal.ts'
import { linear, product, withoutBias, workedGraph } from './sample-network.ts'
import { initialSnapshot } from './update.ts'

const optimizer: Optimizer = sgd({ learningRate: 0.9 })
const worked = () => initialSnapshot({ graph: workedGraph(), optimizer, seed: 1 })

/** Two edges from `h` to `h` of unlike delays, and one that is the only one from its source. */
const recurrent = () =>
  initialSnapshot({
    graph: graph((g) => {
      const x = g.inputs('x')
      g.add('h', linear, { from: x, weights: [1], bias: 0 })
      g.connect('h', 'h', { delay: 1, weight: 2 })
      g.connect('h', 'h', { delay: 2, weight: 3 })
      g.connect('o', 'h', { delay: 1, weight: 4 })
      g.connect('x', 'h', { delay: 1, weight: 5 })
      g.add('o', linear, { from: ['h'], weights: [6], bias: 0 })
    }),
    optimizer,
    seed: 1,
  })

describe('Snapshot', () => {
  test('[ST10] node(id) shows bias and weights by source, in fan-in order', () => {
    expect(worked().node('h4')).toEqual({
      id: 'h4',
      kind: 'linear',
      bias: -0.4,
      weights: { x1: 0.2, x2: 0.4, x3: -0.5 },
    })
    expect(Object.keys(worked().node('o6').weights)).toEqual(['h4', 'h5'])
  })

  test('[ST10] a node without bias or weights shows null and nothing', () => {
    const snapshot = initialSnapshot({
      graph: graph((g) => {
        g.inputs('x')
        g.add('w', withoutBias, { from: ['x'], weights: [3] })
        g.add('p', product, { from: ['x', 'w'] })
      }),
      optimizer,
      seed: 1,
    })
    expect(snapshot.node('x')).toEqual({ id: 'x', kind: 'input', bias: null, weights: {} })
    expect(snapshot.node('w')).toEqual({ id: 'w', kind: 'withoutBias', bias: null, weights: { x: 3 } })
    expect(snapshot.node('p')).toEqual({ id: 'p', kind: 'product', bias: null, weights: {} })
    expect(snapshot.edge('x', 'w')).toBe(3)
    expect(refusal(() => snapshot.edge('w', 'p'))).toMatchObject({
      code: 'NO_WEIGHT',
      place: { edge: 'w->p', node: 'p' },
    })
  })

  test('[ST10] a source that is read more than once is told apart by its delay', () => {
    expect(recurrent().node('h').weights).toEqual({ x: 1, 'h@1': 2, 'h@2': 3, o: 4, 'x@1': 5 })
  })

  test('[ST10] no weight is lost where a node bears the name that a delay would give', () => {
    const snapshot = initialSnapshot({
      graph: graph((g) => {
        g.inputs('x', 'x@1')
        g.add('o', linear, { from: ['x', 'x@1'], weights: [1, 2] })
        g.connect('x', 'o', { delay: 1, weight: 3 })
      }),
      optimizer,
      seed: 1,
    })
    expect(Object.values(snapshot.node('o').weights)).toEqual([1, 2, 3])
  })

  test('[ST10] a view is frozen JSON, and each call makes its own', () => {
    const snapshot = worked()
    const view = snapshot.node('h4')
    expect(JSON.parse(JSON.stringify(view))).toEqual(view)
    expect([view, view.weights].every(Object.isFrozen)).toBe(true)
    expect(snapshot.node('h4')).toEqual(view)
    expect(snapshot.node('h4')).not.toBe(view)
  })

  test('[ST11] edge(from, to) is the weight of that edge, edge(from, to, { delay }) that of a delayed one', () => {
    expect(worked().edge('x3', 'h4')).toBe(-0.5)
    expect(worked().edge('h4', 'o6')).toBe(-0.3)
    const snapshot = recurrent()
    expect([
      snapshot.edge('x', 'h'),
      snapshot.edge('h', 'h', { delay: 1 }),
      snapshot.edge('h', 'h', { delay: 2 }),
    ]).toEqual([1, 2, 3])
    expect([
      snapshot.edge('o', 'h', { delay: 1 }),
      snapshot.edge('x', 'h', { delay: 1 }),
      snapshot.edge('h', 'o'),
    ]).toEqual([4, 5, 6])
  })

  test('[ST11] nodes and edges that are not there are refused by name', () => {
    const snapshot = worked()
    expect(refusal(() => snapshot.node('h9'))).toMatchObject({ code: 'UNKNOWN_NODE', place: { node: 'h9' } })
    expect(refusal(() => snapshot.node('toString')).code).toBe('UNKNOWN_NODE')
    expect(refusal(() => snapshot.edge('h9', 'o6'))).toMatchObject({ code: 'UNKNOWN_NODE', place: { node: 'h9' } })
    expect(refusal(() => snapshot.edge('h4', 'o9'))).toMatchObject({ code: 'UNKNOWN_NODE', place: { node: 'o9' } })
    expect(refusal(() => snapshot.edge('o6', 'h4'))).toMatchObject({ code: 'UNKNOWN_EDGE', place: { edge: 'o6->h4' } })
    expect(refusal(() => snapshot.edge('h4', 'o6', { delay: 1 })).place).toEqual({ edge: 'h4->o6@1' })
    for (const options of [1, { delay: -1 }, { delay: '1' }, null]) {
      expect(refusal(() => snapshot.edge('h4', 'o6', options as never)).code).toBe('INVALID_OPTION')
    }
    expect(refusal(() => snapshot.edge('h4', 'o6', { delays: 1 } as never)).code).toBe('UNKNOWN_OPTION')
  })

  test('[ST10] ids that look like numbers keep their numbers', () => {
    const snapshot = initialSnapshot({
      graph: graph((g) => {
        const x = g.inputs('2', '1')
        g.add('0', linear, { from: x, weights: [20, 10], bias: 5 })
      }),
      optimizer,
      seed: 1,
    })
    expect(snapshot.node('0')).toEqual({ id: '0', kind: 'linear', bias: 5, weights: { 2: 20, 1: 10 } })
    expect(snapshot.edge('2', '0')).toBe(20)
  })
})
