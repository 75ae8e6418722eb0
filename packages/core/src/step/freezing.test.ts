import { describe, expect, test } from 'vitest'
import { layers, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { graph } from '../graph/compose/builder.ts'
import { edit, patch } from '../graph/compose/edit.ts'
import { graphFromJSON } from '../graph/compose/from-json.ts'
import { graphToJSON } from '../graph/value/json.ts'
import { review } from '../health/review.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { placesOf } from '../plan/places.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { refusal } from '../testing/refusal.ts'

const rows = Array.from({ length: 8 }, (_, n) => ({
  input: [n & 1, (n >> 1) & 1, n >> 2],
  target: [n % 3 === 0 ? 1 : 0],
}))
const learn = (net: Network, steps: number): void => {
  for (let k = 0; k < steps; k++) net.learn(rows[k % rows.length] as (typeof rows)[number])
}

/** The places whose numbers differ, in parameters or any slot. */
function moved(a: Snapshot, b: Snapshot): number[] {
  const stores = (of: Snapshot) => [of.parameters, ...Object.values(of.slots)].map((store) => store.slice())
  const [before, after] = [stores(a), stores(b)]
  return Array.from({ length: a.parameters.length }, (_, k) => k).filter((k) =>
    before.some((values, n) => !Object.is(values[k], after[n]?.[k])),
  )
}

describe('what is frozen', () => {
  test.each([
    ['a node', ['h4']],
    ['a bias', ['h4:bias']],
    ['all biases', ['*:bias']],
    ['an edge', ['h5->o6']],
    ['several', ['h5', 'o6:bias', 'x1->h4']],
  ])('[CH40] %s: parameters and slots keep their bits under momentum, the others move', (_, what) => {
    for (const optimizer of [sgd({ learningRate: 0.5, momentum: 0.9 }), adam({ learningRate: 0.1 })]) {
      const net = network(threeTwoOne(), { optimizer, seed: 3 })
      learn(net, 10)
      net.change({ freeze: what })
      const before = net.snapshot
      learn(net, 10)
      const frozen = placesOf(net.snapshot.graph).select(what)
      const places = moved(before, net.snapshot)
      expect(places.filter((k) => frozen[k] === 1)).toEqual([])
      expect(places).toHaveLength(frozen.length - frozen.reduce((sum, one) => sum + one, 0))
    }
  })

  test('[CH40] it learns again when it is thawed, undone and done again like any change', () => {
    const net = network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.5, momentum: 0.9 }), seed: 3 })
    learn(net, 5)
    net.change({ freeze: ['h4', '*:bias'] })
    learn(net, 5)
    net.change({ unfreeze: ['h4'] })
    const thawed = net.snapshot
    learn(net, 5)
    expect(net.snapshot.graph.frozen).toEqual(['*:bias'])
    expect(net.snapshot.node('h4').weights).not.toEqual(thawed.node('h4').weights)
    expect(net.snapshot.node('h4').bias).toBe(thawed.node('h4').bias)
    const prints = Array.from({ length: net.timeline.step + 1 }, (_, step) => fingerprint(net.timeline.at(step)))
    const other = fork(net, net.timeline.step)
    expect(Array.from(prints, (_, step) => fingerprint(other.timeline.at(step)))).toEqual(prints)
    net.change({ unfreeze: ['*:bias'] })
    expect(net.snapshot.graph.frozen).toBeUndefined()
    net.timeline.undo()
    expect(net.snapshot.graph.frozen).toEqual(['*:bias'])
  })

  test('[CH40] the same bits fused or not, and none other where nothing is frozen', () => {
    const g = (frozen: boolean) =>
      graph((g) => {
        const x = g.inputs('x1', 'x2', 'x3')
        const h = g.add(['h1', 'h2'], sigmoid, { from: x, frozen })
        g.loss(squaredError, g.add('o', sigmoid, { from: h }))
      })
    const end = (fuse: 'auto' | 'never', frozen: boolean) => {
      const net = network(g(frozen), { fuse, seed: 1, optimizer: sgd({ learningRate: 0.3 }) })
      learn(net, 20)
      return net.snapshot
    }
    expect(fingerprint(end('auto', true))).toBe(fingerprint(end('never', true)))
    expect(g(true).frozen).toEqual(['h1', 'h2'])
    expect(g(false).frozen).toBeUndefined()
    expect(end('auto', true).node('h1')).toEqual(network(g(true), { seed: 1 }).snapshot.node('h1'))
  })
})

describe('the names of what is frozen', () => {
  const g = graph((g) => {
    const h = g.add(['a', 'b c'], sigmoid, { from: g.inputs('x') })
    g.loss(squaredError, g.add('o', sigmoid, { from: h }))
    g.freeze('"b c"->o', ['a:bias', '*:bias'])
  })

  test('[GR170] stand in the graph, its print, its JSON and its fingerprint; patches lead there and back', () => {
    expect(g.frozen).toEqual(['"b c"->o', 'a:bias', '*:bias'])
    expect(String(g)).toContain('frozen: ')
    const { graph: thawed, patches, inversePatches } = edit(g, (e) => e.unfreeze(...(g.frozen ?? [])))
    expect(thawed.frozen).toBeUndefined()
    expect(graphFingerprint(thawed)).not.toBe(graphFingerprint(g))
    expect(patch(g, patches)).toEqual(thawed)
    expect(patch(thawed, inversePatches)).toEqual(g)
    expect(edit(g, (e) => e.freeze('a:bias')).graph.frozen).toBe(g.frozen)
    const json = JSON.parse(JSON.stringify(graphToJSON(g)))
    const kinds = Object.fromEntries(Object.values(g.kinds).map((kind) => [kind.name, kind]))
    expect(graphFromJSON(json, { ...kinds, squaredError }).frozen).toEqual(g.frozen)
    for (const frozen of [['a', 1], 'a', ['']]) {
      expect(refusal(() => graphFromJSON({ ...json, frozen }, { ...kinds, squaredError })).code).toBe('INVALID_FORMAT')
    }
  })

  test('[GR170] go with their node or edge; one that means nothing is refused when a network is made', () => {
    const { graph: without } = edit(g, (e) => e.remove('b c'))
    expect(without.frozen).toEqual(['a:bias', '*:bias'])
    for (const name of ['h9', 'a:slope', 'x->o', 'nothing/of']) {
      const { graph: wrong } = edit(g, (e) => e.freeze(name))
      expect(refusal(() => network(wrong)).code, name).toBe('INVALID_OPTION')
      const net = network(g)
      expect(refusal(() => net.change({ freeze: [name] })).code, name).toBe('INVALID_OPTION')
      expect(net.snapshot.graph).toBe(g)
    }
    for (const name of [7, '', null]) {
      expect(refusal(() => edit(g, (e) => e.freeze(name as string))).code).toBe('INVALID_OPTION')
    }
    expect(refusal(() => network(g).change({ freeze: [] })).code).toBe('INVALID_OPTION')
  })

  test('[HE30] health finds nothing wrong with what was frozen', async () => {
    const net = network(layers([3, 3, 1]), { optimizer: sgd({ learningRate: 0.5 }), seed: 3 })
    net.change({ freeze: ['l1n0', 'l1n1'] })
    learn(net, 400)
    const { findings } = await review(net, {})
    expect(findings.filter(({ node }) => node === 'l1n0' || node === 'l1n1')).toEqual([])
  })
})

test('[WE5] a textbook that keeps its biases fixed gets the weights that it published', () => {
  // M. Mazur, "A step by step backpropagation example", 2015: 2-2-2, sigmoid, learning rate 0.5, biases never moved.
  const g = graph((g) => {
    const i = g.inputs('i1', 'i2')
    const into = [
      [0.15, 0.2],
      [0.25, 0.3],
    ]
    const out = [
      [0.4, 0.45],
      [0.5, 0.55],
    ]
    const h = g.add(['h1', 'h2'], sigmoid, { from: i, weights: into, bias: 0.35 })
    const o = g.add(['o1', 'o2'], sigmoid, { from: h, weights: out, bias: 0.6 })
    g.loss(squaredError, o)
    g.freeze('*:bias')
  })
  const net = network(g, { optimizer: sgd({ learningRate: 0.5 }) })
  const row = { input: [0.05, 0.1], target: [0.01, 0.99] }
  expect(net.learn(row).loss).toBeCloseTo(0.298371109, 9)
  const published = { h1: [0.149780716, 0.19956143], h2: [0.24975114, 0.29950229], o1: [0.35891648, 0.408666186] }
  for (const [id, weights] of Object.entries({ ...published, o2: [0.51130127, 0.561370121] })) {
    const learned = Object.values(net.snapshot.node(id).weights)
    learned.forEach((weight, k) => {
      expect(weight).toBeCloseTo(weights[k] as number, 8)
    })
  }
  // The error that the text prints next, 0.291027924, comes of hidden deltas through output weights that were updated before.
  expect(net.learn(row).loss).toBeCloseTo(0.291027774, 9)
})
