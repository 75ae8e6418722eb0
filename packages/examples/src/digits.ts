/** Handwritten digits: 784-64-10, relu and softmax cross-entropy. */

import { adam, dataset, fingerprint, graph, ids, type Network, network, train } from '@neurite/core'
import { he, identity, neuron, relu, softmax, softmaxCrossEntropy } from '@neurite/nodes'
import { lastValueFrom, take } from 'rxjs'
import { type DigitRows, digitsData } from './data/digits-data.ts'
import type { Result, Setting } from './example.ts'
import { images } from './terminal/images.ts'
import { showProgress } from './terminal/show-progress.ts'

const HIDDEN = 64
const BATCH = 32
const EPOCHS = 8
/** What the digit that is shown gives to the nine others: a network that is a little unsure learns more. */
const SHARED = 0.1

export async function digits({ arguments: { data: folder, seed, steps }, output }: Setting): Promise<Result> {
  const { say, style } = output
  const { size, train: lessons, test, source, made } = digitsData(folder, seed)
  say(`${source}.`)
  const g = graph((g) => {
    const pixels = g.inputs(ids('pixel', size * size))
    const hidden = g.add(ids('h', HIDDEN), neuron(relu, { weights: he() }), { from: pixels })
    const answers = g.add(ids('digit', 10), neuron(identity), { from: hidden })
    g.loss(softmaxCrossEntropy(), answers)
  })
  say(`${size * size}-${HIDDEN}-10: ${size * size * HIDDEN + HIDDEN * 10} edges, ${lessons.rows} rows, ${BATCH} at each step.`)
  say()
  const net = network(g, { optimizer: adam({ learningRate: 0.002 }), seed })
  const targets = lessons.targets.map((target) => target * (1 - SHARED) + SHARED / 10)
  const rows = dataset({ inputs: lessons.inputs, targets }, g)
  const total = steps ?? EPOCHS * Math.ceil(lessons.rows / BATCH)
  const last = await lastValueFrom(
    train(net, rows, { batchSize: BATCH, epochs: Number.POSITIVE_INFINITY }).pipe(
      take(total),
      showProgress(output, { total, rowsPerStep: BATCH }),
    ),
  )
  const read = readings(net, test)
  const correct = read.filter(({ label, answer }) => label === answer).length
  const accuracy = correct / test.rows
  say()
  say(`${style('bold', `${(100 * accuracy).toFixed(2)} % of the ${test.rows} test rows right`)}, after ${last.step} steps.`)
  showMistakes(read, test, size, output)
  return { … }
}
