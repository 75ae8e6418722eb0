import { describe, expect, test } from 'vitest'
import { chain, layers, linear, product, sigmoid, threeTwoOne } from '../flow/sample-graphs.ts'
import { edit } from '../graph/compose/edit.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { carry } from '../state/carry.ts'
import { type ParameterStore, storeOf } from '../state/parameter-store.ts'
import { withoutBias } from '../state/sample-network.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { initialSnapshot, nextSnapshot } from '../state/update.ts'
import { changesByNode } from './changes-by-node.ts'
import { diff } from './diff.ts'

const worked = (): Snapshot => initialSnapshot({ graph: threeTwoOne(), optimizer: adam(), seed: 1 })

/** The store with some places written over. */
function put(store: ParameterStore | undefined, values: Readonly<Record<number, number>>): ParameterStore {
  const next = (store as ParameterStore).slice()
  for (const [place, value] of Object.entries(values)) next[Number(place)] = value
  return storeOf(next)
}

function expectDeeplyFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  expect(Object.isFrozen(value)).toBe(true)
  for (const inner of Object.values(value)) expectDeeplyFrozen(inner)
}

describe('diff', () => {
  test('[DI6] each parameter that differs is named, with its node, its edge and both sides', () => {
    const before = worked()
    const after = nextSnapshot(before, { parameters: put(before.parameters, { 0: -0.5, 2: 0.5, 9: 1 }) })
    expect(diff(before, after).changes).toEqual([
      { parameter: 'h4->o6', node: 'o6', edge: 'h4->o6', before: -0.3, after: 1, change: 1.3 },
      { parameter: 'h4:bias', node: 'h4', edge: null, before: -0.4, after: -0.5, change: -0.5 - -0.4 },
      { parameter: 'x2->h4', node: 'h4', edge: 'x2->h4', before: 0.4, after: 0.5, change: 0.5 - 0.4 },
    ])
  })

  test('[DI6] an edge with a delay is named with it', () => {
    const { graph } = edit(threeTwoOne(), (g) => g.connect('h4', 'h4', { delay: 2, weight: 0 }))
    const before = initialSnapshot({ graph, optimizer: adam(), seed: 1 })
    const values = before.parameters.slice()
    values[values.indexOf(0)] = 8
    const after = nextSnapshot(before, { parameters: storeOf(values) })
    expect(diff(before, after).changes.map(({ parameter }) => parameter)).toEqual(['h4->h4@2'])
  })

  test('[DI6] a parameter that only one graph has is null on the other side', () => {
    const before = worked()
    const { graph } = edit(before.graph, (g) => {
      g.remove('h5')
      g.add('n', linear, { from: 'x2', weights: [3], bias: 0 })
      g.connect('n', 'o6', { weight: -0.25 })
    })
    const after = nextSnapshot(before, { graph, ...carry(before, graph) })
    expect(diff(before, after).changes).toEqual([
      { parameter: 'x2->n', node: 'n', edge: 'x2->n', before: null, after: 3, change: 3 },
      { parameter: 'x1->h5', node: 'h5', edge: 'x1->h5', before: -0.3, after: null, change: 0.3 },
      { parameter: 'n->o6', node: 'o6', edge: 'n->o6', before: null, after: -0.25, change: -0.25 },
      { parameter: 'h5:bias', node: 'h5', edge: null, before: 0.2, after: null, change: -0.2 },
      { parameter: 'x3->h5', node: 'h5', edge: 'x3->h5', before: 0.2, after: null, change: -0.2 },
      { parameter: 'h5->o6', node: 'o6', edge: 'h5->o6', before: -0.2, after: null, change: 0.2 },
      { parameter: 'x2->h5', node: 'h5', edge: 'x2->h5', before: 0.1, after: null, change: -0.1 },
      { parameter: 'n:bias', node: 'n', edge: null, before: null, after: 0, change: 0 },
    ])
  })

  test('[DI7] the largest change comes first, NaN before all, ties in the order of the layout', () => {
    const before = nextSnapshot(worked(), { parameters: storeOf(new Float64Array(11)) })
    const written = { 0: 1, 1: -2, 2: Number.NaN, 3: 2, 4: Number.NEGATIVE_INFINITY, 8: -0, 9: 1 }
    const { changes } = diff(before, nextSnapshot(before, { parameters: put(before.parameters, written) }))
    expect(changes.map(({ after }) => after)).toEqual([Number.NaN, Number.NEGATIVE_INFINITY, -2, 2, 1, 1, -0])
    expect(changes.map(({ parameter }) => parameter).slice(4)).toEqual(['h4:bias', 'h4->o6', 'o6:bias'])
  })

  test('[DI8] nodes, edges and kinds that came, went or changed are listed, those without parameters too', () => {
    const before = worked()
    const { graph } = edit(before.graph, (g) => {
      g.remove('h5')
      g.add('gate', product, { from: ['x1', 'x2'] })
      g.connect('gate', 'o6')
      g.connect('h4', 'o6', { delay: 1 })
      g.set('h4', { kind: linear })
    })
    const { graph: found } = diff(before, nextSnapshot(before, { graph, ...carry(before, graph) }))
    expect(found).toEqual({
      before: before.graph,
      after: graph,
      added: ['gate'],
      removed: ['h5'],
      addedEdges: ['gate->o6', 'h4->o6@1', 'x1->gate', 'x2->gate'],
      removedEdges: ['x1->h5', 'x2->h5', 'x3->h5', 'h5->o6'],
      changedKinds: [{ node: 'h4', before: 'sigmoid', after: 'linear' }],
    })
  })

  test('[DI8] graphs of equal content do not differ, and their parameters are known by place', () => {
    const [before, after] = [worked(), worked()]
    expect(before.graph).not.toBe(after.graph)
    expect(diff(before, after)).toMatchObject({ graph: null, changes: [] })
  })

  test('[DI8] a graph that gives another start value differs, though no edge does', () => {
    const before = worked()
    const { graph } = edit(before.graph, (g) => g.set('h4', { bias: 0.3 }))
    const found = diff(before, nextSnapshot(before, { graph, ...carry(before, graph) }))
    expect(found.graph).toMatchObject({ added: [], removed: [], addedEdges: [], removedEdges: [], changedKinds: [] })
    expect(found.changes).toMatchObject([{ parameter: 'h4:bias', before: -0.4, after: 0.3 }])
  })

  test('[DI9] the small fields stand on both sides where they differ, and are null where not', () => {
    const before = worked()
    const cursor = { epoch: 1, batch: 2, run: null }
    const after = nextSnapshot(before, { step: 4, cursor, hyperparameters: { ...before.hyperparameters, beta1: 0.5 } })
    expect(diff(before, after)).toMatchObject({
      step: { before: 0, after: 4 },
      cursor: { before: before.cursor, after: cursor },
      hyperparameters: { before: { beta1: 0.9 }, after: { beta1: 0.5 } },
      seed: null,
      optimizer: null,
    })
    const other = initialSnapshot({ graph: before.graph, optimizer: sgd({ learningRate: 1 }), seed: 1 })
    expect(diff(before, other).optimizer).toEqual({ before: before.optimizer, after: other.optimizer })
  })

  test('[DI9] of two equal snapshots nothing differs', () => {
    expect(Object.values(diff(worked(), worked())).filter((part) => part !== null)).toEqual([[]])
    const one = worked()
    expect(diff(one, one)).toEqual(diff(one, worked()))
  })

  test('[DI10] a diff is deeply frozen', () => {
    const before = worked()
    const { graph } = edit(before.graph, (g) => {
      g.connect('x1', 'o6')
      g.set('h4', { kind: linear })
    })
    const after = nextSnapshot(before, { graph, ...carry(before, graph), step: 1, seed: 2 })
    const found = diff(before, after)
    expect([found.changes.length, found.graph?.changedKinds.length]).toEqual([1, 1])
    expectDeeplyFrozen(found)
  })
})

describe('changesByNode', () => {
  test('[DI13] nodes stand with their largest change first, its size, the root of the squares, and the count', () => {
    const before = nextSnapshot(worked(), { parameters: storeOf(new Float64Array(11)) })
    const after = nextSnapshot(before, { parameters: put(before.parameters, { 0: 3, 3: -4, 8: 4.5, 5: -0 }) })
    const nodes = changesByNode(diff(before, after))
    expect(nodes).toEqual([
      { node: 'o6', largest: 4.5, total: 4.5, changes: 1 },
      { node: 'h4', largest: 4, total: 5, changes: 2 },
      { node: 'h5', largest: 0, total: 0, changes: 1 },
    ])
    expectDeeplyFrozen(nodes)
  })

  test('[DI13] the root neither overflows nor vanishes, and what is not finite stays so', () => {
    const before = nextSnapshot(worked(), { parameters: storeOf(new Float64Array(11)) })
    const total = (values: Readonly<Record<number, number>>) =>
      changesByNode(diff(before, nextSnapshot(before, { parameters: put(before.parameters, values) })))[0]?.total
    expect(total({ 0: 3e200, 1: 4e200 })).toBeCloseTo(5e200, -190)
    expect(total({ 0: 5e-324 })).toBe(5e-324)
    expect(total({ 0: Number.POSITIVE_INFINITY, 1: 1 })).toBe(Number.POSITIVE_INFINITY)
    expect(total({ 0: Number.NaN, 1: 1 })).toBeNaN()
  })
})

describe('a diff as text', () => {
  test('[DI14] a diff reads as its step, and a table of the largest changes', () => {
    const before = worked()
    const after = nextSnapshot(before, { step: 1, parameters: put(before.parameters, { 0: -0.5, 2: 0.5, 9: -0 }) })
    expect(String(diff(before, after))).toBe(
      [
        'step 0 → 1, 3 parameters changed',
        'parameter  before  after  change',
        '─────────  ──────  ─────  ──────',
        'h4->o6       -0.3     -0     0.3',
        'h4:bias      -0.4   -0.5    -0.1',
        'x2->h4        0.4    0.5     0.1',
      ].join('\n'),
    )
    expect(String(diff(before, before))).toBe('0 parameters changed')
  })

  test('[DI14] what came and went stands above, and a dot for the side on which a parameter is not', () => {
    const before = initialSnapshot({ graph: chain(1, sigmoid), optimizer: adam(), seed: 1 })
    const { graph } = edit(before.graph, (g) => g.add('n', withoutBias, { from: ['x', 'n1'], weights: [2, 1] }))
    const after = nextSnapshot(before, { graph, ...carry(before, graph) })
    expect(String(diff(before, after))).toBe(
      [
        '2 parameters changed',
        '+ n, x->n, n1->n',
        'parameter  before  after  change',
        '─────────  ──────  ─────  ──────',
        'x->n            ·      2       2',
        'n1->n           ·      1       1',
      ].join('\n'),
    )
    expect(String(diff(after, before))).toContain('− n, x->n, n1->n\n')
    const wide = initialSnapshot({ graph: layers([2, 1]), optimizer: adam(), seed: 1 })
    const one = nextSnapshot(wide, { parameters: put(wide.parameters, { 0: 1 / 3 }) })
    expect(String(diff(wide, one))).toMatch(/^1 parameter changed\n.*\n.*\n.*0\.333333 /)
  })
})
