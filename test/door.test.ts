import {
  adam,
  dataset,
  edit,
  fingerprint,
  fork,
  type GraphBuilder,
  graph,
  ids,
  learn,
  NeuriteError,
  network,
  pauseWhen,
  predict,
  type Recipe,
  sgd,
  trace,
  train,
  walk,
} from '@neurite/core'
import { defineActivation, defineKind, defineLoss } from '@neurite/core/define'
import { compare, find, findAll, findLast, why } from '@neurite/core/explain'
import { database, load, persist, save, toJSON } from '@neurite/core/files'
import { review } from '@neurite/core/health'
import { checkKind } from '@neurite/core/testing'
import { binaryCrossEntropy, he, neuron, sigmoid, squaredError, standard, xavier } from '@neurite/nodes'
import { lastValueFrom, map } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { rows, world } from './door/public-calls.ts'

// Plain JavaScript: the types would refuse most of this.
// biome-ignore lint/suspicious/noExplicitAny: what is tested is what types do not see
type Any = any

/** What a call, its promise or its Observable is refused with. */
async function refused(call: () => unknown): Promise<NeuriteError> {
  try {
    const answer = call() as Any
    await (typeof answer?.subscribe === 'function' ? lastValueFrom(answer, { defaultValue: null }) : answer)
  } catch (error) {
    if (error instanceof NeuriteError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const built = (recipe: (g: Any, x: string[], o: string) => void) => () =>
  graph((g) => {
    const x = g.inputs('x1', 'x2')
    const o = g.add(['o1', 'o2'], neuron(sigmoid), { from: x })
    g.outputs(o)
    recipe(g as GraphBuilder, [...x], 'o1')
  })

const w = world()
const t = w.net.timeline as Any
const net = w.net as Any
const [anyTrain, anyNetwork] = [train as Any, network as Any]
const [anyFind, anyFindAll, anyFindLast] = [find as Any, findAll as Any, findLast as Any]
const [anyWhy, anyFork] = [why as Any, fork as Any]
const [anyReview, anySave] = [review as Any, save as Any]

const unknown: [string, () => unknown, string, string | undefined][] = [
  ['train(net, xor, { iterations })', () => anyTrain(net, rows, { iterations: 20_000 }), 'iterations', 'epochs'],
  ['adam({ lr })', () => (adam as Any)({ lr: 0.01 }), 'lr', 'learningRate'],
  ['sgd({ lr })', () => (sgd as Any)({ lr: 0.01 }), 'lr', 'learningRate'],
  [
    'g.add(…, { from, weight })',
    built((g, x) => g.add('h', neuron(sigmoid), { from: x, weight: 0.3 })),
    'weight',
    'weights',
  ],
  ['neuron(sigmoid, { weight })', () => (neuron as Any)(sigmoid, { weight: he() }), 'weight', 'weights'],
  ['t.at({ stp })', () => t.at({ stp: 3 }), 'stp', 'step'],
  ['find(p, { start })', () => anyFind(net, () => true, { start: 1 }), 'start', 'from'],
  [
    'fork(…, { learningRate })',
    () => anyFork(net, 1, { learningRate: 0.1 }),
    'learningRate',
    'hyperparameters: { learningRate }',
  ],
  ['g.set(…, { biass })', built((g) => g.set('o1', { biass: 3 })), 'biass', 'bias'],
  [
    'net.change({ learningRate })',
    () => net.change({ learningRate: 9 }),
    'learningRate',
    'hyperparameters: { learningRate }',
  ],
  [
    'net.change({ parameters: { h1: { biass } } })',
    () => net.change({ parameters: { h1: { biass: 1 } } }),
    'biass',
    'bias',
  ],
  [
    'network(g, { learningRate })',
    () => anyNetwork(w.g, { learningRate: 1 }),
    'learningRate',
    'optimizer: { learningRate }',
  ],
  ['walk(net, rows, { batchsize })', () => (walk as Any)(net, rows, { batchsize: 1 }), 'batchsize', 'batchSize'],
  ['compare(a, b, { start })', () => (compare as Any)(net, net, { start: 1 }), 'start', 'from'],
  ['findAll(p, { monotone })', () => anyFindAll(net, () => true, { monotone: true }), 'monotone', undefined],
  ['xavier({ gain })', () => (xavier as Any)({ gain: 2 }), 'gain', undefined],
  [
    'binaryCrossEntropy({ fromLogits })',
    () => (binaryCrossEntropy as Any)({ fromLogits: false }),
    'fromLogits',
    undefined,
  ],
  [
    'defineKind({ fanin })',
    () => (defineKind as Any)({ name: 'a', forward() {}, backward() {}, fanin: {} }),
    'fanin',
    'fanIn',
  ],
]

test.each(unknown)('[DO2] %s is refused with the nearest known name', async (_, call, option, near) => {
  const before = fingerprint(net.snapshot)
  const position = t.position
  const { issues } = await refused(call)
  expect(issues[0]).toMatchObject({ code: 'UNKNOWN_OPTION', place: { option, ...(near !== undefined && { near }) } })
  expect([fingerprint(net.snapshot), t.position]).toEqual([before, position])
})

const misplaced: [string, () => unknown, string, string][] = [
  ['train(net, xor, 100)', () => anyTrain(net, rows, 100), 'INVALID_OPTION', 'give an object: {'],
  ['adam(0.01)', () => (adam as Any)(0.01), 'INVALID_OPTION', 'give an object: { learningRate'],
  [
    'network(g, sgd())',
    () => anyNetwork(w.g, sgd({ learningRate: 1 })),
    'INVALID_OPTION',
    'give an object: { optimizer }',
  ],
  ["g.loss(l, 'o1', 'o2')", built((g) => g.loss(squaredError(), 'o1', 'o2')), 'INVALID_ARGUMENT', "['o1','o2']"],
  ["g.connect(x, 'o', 0.5)", built((g) => g.connect('x1', 'o1', 0.5)), 'INVALID_OPTION', 'give an object: { weight }'],
  ['history: true', () => anyNetwork(w.g, { history: true }), 'INVALID_OPTION', 'false to keep none'],
  ['{ optimizer: "adam" }', () => anyNetwork(w.g, { optimizer: 'adam' }), 'INVALID_OPTION', 'an optimizer, such as'],
  ['an uncalled adam', () => anyNetwork(w.g, { optimizer: adam }), 'INVALID_OPTION', 'an optimizer, such as'],
  ['null for options', () => anyTrain(net, rows, null), 'INVALID_OPTION', 'give an object'],
  ['net.change({})', () => net.change({}), 'INVALID_OPTION', 'a graph, optimizer'],
  [
    'net.change({ hyperparameters: {} })',
    () => net.change({ hyperparameters: {} }),
    'INVALID_OPTION',
    'a graph, optimizer',
  ],
  [
    'net.change({ parameters: { h1: {} } })',
    () => net.change({ parameters: { h1: {} } }),
    'INVALID_OPTION',
    'a graph, optimizer',
  ],
  ['graph()', () => (graph as Any)(), 'INVALID_ARGUMENT', 'graph((g) => …)'],
  ['sgd()', () => (sgd as Any)(), 'INVALID_OPTION', 'a finite number above 0'],
  ['edit(g)', () => (edit as Any)(w.g), 'INVALID_ARGUMENT', 'edit(g, (g) => …)'],
  ['network(recipe)', () => anyNetwork(() => {}), 'INVALID_ARGUMENT', 'a graph, as graph('],
  ['dataset(rows)', () => (dataset as Any)(rows), 'INVALID_ARGUMENT', 'a graph, as graph('],
  ['train(rows, net)', () => anyTrain(rows, net), 'INVALID_ARGUMENT', 'a network, as network(graph)'],
  ['learn()', () => (learn as Any)(), 'INVALID_ARGUMENT', 'a network, as network(graph)'],
  ['predict(rows)', () => (predict as Any)(rows), 'INVALID_ARGUMENT', 'a network, as network(graph)'],
  ['trace()', () => (trace as Any)(), 'INVALID_ARGUMENT', 'a network, as network(graph)'],
  ['restore(json)', () => net.restore(JSON.parse(JSON.stringify(net.snapshot))), 'INVALID_ARGUMENT', 'a snapshot'],
  ['fingerprint(net)', () => fingerprint(net), 'INVALID_ARGUMENT', 'net.snapshot'],
  ['toJSON(net)', () => toJSON(net), 'INVALID_ARGUMENT', '.graph of that object'],
  ["persist(net, 'dir')", () => persist(net, 'dir' as Any), 'INVALID_ARGUMENT', 'folder(path)'],
  ["database('dir')", () => database('dir' as Any), 'INVALID_ARGUMENT', 'new ClassicLevel("dir")'],
  ["load('file', …)", () => load('file' as Any, standard), 'INVALID_OPTION', 'bytes'],
  ['load(bytes)', () => (load as Any)(save(net)), 'INVALID_ARGUMENT', 'standard'],
  ['checkKind(sigmoid)', () => checkKind(sigmoid as Any), 'INVALID_ARGUMENT', 'neuron(sigmoid)'],
  ['defineKind({ name })', () => (defineKind as Any)({ name: 'a' }), 'INVALID_OPTION', 'a function that is not async'],
  ['defineLoss()', () => (defineLoss as Any)(), 'INVALID_OPTION', 'a name'],
  [
    'defineActivation({ name, value })',
    () => (defineActivation as Any)({ name: 'a', value: Math.abs }),
    'INVALID_OPTION',
    'a function that is not async',
  ],
]

test.each(misplaced)('[DO4] %s is refused with the way out', async (_, call, code, wayOut) => {
  const before = [fingerprint(net.snapshot), t.position]
  const error = await refused(call)
  expect([error.code, error.wayOut]).toEqual([code, expect.stringContaining(wayOut)])
  expect([fingerprint(net.snapshot), t.position]).toEqual(before)
})

const meaningless: [string, () => unknown][] = [
  ...['1000', Number.NaN, -5, 0, null].map((every): [string, () => unknown] => [
    `persist every: ${String(every)}`,
    () => persist(net, database({ batch() {}, iterator() {} } as Any), { every } as Any),
  ]),
  ["train shuffle: 'no'", () => anyTrain(net, rows, { shuffle: 'no' })],
  ['train slice: NaN', () => anyTrain(net, rows, { slice: Number.NaN })],
  ['find slice: NaN', () => anyFind(net, () => true, { slice: Number.NaN })],
  ['find slice: 0', () => anyFind(net, () => true, { slice: 0 })],
  ["find monotone: 'yes'", () => anyFind(net, () => true, { monotone: 'yes' })],
  ['why most: -1', () => anyWhy(net, 'h1->o', { at: 1, most: -1 })],
  ['why most: NaN', () => anyWhy(net, 'h1->o', { at: 1, most: Number.NaN })],
  ["ids('h', 2 ** 32)", () => ids('h', 2 ** 32)],
  ['batchSize: 0.5', () => anyTrain(net, rows, { batchSize: 0.5 })],
  ["epochs: '10'", () => anyTrain(net, rows, { epochs: '10' })],
  ['seed: 0.5', () => anyNetwork(w.g, { seed: 0.5 })],
  ["fuse: 'always'", () => anyNetwork(w.g, { fuse: 'always' })],
  ['history: { bytes: -1 }', () => anyNetwork(w.g, { history: { bytes: -1 } })],
  ['save data: 0', () => anySave(net, { data: 0 })],
  ['health window: 0', () => anyReview(net, { window: 0 })],
]

test.each(meaningless)('[DO7] %s is refused, and nothing has changed', async (_, call) => {
  const before = [fingerprint(net.snapshot), t.position]
  expect((await refused(call)).code).toBe('INVALID_OPTION')
  expect([fingerprint(net.snapshot), t.position]).toEqual(before)
})

describe('promises', () => {
  const failing = async () => {
    throw new Error('nobody may hear of it')
  }
  const kernel = { name: 'late', forward: () => Promise.reject(new Error('late')), backward() {} }
  const late = () => {
    const g = graph((g) => {
      const o = g.add('o', defineKind(kernel as Any), { from: g.inputs('x') })
      g.loss(squaredError(), o)
    })
    return network(g)
  }
  const passing = (through: Any) => {
    const g = graph((g) => {
      const x = g.inputs('x1', 'x2')
      const o = g.add('o', neuron(sigmoid))
      g.connect(x, o, { through })
      g.loss(squaredError(), o)
    })
    return network(g)
  }
  const calls: [string, () => unknown][] = [
    ['find(async …)', () => anyFind(net, failing)],
    ['findLast(async …)', () => anyFindLast(net, failing)],
    ['pauseWhen(async …)', () => train(net, rows).pipe(pauseWhen(failing as Any))],
    ['graph(async …)', () => graph(failing as Recipe)],
    ['edit(g, async …)', () => edit(w.g, failing as Recipe)],
    ['net.change({ graph: async … })', () => net.change({ graph: failing })],
    ['fork(1, { graph: async … })', () => anyFork(net, 1, { graph: failing })],
    ['a kernel that promises', () => late().predict([1])],
    ['an async operator', () => passing(failing).predict([0, 1])],
    ['an operator of promises', () => passing(map(failing)).predict([0, 1])],
  ]
  test.each(calls)('[DO5] %s is refused by code, and nobody hears of its end', async (_, call) => {
    expect((await refused(call)).code).toBe('ASYNC_NOT_ALLOWED')
    await new Promise((next) => setImmediate(next))
  })

  test('[DO5] a definition of async functions is refused where it is made', async () => {
    expect((await refused(() => defineKind({ ...kernel, forward: failing } as Any))).code).toBe('INVALID_OPTION')
  })
})
