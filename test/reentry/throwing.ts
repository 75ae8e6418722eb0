/** A process in which whoever observes a training throws; it prints what came uncaught, and where the network stands. */

import { graph, network, train } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { map } from 'rxjs'

const uncaught: string[] = []
process.on('uncaughtException', (error) => uncaught.push(error.message))

const net = network(graph((g) => g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.inputs('x') }))))
const steps$ = train(net, [{ input: [1], target: [1] }], { epochs: 20 })
const throwing = (step: number): void => {
  if (step === 3) throw new Error('at step 3')
}

if (process.argv[2] === 'directly') steps$.subscribe(({ step }) => throwing(step))
if (process.argv[2] === 'behind operators') steps$.pipe(map(({ step }) => step)).subscribe(throwing)
if (process.argv[2] === 'handled') steps$.subscribe({ next: ({ step }) => throwing(step), error: () => {} })

setTimeout(() => {
  net.learn({ input: [1], target: [1] })
  console.log(JSON.stringify({ uncaught, step: net.timeline.step }))
}, 300)
