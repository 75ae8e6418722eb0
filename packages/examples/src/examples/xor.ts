/** The smallest thing that needs a hidden layer: exclusive or. */

import { fingerprint, graph, network, sgd, train } from '@neurite/core'
import { neuron, sigmoid, squaredError, tanh } from '@neurite/nodes'
import { lastValueFrom, tap } from 'rxjs'
import type { Result, Setting } from '../example.ts'
import { sparkline } from '../terminal/sparkline.ts'

const rows = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
  { input: [1, 1], target: [0] },
]

/** Two hidden neurons could do; with four no start gets stuck. */
const xorGraph = graph((g) => {
  const x = g.inputs('x1', 'x2')
  const h = g.add(['h1', 'h2', 'h3', 'h4'], neuron(tanh), { from: x })
  const o = g.add('o', neuron(sigmoid), { from: h })
  g.loss(squaredError(), o)
})

export async function xor({ arguments: { seed, steps = 2000 }, output }: Setting): Promise<Result> {
  const { say, style } = output
  say('Four hidden neurons learn exclusive or from its four rows, all at each step.')
  say()
  const net = network(xorGraph, { optimizer: sgd({ learningRate: 1 }), seed })
  const losses: number[] = []
  const bar = output.progress(steps)
  const last = await lastValueFrom(
    train(net, rows, { batchSize: 4, epochs: steps }).pipe(
      tap(({ step, loss }) => {
        losses.push(loss)
        bar.update(step, loss)
      }),
      tap({ finalize: () => bar.stop() }),
    ),
  )
  say()
  say(`loss, step by step   ${sparkline(losses, 56)}`)
  say()
  const answers = net.predictAll(rows.map(({ input }) => input))
  const table = rows.map(({ input, target }, k) => ({
    input,
    target: target[0] as number,
    output: answers[k]?.[0] as number,
  }))
  say(style('bold', 'x1  x2   wanted   answer'))
  for (const { input, target, output: answer } of table) {
    const right = Math.round(answer) === target
    say(
      ` ${input.join('   ')}      ${target}     ${answer.toFixed(4)}   ${right ? style('green', 'right') : style('red', 'wrong')}`,
    )
  }
  say()
  say('What was learned, neuron by neuron: net.snapshot.node(id)')
  for (const id of ['h1', 'h2', 'h3', 'h4', 'o']) {
    const { bias, weights } = net.snapshot.node(id)
    const terms = Object.entries(weights).map(([from, weight]) => `${from} ${signed(weight)}`)
    say(`  ${id.padEnd(2)}  bias ${signed(bias as number)}   ${terms.join('   ')}`)
  }
  const correct = table.filter(({ target, output: answer }) => Math.round(answer) === target).length
  return { seed, steps: last.step, loss: last.loss, table, correct, fingerprint: fingerprint(net.snapshot) }
}

const signed = (value: number): string => value.toFixed(3).padStart(7)
