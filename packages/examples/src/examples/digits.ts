/** Handwritten digits: 784-64-10, relu and softmax cross-entropy. */

import { adam, dataset, fingerprint, graph, ids, network, train } from '@neurite/core'
import { he, identity, neuron, relu, softmaxCrossEntropy } from '@neurite/nodes'
import { lastValueFrom, take } from 'rxjs'
import { confusions } from '../data/confusions.ts'
import { type DigitRows, digitsData } from '../data/digits-data.ts'
import { type Reading, readings } from '../data/readings.ts'
import type { Result, Setting } from '../example.ts'
import { images } from '../terminal/images.ts'
import { showProgress } from '../terminal/show-progress.ts'

const HIDDEN = 64
const BATCH = 32
const EPOCHS = 8
/** What the ten digits share of each target: a network that is left a little unsure reads unknown digits better. */
const SHARED = 0.1

export async function digits({ arguments: { data: folder, seed, steps }, output }: Setting): Promise<Result> {
  const { say, style } = output
  const { size, train: lessons, test, source, made } = digitsData(folder, seed)
  say(`${source}.`)
  const g = graph((g) => {
    const pixels = g.inputs(ids('pixel', size * size))
    const hidden = g.add(ids('h', HIDDEN), neuron(relu, { weights: he() }), { from: pixels })
    const answers = g.add(ids('digit', 10, { start: 0 }), neuron(identity), { from: hidden })
    g.loss(softmaxCrossEntropy(), answers)
  })
  const net = network(g, { optimizer: adam({ learningRate: 0.002 }), seed })
  const edges = HIDDEN * (size * size + 10)
  say(`${size * size}-${HIDDEN}-10, ${edges.toLocaleString('en-US')} edges, learns ${BATCH} rows at each step.`)
  say(`Targets leave ${100 * SHARED} % open, so no loss falls below ${leastLoss().toFixed(3)}.`)
  say()
  const rows = dataset({ inputs: lessons.inputs, targets: lessons.targets.map(shared) }, g)
  const total = steps ?? EPOCHS * Math.ceil(lessons.rows / BATCH)
  const last = await lastValueFrom(
    train(net, rows, { batchSize: BATCH, epochs: Number.POSITIVE_INFINITY }).pipe(
      take(total),
      showProgress(output, { total, rowsPerStep: BATCH }),
    ),
  )
  const read = readings(net, test)
  const wrong = read.filter(({ label, answer }) => label !== answer)
  const correct = test.rows - wrong.length
  const accuracy = correct / test.rows
  const confused = confusions(wrong)
  say()
  say(style('bold', `${(100 * accuracy).toFixed(2)} % of the ${test.rows} test rows are read right.`))
  if (wrong.length > 0) {
    const often = confused.slice(0, 4).map(({ label, answer, times }) => `${label} as ${answer} (${times}×)`)
    say(`Most often confused: ${often.join(', ')}.`)
    say('Wrong where it was surest:')
    say()
    say(images(surest(wrong, test, size), output.colorDepth))
  }
  return {
    seed,
    made,
    steps: last.step,
    loss: last.loss,
    testRows: test.rows,
    correct,
    accuracy,
    confused,
    fingerprint: fingerprint(net.snapshot),
  }
}

const shared = (target: number): number => target * (1 - SHARED) + SHARED / 10

/** The cross-entropy of a target with itself. */
function leastLoss(): number {
  const [right, other] = [shared(1), shared(0)]
  return -(right * Math.log(right) + 9 * other * Math.log(other))
}

/** Three images for 80 columns, without the empty margin. */
function surest(wrong: readonly Reading[], { inputs }: DigitRows, size: number) {
  const margin = 2
  const inside = size - 2 * margin
  const worst = [...wrong].sort((a, b) => b.confidence - a.confidence).slice(0, 3)
  return worst.map(({ row, label, answer, confidence }) => ({
    caption: `a ${label}, read as ${answer} (${(100 * confidence).toFixed(0)} %)`,
    size: inside,
    pixels: Array.from({ length: inside * inside }, (_, at) => {
      const [y, x] = [Math.floor(at / inside) + margin, (at % inside) + margin]
      return inputs[row * size * size + y * size + x] as number
    }),
  }))
}
