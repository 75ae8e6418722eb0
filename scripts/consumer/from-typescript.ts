// Uses the types of the installed packages in a page, library checks on: what our declarations say must hold by itself.
import {
  graph,
  learn,
  type Network,
  network,
  type Row,
  type Snapshot,
  type Step,
  sgd,
  train,
  walk,
} from '@neurite/core'
import { checkLoss, type GradientReport } from '@neurite/core/testing'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
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
net.learner
// @ts-expect-error: a type; there is no such class to be had.
export const other: unknown = { net } instanceof Network
// @ts-expect-error: no network.
train({}, [])

export const answer: readonly number[] = net.predict([1, 0, 1])
export const report: GradientReport = checkLoss(squaredError())

const { timeline } = net
export const bias: number | null = timeline.at(0).node('h4').bias
export const found: Promise<Step | null> = timeline.find((step) => step.node('h4').delta.at(0) > 0)
export const fork: Network = timeline.fork(0, { hyperparameters: { learningRate: 0.1 } })
export const saved: AsyncIterable<Uint8Array> = timeline.save()
export const blob: Promise<Blob> = timeline.save().blob()
export const before: number | undefined = walk(net, [{ input: [1, 0, 1], target: 1 }])
  .here.of('h4')
  .activation?.at(0)
train(fork, [{ input: [1, 0, 1], target: 1 }]).subscribe((step: Step) => step.snapshot)
// Our operators in pipes of the user's rxjs: there is one copy of it.
const rows: readonly Row[] = [{ input: [1, 0, 1], target: 1 }]
export const steps$: Observable<number> = from(rows).pipe(
  learn(net),
  map(({ loss }) => loss),
)
