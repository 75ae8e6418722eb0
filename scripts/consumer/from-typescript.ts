// Uses the types of the installed packages in a page, library checks on: what our declarations say must hold by itself.

import {
  dataset,
  edit,
  fork,
  type GraphBuilder,
  graph,
  ids,
  learn,
  type Network,
  network,
  pauseWhen,
  predict,
  type Row,
  type Snapshot,
  type Step,
  sgd,
  trace,
  train,
  walk,
} from '@neurite/core'
import { events, find, probe } from '@neurite/core/explain'
import { load, save } from '@neurite/core/files'
import { network as lite } from '@neurite/core/lite'
import { checkLoss, type GradientReport } from '@neurite/core/testing'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { from, map, type Observable } from 'rxjs'

const net: Network = network(
  graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3')
    const h = g.add('h4', neuron(sigmoid), { from: x })
    g.loss(squaredError(), h)
  }),
  { optimizer: sgd({ learningRate: 0.9 }), seed: 1 },
)

net.snapshot$.subscribe((snapshot: Snapshot) => console.log(snapshot.node('h4')))
net.node('h4').activation$.subscribe((signal) => signal.at(0).toFixed(3))
// @ts-expect-error: a node is named by its id.
net.node(4)
// @ts-expect-error: what runs a network is not for its users.
net.engine
// @ts-expect-error: a type; there is no such class to be had.
export const other: unknown = { net } instanceof Network
// @ts-expect-error: no network.
train({}, [])

// Ids that a recipe returns are known, here and in the declarations of whoever builds on this file.
export const known = graph((g) => {
  const x = g.inputs('a', 'b')
  return { x, o: g.add(['o'], neuron(sigmoid), { from: x }) }
})
export const knowing = network(known)
export const { node, snapshot, timeline: past } = knowing
export const moved = edit(known, (g) => ({ more: g.inputs('c') }))
export const layer = (g: GraphBuilder) => ({ x: g.inputs(ids('x', 3)), h: g.add(ids('h', 3), neuron(sigmoid)) })
export const running$ = train(knowing, [{ input: { a: 0, b: 1 }, target: 1 }])
export const search = find(knowing, (step) => step.node('o').delta.at(0) > 0)
export const walking = walk(knowing, [{ input: [0, 1], target: 1 }])
export const reopened = load(new Uint8Array(), standard, { like: known })
export const many = events(knowing, ['a', 'o'])
export const probed = probe(knowing, 'o', 'delta')
export const columns = dataset([{ input: [0, 1], target: 1 }], known)
export const traced = trace(knowing, { input: [0, 1], target: 1 })
export const operators = [learn(knowing), predict(knowing), pauseWhen<'o'>((step) => step.node('o').delta.at(0) > 0)]
export const light = lite(known)
// @ts-expect-error: it has no past.
find(light, (step) => step.loss < 1)
// @ts-expect-error: no such node.
knowing.node('p')
// @ts-expect-error: no such input.
train(knowing, [{ input: { a: 0, c: 1 }, target: 1 }])
// @ts-expect-error: asked of a node that is not there.
probe(knowing, 'p', 'delta')

export const answer: readonly number[] = net.predict([1, 0, 1])
export const report: GradientReport = checkLoss(squaredError())

const { timeline } = net
export const bias: number | null = timeline.at(0).node('h4').bias
export const found: Promise<Step | null> = find(net, (step) => step.node('h4').delta.at(0) > 0)
export const forked: Network = fork(net, 0, { hyperparameters: { learningRate: 0.1 } })
export const saved: AsyncIterable<Uint8Array> = save(net)
export const blob: Promise<Blob> = save(net).blob()
export const before: number | undefined = walk(net, [{ input: [1, 0, 1], target: 1 }])
  .node('h4')
  .activation?.at(0)
train(forked, [{ input: [1, 0, 1], target: 1 }]).subscribe((step: Step) => step.snapshot)
// Our operators in pipes of the user's rxjs: there is one copy of it.
const rows: readonly Row[] = [{ input: [1, 0, 1], target: 1 }]
export const steps$: Observable<number> = from(rows).pipe(
  learn(net),
  map(({ loss }) => loss),
)
