/** A right call of every public function: the fuzz exchanges one argument after the other. A new export wants a line here. */

import { network as lite } from '@neurite/core/lite'
import * as math from '@neurite/core/math'
import * as testing from '@neurite/core/testing'
import * as nodes from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import * as core from '../doors.ts'

const { database, dataset, diff, edit, graph, network, review, save, sgd, toJSON } = core
const { neuron, sigmoid, squaredError, standard } = nodes

export const doors: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  core,
  lite: { network: lite },
  math,
  testing,
  nodes,
}

export const rows = [
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [0] },
]

/** A small world of its own for every call. */
export function world() {
  const g = graph((g) => {
    const x = g.inputs('x1', 'x2')
    const h = g.add(['h1', 'h2'], neuron(sigmoid), { from: x })
    g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: [x, h] }))
  })
  const optimizer = sgd({ learningRate: 0.5 })
  const net = network(g, { optimizer, seed: 1 })
  const before = net.snapshot
  for (const row of rows) net.learn(row)
  net.change({ hyperparameters: { learningRate: 0.25 } })
  const step = net.learn(rows[0] as (typeof rows)[number])
  const change = diff(before, net.snapshot)
  const grow = (g: core.GraphBuilder) => g.add('h3', neuron(sigmoid), { from: 'x1' })
  return { g, net, optimizer, before, step, change, grow, data: dataset(rows, g), edited: edit(g, grow) }
}

/** A builder inside its recipe; what is called on it afterwards is BUILDER_CLOSED. */
export function builder(): core.GraphBuilder {
  let kept: unknown
  graph((g) => {
    kept = g
    g.outputs(g.add('o', neuron(sigmoid), { from: g.inputs('x') }))
  })
  return kept as core.GraphBuilder
}

const pass = () => {}

/** The arguments of a right call, options last. */
export const calls: Readonly<Record<string, (w: ReturnType<typeof world>) => readonly unknown[]>> = {
  'core.NeuriteError': () => [{ code: 'MINE', severity: 'error', place: {}, what: 'mine', wayOut: 'none' }],
  'core.ablate': (w) => [w.net, 'h1', { at: 1, rows: [[0, 1]] }],
  'core.act': (w) => [w.net, { do: 'seek', to: 1 }, {}],
  'core.chain': () => [core.adam(), sgd({ learningRate: 0.1 })],
  'core.compare': (w) => [w.net, w.net, { from: 1 }],
  'core.database': () => [new MemoryLevel(), { prefix: 'a/' }],
  'core.defineCheck': () => [{ name: 'mine', looksAt: 'nothing', make: () => () => [] }],
  'core.earlyStop': (w) => [w.net, { patience: 3 }],
  'core.evaluate': (w) => [w.net, rows, { metrics: [nodes.accuracy] }],
  'core.events': (w) => [w.net, ['h1', 'o']],
  'core.find': (w) => [w.net, () => false, { from: 1 }],
  'core.findAll': (w) => [w.net, () => false, { from: 1 }],
  'core.findLast': (w) => [w.net, () => false, { from: 1 }],
  'core.finish': (w) => [core.train(w.net, rows), {}],
  'core.firstAbnormal': (w) => [w.net, { window: 5 }],
  'core.fork': (w) => [w.net, 1, { branch: 'mine' }],
  'core.fromJSON': (w) => [toJSON(w.g), standard],
  'core.fromWire': (w) => [core.toWire(w.before), standard],
  'core.health': (w) => [w.net, { window: 50 }],
  'core.isKept': () => [database(new MemoryLevel())],
  'core.load': (w) => [save(w.net), standard, { recover: true }],
  'core.losses': (w) => [w.net, { buckets: 2 }],
  'core.persist': (w) => [w.net, database(new MemoryLevel()), { every: Number.POSITIVE_INFINITY }],
  'core.probe': (w) => [w.net, 'h1', 'delta', { from: 1, to: 2 }],
  'core.review': (w) => [w.net, { window: 5 }],
  'core.save': (w) => [w.net, { data: true }],
  'core.stateAt': (w) => [w.net, 1, {}],
  'core.toJSON': (w) => [w.g],
  'core.toWire': (w) => [w.before, {}],
  'core.verify': (w) => [w.net, {}],
  'core.why': (w) => [w.net, 'h1->o', { at: 2, most: 3 }],
  'core.adam': () => [{ learningRate: 0.01 }],
  'core.changesByNode': (w) => [w.change],
  'core.dataset': (w) => [rows, w.g],
  'core.defineActivation': () => [{ name: 'mine', value: (z: number) => z, slope: () => 1 }],
  'core.defineInitializer': () => [{ name: 'mine', draw: () => 0 }],
  'core.defineLoss': () => [{ name: 'mine', forward: pass, backward: pass }],
  'core.defineKind': () => [
    { name: 'mine', parameters: [{ name: 'slope', start: nodes.he() }], forward: pass, backward: pass },
  ],
  'core.defineMetric': () => [{ name: 'mine', init: () => 0, add: (state: number) => state }],
  'core.defineOptimizer': () => [{ name: 'mine', options: { rate: 1 }, transform: pass }],
  'core.definitionKey': () => [sigmoid],
  'core.diff': (w) => [w.before, w.net.snapshot],
  'core.edgeId': () => ['a', 'b', 1],
  'core.edges': (w) => [w.g],
  'core.edit': (w) => [w.g, w.grow],
  'math.exp': () => [1],
  'core.fingerprint': (w) => [w.net.snapshot],
  'core.graph': (w) => [w.grow],
  'core.heldOut': () => [rows, { every: 2 }],
  'core.ids': () => ['h', 3, { start: 1 }],
  'core.invalidOption': () => ['lr', 1, 'another', 'mine'],
  'core.learn': (w) => [w.net],
  'math.log': () => [1],
  'math.log1p': () => [1],
  'core.network': (w) => [w.g, { seed: 2 }],
  'lite.network': (w) => [w.g, { seed: 2 }],
  'core.nodesInOrder': (w) => [w.g],
  'core.patch': (w) => [w.edited.graph, w.edited.inversePatches],
  'core.pauseWhen': () => [() => false],
  'core.placesOf': (w) => [w.g],
  'core.plan': (w) => [w.g, 'never'],
  'core.predict': (w) => [w.net],
  'core.readOptions': () => [{ a: 1 }, 'mine', { a: { wants: 'a number', suits: Number.isFinite } }],
  'core.reference': () => [sigmoid],
  'core.sgd': () => [{ learningRate: 0.1 }],
  'math.sigmoid': () => [1],
  'math.softplus': () => [1],
  'math.tanh': () => [1],
  'core.targetNodes': (w) => [w.g],
  'core.trace': (w) => [w.net, rows[0]],
  'core.train': (w) => [w.net, rows, { batchSize: 2 }],
  'core.validate': (w) => [w.g],
  'core.walk': (w) => [w.net, rows, { batchSize: 2 }],
  'testing.checkActivation': () => [sigmoid, { points: 3 }],
  'testing.checkKind': () => [neuron(sigmoid), { seed: 2 }],
  'testing.checkLoss': () => [squaredError(), { nodes: 1 }],
  'testing.randomGraph': () => [1, { kinds: [neuron(sigmoid)], losses: [squaredError()] }],
  'testing.randomRows': (w) => [w.g, 3, 1],
  'nodes.binaryCrossEntropy': () => [],
  'nodes.constant': () => [0.5],
  'nodes.he': () => [],
  'nodes.meanSquaredError': () => [],
  'nodes.neuron': () => [sigmoid, { bias: nodes.zeros() }],
  'nodes.softmax': () => [[1, 2]],
  'nodes.softmaxCrossEntropy': () => [],
  'nodes.squaredError': () => [],
  'nodes.uniform': () => [-1, 1],
  'nodes.xavier': () => [],
  'nodes.zeros': () => [],
  'nodes.clipByGlobalNorm': () => [1],
  'nodes.clipByNorm': () => [1],
  'nodes.clipByValue': () => [1],
  'nodes.cosineDecay': () => [{ steps: 5 }],
  'nodes.decayWeights': () => [1e-4, { of: ['*:bias'] }],
  'nodes.exponentialDecay': () => [{ by: 0.5 }],
  'nodes.l1': () => [1e-4, { of: ['h1'] }],
  'nodes.l2': () => [1e-4, { of: ['h1'] }],
  'nodes.linearWarmUp': () => [{ steps: 5 }],
  'nodes.oneCycle': () => [{ steps: 5 }],
  'nodes.polynomialDecay': () => [{ steps: 5 }],
  'nodes.scaleRate': () => [{ of: ['h1'], by: 2 }],
  'nodes.stepDecay': () => [{ every: 5, by: 0.5 }],
  'nodes.topK': () => [{ k: 2 }],
}

/** Objects whose methods are called, and right arguments of those that take any; what takes none is not listed. */
export const objects: Readonly<Record<string, (w: ReturnType<typeof world>) => object | Promise<object>>> = {
  network: (w) => w.net,
  timeline: (w) => w.net.timeline,
  snapshot: (w) => w.net.snapshot,
  store: (w) => w.net.snapshot.parameters,
  dataset: (w) => w.data,
  places: (w) => core.placesOf(w.g),
  step: (w) => w.step,
  signal: (w) => w.step.node('h1').activation,
  trace: (w) => core.trace(w.net, rows[0] as (typeof rows)[number]),
  walk: (w) => core.walk(w.net, rows),
  here: (w) => core.walk(w.net, rows).here,
  builder: () => builder(),
  watchedNode: (w) => w.net.node('h1'),
  watchedEdge: (w) => w.net.edge('x1', 'h1'),
  saved: (w) => save(w.net),
  persistence: (w) => core.persist(w.net, database(new MemoryLevel()), { every: Number.POSITIVE_INFINITY }),
  branch: (w) => w.net.timeline.branches[0] as object,
  entry: (w) => w.net.timeline.log()[0] as object,
  report: (w) => review(w.net),
}

export const methods: Readonly<Record<string, (w: ReturnType<typeof world>) => readonly unknown[]>> = {
  'network.node': () => ['h1'],
  'network.edge': () => ['x1', 'h1', { delay: 0 }],
  'network.predict': () => [[0, 1]],
  'network.predictAll': () => [[[0, 1]]],
  'network.learn': () => [rows[0]],
  'network.change': () => [{ hyperparameters: { learningRate: 0.1 } }],
  'network.restore': (w) => [w.before],
  'timeline.note': () => ['text', { at: 1 }],
  'timeline.rename': () => ['main', 'other'],
  'timeline.log': () => [{ branch: 'main' }],
  'timeline.at': () => [1],
  'timeline.stepAt': () => [1],
  'timeline.seek': () => [1],
  'timeline.drop': () => ['other'],
  'walk.forward': () => ['node'],
  'walk.back': () => ['node'],
  'here.of': () => ['h1'],
  'step.node': () => ['h1'],
  'step.values': () => ['delta'],
  'saved.to': () => [{ read() {}, write: async () => {} }],
  'snapshot.node': () => ['h1'],
  'snapshot.edge': () => ['x1', 'h1', { delay: 0 }],
  'places.nameOf': () => [0],
  'places.nodeOf': () => [0],
  'places.select': () => [['*:bias']],
  'store.copyInto': (w) => [new Float64Array(w.net.snapshot.parameters.length), 0],
  'store.equals': (w) => [w.before.parameters],
  'signal.map': () => [(value: number) => value],
}
