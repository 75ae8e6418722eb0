/** A right call of every public function: the fuzz exchanges one argument after the other. A new export wants a line here. */
import * as core from '@neurite/core'
import * as testing from '@neurite/core/testing'
import * as nodes from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'

const { dataset, diff, edit, graph, network, sgd, snapshotToJSON } = core
const { neuron, sigmoid, squaredError, standardKinds } = nodes

export const doors: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { core, testing, nodes }

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
  'core.Signal': () => [1, new Float64Array(2), 0, 2],
  'core.adam': () => [{ learningRate: 0.01 }],
  'core.applyDiff': (w) => [w.before, w.change],
  'core.changesByNode': (w) => [w.change],
  'core.compare': (w) => [w.net, w.net, { from: 1 }],
  'core.dataset': (w) => [rows, w.g],
  'core.defineActivation': () => [{ name: 'mine', value: (z: number) => z, slope: () => 1 }],
  'core.defineInitializer': () => [{ name: 'mine', draw: () => 0 }],
  'core.defineLoss': () => [{ name: 'mine', forward: pass, backward: pass }],
  'core.defineNeuron': () => [{ name: 'mine', activation: sigmoid, weights: nodes.he(), bias: nodes.zeros() }],
  'core.defineNode': () => [{ name: 'mine', forward: pass, backward: pass }],
  'core.definitionKey': () => [sigmoid],
  'core.diff': (w) => [w.before, w.net.snapshot],
  'core.diffToText': (w) => [w.change, { top: 3 }],
  'core.edgeId': () => ['a', 'b', 1],
  'core.edges': (w) => [w.g],
  'core.edit': (w) => [w.g, w.grow],
  'core.exp': () => [1],
  'core.fingerprint': (w) => [w.net.snapshot],
  'core.graph': (w) => [w.grow],
  'core.graphFromJSON': (w) => [core.graphToJSON(w.g), standardKinds],
  'core.graphToJSON': (w) => [w.g],
  'core.health': (w) => [w.net, { window: 50 }],
  'core.ids': () => ['h', 3, 1],
  'core.invalidOption': () => ['lr', 1, 'another', 'mine'],
  'core.learn': (w) => [w.net],
  'core.loadNetwork': (w) => [w.net.timeline.save(), standardKinds, { recover: true }],
  'core.log': () => [1],
  'core.log1p': () => [1],
  'core.network': (w) => [w.g, { seed: 2 }],
  'core.nodesInOrder': (w) => [w.g],
  'core.openNetwork': () => [new MemoryLevel(), standardKinds, { prefix: 'a/' }],
  'core.patch': (w) => [w.edited.graph, w.edited.inversePatches],
  'core.pauseWhen': () => [() => false],
  'core.persist': (w) => [w.net, new MemoryLevel(), { every: Number.POSITIVE_INFINITY }],
  'core.plan': (w) => [w.g, 'never'],
  'core.predict': (w) => [w.net],
  'core.readOptions': () => [{ a: 1 }, 'mine', { a: { wants: 'a number', suits: Number.isFinite } }],
  'core.reference': () => [sigmoid],
  'core.reverse': (w) => [w.g],
  'core.reverseDiff': (w) => [w.change],
  'core.sgd': () => [{ learningRate: 0.1 }],
  'core.sigmoid': () => [1],
  'core.snapshotFromJSON': (w) => [snapshotToJSON(w.net.snapshot), standardKinds],
  'core.snapshotToJSON': (w) => [w.net.snapshot],
  'core.softplus': () => [1],
  'core.tanh': () => [1],
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
}

/** Objects whose methods are called, and right arguments of those that take any; what takes none is not listed. */
export const objects: Readonly<Record<string, (w: ReturnType<typeof world>) => object | Promise<object>>> = {
  network: (w) => w.net,
  timeline: (w) => w.net.timeline,
  snapshot: (w) => w.net.snapshot,
  store: (w) => w.net.snapshot.parameters,
  dataset: (w) => w.data,
  step: (w) => w.step,
  signal: (w) => w.step.node('h1').activation,
  trace: (w) => core.trace(w.net, rows[0] as (typeof rows)[number]),
  walk: (w) => core.walk(w.net, rows),
  here: (w) => core.walk(w.net, rows).here,
  builder: () => builder(),
  watchedNode: (w) => w.net.node('h1'),
  watchedEdge: (w) => w.net.edge('x1', 'h1'),
  saved: (w) => w.net.timeline.save(),
  persistence: (w) => core.persist(w.net, new MemoryLevel(), { every: Number.POSITIVE_INFINITY }),
  branch: (w) => w.net.timeline.branches[0] as object,
  entry: (w) => w.net.timeline.log()[0] as object,
  report: (w) => w.net.timeline.health(),
}

export const methods: Readonly<Record<string, (w: ReturnType<typeof world>) => readonly unknown[]>> = {
  'network.node': () => ['h1'],
  'network.edge': () => ['x1', 'h1'],
  'network.watch': () => ['h1', 'o'],
  'network.predict': () => [[0, 1]],
  'network.learn': () => [rows[0]],
  'network.change': () => [{ hyperparameters: { learningRate: 0.1 } }],
  'network.restore': (w) => [w.before],
  'timeline.find': () => [() => false, { from: 1 }],
  'timeline.findAll': () => [() => false, { from: 1 }],
  'timeline.findLast': () => [() => false, { from: 1 }],
  'timeline.probe': () => [1, 2, 'h1', 'delta'],
  'timeline.why': () => ['h1->o', 2, { most: 3 }],
  'timeline.ablate': () => ['h1', 1, [[0, 1]]],
  'timeline.fork': () => [1, { name: 'mine' }],
  'timeline.note': () => ['text', 1],
  'timeline.diff': () => [1, 2],
  'timeline.rename': () => ['other', 'main'],
  'timeline.at': () => [1],
  'timeline.stepAt': () => [1],
  'timeline.seek': () => [1],
  'timeline.drop': () => ['other'],
  'timeline.firstAbnormal': () => [{ window: 5 }],
  'timeline.health': () => [{ window: 5 }],
  'timeline.save': () => [{ data: true }],
  'timeline.verify': () => [{}],
  'walk.forward': () => ['node'],
  'walk.back': () => ['node'],
  'here.of': () => ['h1'],
  'step.node': () => ['h1'],
  'saved.to': () => [{ read() {}, write: async () => {} }],
  'snapshot.node': () => ['h1'],
  'snapshot.edge': () => ['x1', 'h1', 0],
  'store.copyInto': (w) => [new Float64Array(w.net.snapshot.parameters.length), 0],
  'store.equals': (w) => [w.before.parameters],
  'signal.map': () => [(value: number) => value],
}
