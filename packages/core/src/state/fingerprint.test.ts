import { describe, expect, test } from 'vitest'
import { graph } from '../graph/compose/builder.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import type { GraphNode } from '../graph/value/graph.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from './fingerprint.ts'
import { graphFingerprint } from './graph-fingerprint.ts'
import { type ParameterStore, storeOf } from './parameter-store.ts'
import { evenDraw, halfSquare, linear, workedGraph } from './sample-network.ts'
import type { Snapshot } from './snapshot.ts'
import { initialSnapshot, nextSnapshot } from './update.ts'

const optimizer = sgd({ learningRate: 0.9, momentum: 0.5 })
const worked = (seed = 1) => initialSnapshot({ graph: workedGraph(), optimizer, seed })
const run = { data: 'abc', batchSize: 2, shuffle: true, firstEpoch: 0, epochs: 3 }

/** A store like this one, one number of it changed in its last bit. */
function nudged(store: ParameterStore, at: number): ParameterStore {
  const values = store.slice()
  const words = new Uint32Array(values.buffer)
  words[2 * at] = (words[2 * at] as number) ^ 1
  return storeOf(values)
}

describe('fingerprint', () => {
  test('[ST14] is 32 hex digits, equal for equal states and stable from release to release', () => {
    expect(fingerprint(worked())).toBe(fingerprint(worked()))
    // Saved snapshots carry it: whoever changes it makes them unreadable, and must count the format up.
    expect(fingerprint(worked())).toBe('460e09be78dcf70ea0ed3c8865954def')
    expect(graphFingerprint(workedGraph())).toBe('570ae59497f5328f74042551d5fb3fff')
  })

  test('[ST14] every part that the next step reads changes it', () => {
    const base = worked()
    const zero = storeOf(new Float64Array(11))
    const minusZero = storeOf(new Float64Array(11).fill(-0))
    const at = base.cursor
    const others: Snapshot[] = [
      base,
      nextSnapshot(base, { parameters: nudged(base.parameters, 0) }),
      nextSnapshot(base, { parameters: nudged(base.parameters, 10) }),
      nextSnapshot(base, { parameters: zero }),
      nextSnapshot(base, { parameters: minusZero }),
      nextSnapshot(base, { slots: { velocity: nudged(zero, 5) } }),
      nextSnapshot(base, { slots: { speed: zero } }),
      nextSnapshot(base, { slots: {} }),
      nextSnapshot(base, { hyperparameters: { ...base.hyperparameters, learningRate: 0.1 } }),
      nextSnapshot(base, { optimizer: 'sgd' }),
      nextSnapshot(base, { seed: 2 }),
      nextSnapshot(base, { step: 1 }),
      nextSnapshot(base, { cursor: { ...at, epoch: 1 } }),
      nextSnapshot(base, { cursor: { ...at, batch: 1 } }),
      nextSnapshot(base, { graph: graph((g) => g.add('o', linear, { from: g.inputs(...'abcdefghij') })) }),
      initialSnapshot({ graph: workedGraph(), optimizer: adam(), seed: 1 }),
    ]
    expect(new Set(others.map(fingerprint)).size).toBe(others.length)
  })

  test('[ST14] the run of train under way is not in it, nor the order in which names were given', () => {
    const base = worked()
    const { learningRate, momentum, nesterov } = base.hyperparameters as Record<string, number>
    for (const other of [
      nextSnapshot(base, { cursor: { ...base.cursor, run } }),
      nextSnapshot(base, { hyperparameters: { nesterov, momentum, learningRate } as Record<string, number> }),
    ]) {
      expect(fingerprint(other)).toBe(fingerprint(base))
    }
  })
})

describe('graphFingerprint', () => {
  test('[ST15] equal content, equal fingerprint: another value, another build, an array not shared', () => {
    const g = workedGraph()
    const nodes: Record<string, GraphNode> = {}
    for (const id of g.order) {
      const node = g.nodes[id] as GraphNode
      nodes[id] = { ...node, inputs: [...node.inputs] }
    }
    expect(graphFingerprint({ ...g, nodes })).toBe(graphFingerprint(g))
    const byHand = graph((g) => {
      g.inputs('x1', 'x2', 'x3')
      g.add('h4', linear, { from: ['x1', 'x2', 'x3'], weights: [0.2, 0.4, -0.5], bias: -0.4 })
      g.add('h5', linear, { from: ['x1', 'x2', 'x3'], weights: [-0.3, 0.1, 0.2], bias: 0.2 })
      g.add('o6', linear, { from: ['h4', 'h5'], weights: [-0.3, -0.2], bias: 0.1 })
      g.loss(halfSquare, 'o6')
    })
    expect(graphFingerprint(byHand)).toBe(graphFingerprint(g))
  })

  test('[ST15] every part of the structure changes it', () => {
    const bigger = defineKind({
      name: 'linear',
      options: { scale: 2 },
      activation: affine(),
      parameters: [
        { name: 'bias', start: evenDraw },
        { name: 'weight', per: 'edge', start: evenDraw },
      ],
    })
    const own = defineKind({
      name: 'own',
      parameters: [
        { name: 'bias', start: evenDraw },
        { name: 'weight', per: 'edge', start: evenDraw },
      ],
      forward: () => {},
      backward: () => {},
    })
    const operator = <T>(same: T) => same
    const graphs = [
      one({}),
      one({ ids: ['b', 'a'] }),
      one({ from: ['b', 'a'] }),
      one({ name: 'p' }),
      one({ kind: bigger }),
      one({ kind: own }),
      one({ weights: [null, 1] }),
      one({ weights: [1, null] }),
      one({ weights: [0, 1] }),
      one({ bias: 0 }),
      one({ bias: 1 }),
      one({ more: (g) => g.connect('o', 'o', { delay: 1 }) }),
      one({ more: (g) => g.connect('o', 'o', { delay: 2 }) }),
      one({ more: (g) => g.connect('c', 'o', { through: operator }) }),
      one({ more: (g) => g.connect('c', 'o', { through: { operator, back: operator } }) }),
      one({ more: (g) => g.connect('c', 'o') }),
      one({ more: (g) => g.outputs('o', 'a') }),
      one({ more: (g) => g.loss(halfSquare, 'o') }),
      one({ more: (g) => g.loss(halfSquare, 'o', { weight: 2 }) }),
      one({ more: (g) => g.loss(halfSquare, ['o', 'o2']) }),
      one({ more: (g) => g.loss(halfSquare, ['o2', 'o']) }),
    ]
    expect(new Set(graphs.map(graphFingerprint)).size).toBe(graphs.length)
  })

  test('[ST15] what an operator does is not in it, that it is there is', () => {
    const through = (operator: <T>(source: T) => T) => one({ more: (g) => g.connect('c', 'o', { through: operator }) })
    expect(graphFingerprint(through((source) => source))).toBe(graphFingerprint(through((same) => same)))
  })

  test('[ST15] a start value −0 counts as 0, which is what JSON makes of it', () => {
    expect(graphFingerprint(one({ bias: -0 }))).toBe(graphFingerprint(one({ bias: 0 })))
    expect(graphFingerprint(one({ weights: [-0, 1] }))).toBe(graphFingerprint(one({ weights: [0, 1] })))
  })
})

function affine() {
  const { computation } = linear
  if (computation.form !== 'affine') throw new Error('linear is affine')
  return computation.activation
}

type Builder = Parameters<Parameters<typeof graph>[0]>[0]

function one(given: {
  ids?: string[]
  from?: string[]
  name?: string
  kind?: typeof linear
  weights?: (number | null)[]
  bias?: number
  more?: (g: Builder) => void
}) {
  const { ids = ['a', 'b'], from = ['a', 'b'], name = 'o', kind = linear, weights, bias, more } = given
  return graph((g) => {
    g.inputs(...ids, 'c')
    g.add(name, kind, { from, ...(weights && { weights }), ...(bias !== undefined && { bias }) })
    g.add(`${name}2`, linear, { from: ['c'] })
    more?.(g)
  })
}
