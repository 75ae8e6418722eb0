/** What the arguments and options of a call are refused for. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { file } from '@neurite/core/node'
import * as nodes from '@neurite/nodes'
import { from, lastValueFrom } from 'rxjs'
import * as core from '../doors.ts'
import { type Any, built, learning, made, rows, run, type Walk } from './walk.ts'

const {
  adam,
  chain,
  earlyStop,
  edit,
  evaluate,
  graph,
  heldOut,
  fromJSON,
  toJSON,
  load,
  network,
  pauseWhen,
  sgd,
  train,
  save,
} = core
const recipe = (g: Any) => void g.outputs(g.add('o', nodes.neuron(nodes.sigmoid), { from: g.inputs('x1') }))
const loaded = async (wrap: (bytes: Uint8Array) => Any) => load(wrap(await save(made()).bytes()), nodes.standard)
const late = async () => true

export const optionWalks: readonly Walk[] = [
  {
    code: 'INVALID_OPTION',
    what: 'rows in the place of what a training is scored on',
    come: () => lastValueFrom(train(made(), rows, { validation: rows as Any })),
    does: { 'give heldOut(rows)': () => lastValueFrom(train(made(), rows, { validation: heldOut(rows) })) },
  },
  {
    code: 'INVALID_OPTION',
    what: 'an early stop of a training that is not scored',
    come: () => {
      const net = made()
      return lastValueFrom(train(net, rows).pipe(earlyStop(net)))
    },
    does: {
      'give heldOut(rows), rows to score the network on: earlyStop stops by their scores': () => {
        const net = made()
        return lastValueFrom(train(net, rows, { validation: heldOut(rows) }).pipe(earlyStop(net)))
      },
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'an early stop by a score that is not there',
    come: () => {
      const net = made()
      return lastValueFrom(train(net, rows, { validation: heldOut(rows) }).pipe(earlyStop(net, { of: 'accuracy' })))
    },
    does: {
      'give one of loss': () => {
        const net = made()
        return lastValueFrom(train(net, rows, { validation: heldOut(rows) }).pipe(earlyStop(net, { of: 'loss' })))
      },
      'score by that metric, too': () => {
        const net = made()
        const validation = heldOut(rows, { metrics: [nodes.accuracy] })
        return lastValueFrom(train(net, rows, { validation }).pipe(earlyStop(net, { of: 'accuracy' })))
      },
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'a metric twice',
    come: () => evaluate(made(), rows, { metrics: [nodes.accuracy, nodes.accuracy] }),
    does: {
      'give metrics of different names, none of them called loss, which stands there anyway': () =>
        evaluate(made(), rows, { metrics: [nodes.accuracy, nodes.f1] }),
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'something else than a metric',
    come: () => evaluate(made(), rows, { metrics: ['accuracy'] as Any }),
    does: {
      'give a list of metrics, such as [accuracy]': () => evaluate(made(), rows, { metrics: [nodes.accuracy] }),
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'a penalty behind an optimizer',
    come: () => chain(adam(), nodes.l2(0.1)),
    does: {
      'give l2 before adam: what adds to the loss stands at the beginning': () =>
        run(made({ optimizer: chain(nodes.l2(0.1), adam()) })),
    },
  },
  {
    code: 'INVALID_ARGUMENT',
    what: 'a chain of what is no optimizer',
    come: () => chain('adam' as Any),
    does: {
      'give optimizers, such as adam() or what defineOptimizer makes': () =>
        run(
          made({
            optimizer: chain(
              adam(),
              core.defineOptimizer({ name: 'still', transform: ({ updates }) => updates.fill(0) }),
            ),
          }),
        ),
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'an optimizer for a node that is not there',
    come: () => made({ optimizer: chain(adam(), nodes.decayWeights(0.1, { of: ['h99'] })) }),
    does: {
      'give names of the graph: a node, h4:bias, x1->h4, or a text with *, such as *:weight': () =>
        run(made({ optimizer: chain(adam(), nodes.decayWeights(0.1, { of: ['o', 'o:bias', 'x1->o', '*:weight'] })) })),
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'a value that does not suit',
    come: () => (sgd as Any)({ learningRate: '0.1' }),
    does: { 'give a finite number above 0': () => sgd({ learningRate: 0.1 }) },
  },
  {
    code: 'INVALID_OPTION',
    what: 'a number in the place of options',
    come: () => (adam as Any)(0.01),
    does: { 'give an object: { learningRate, beta1, beta2, epsilon }': () => adam({ learningRate: 0.01 }) },
  },
  {
    code: 'UNKNOWN_OPTION',
    what: 'a misspelt one',
    come: () => train(made(), rows, { epoch: 3 } as Any),
    does: {
      'write { epochs }': () => run(made(), 3),
      'another one of batchSize, epochs, shuffle, slice, validation': () => train(made(), rows, { batchSize: 1 }),
    },
  },
  {
    code: 'UNKNOWN_OPTION',
    what: 'where there is nothing to choose',
    come: () => (nodes.squaredError as Any)({ gain: 2 }),
    does: { 'leave it out: there is nothing to choose': () => nodes.squaredError() },
  },
  {
    code: 'INVALID_ARGUMENT',
    what: 'network(recipe)',
    come: () => network(recipe as Any),
    does: { 'give a graph, as graph(recipe) makes it of that recipe': () => network(graph(recipe)) },
  },
  {
    code: 'INVALID_ARGUMENT',
    what: 'network(edit(…))',
    come: () => network(edit(built(), (g) => g.outputs('o')) as Any),
    does: {
      'give a graph: its own is the .graph of that object': () => network(edit(built(), (g) => g.outputs('o')).graph),
    },
  },
  {
    code: 'INVALID_ARGUMENT',
    what: 'network(toJSON(g))',
    come: () => network(toJSON(built()) as Any),
    does: {
      'give a graph, as fromJSON(json, standard) reads it': () => network(fromJSON(toJSON(built()), nodes.standard)),
    },
  },
  {
    code: 'INVALID_ARGUMENT',
    what: 'network()',
    come: () => (network as Any)(),
    does: { 'give a graph, as graph((g) => …) makes it': () => network(graph((g) => recipe(g))) },
  },
  {
    code: 'INVALID_ARGUMENT',
    what: 'train(graph)',
    come: () => train(learning() as Any, rows),
    does: { 'give a network, as network(graph) makes it': () => run(network(learning())) },
  },
  {
    code: 'INVALID_ARGUMENT',
    what: 'restore(step)',
    come: () => {
      const net = made()
      net.restore(net.learn(rows[0] as Any) as Any)
    },
    does: {
      'give a snapshot: net.snapshot, step.snapshot': () => {
        const net = made()
        net.restore(net.snapshot)
        net.restore(net.learn(rows[0] as Any).snapshot)
      },
      'fromJSON(json, standard)': () => {
        const net = made()
        net.restore(core.fromJSON(core.toJSON(net.snapshot), nodes.standard))
      },
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'a path where bytes belong',
    come: () => load('run.neurite' as Any, nodes.standard),
    does: {
      'give bytes: a stream': () => loaded((bytes) => new Blob([bytes as Any]).stream()),
      'a Buffer': () => loaded((bytes) => Buffer.from(bytes)),
      Uint8Array: () => loaded((bytes) => bytes),
      ArrayBuffer: () => loaded((bytes) => bytes.buffer),
      'a Blob': () => loaded((bytes) => new Blob([bytes as Any])),
      File: () => loaded((bytes) => new File([bytes as Any], 'run.neurite')),
      'a response of fetch that was awaited': () => loaded((bytes) => new Response(bytes as Any)),
      'file(path)': async () => {
        const folder = mkdtempSync(join(tmpdir(), 'neurite-advice-'))
        const place = file(join(folder, 'run.neurite'))
        await save(made()).to(place)
        await load(place, nodes.standard)
        rmSync(folder, { recursive: true })
      },
    },
  },
  {
    code: 'INVALID_OPTION',
    what: 'a training on nothing',
    come: () => (train as Any)(made()),
    does: {
      'give an iterable of rows': () => run(made(), 1, new Set(rows)),
      '{ columns } by node id': () => run(made(), 1, { columns: { x1: [0, 1], x2: [1, 1], o: [1, 0] } }),
      '{ inputs, targets } as arrays': () => run(made(), 1, { inputs: [[0, 1]], targets: [[1]] }),
      'a dataset': () => run(made(), 1, core.dataset(rows, learning())),
      'a live stream goes through learn(network)': () => lastValueFrom(from(rows).pipe(core.learn(made()))),
    },
  },
  {
    code: 'ASYNC_NOT_ALLOWED',
    what: 'a condition that promises',
    come: () => train(made(), rows).pipe(pauseWhen(late as Any)),
    does: {
      'answer at once: await what it needs before, and hand in a function that is not async': async () => {
        const needed = await late()
        return new Promise((resolve) => {
          train(made(), rows)
            .pipe(pauseWhen(() => needed))
            .subscribe({ complete: () => resolve(true) })
        })
      },
    },
  },
]
