/** Two spirals that wind three times around each other, told apart by sixteen neurons with skip connections. */

import { adam, fingerprint, network, train } from '@neurite/core'
import { lastValueFrom } from 'rxjs'
import { spirals } from '../data/spirals.ts'
import type { Result, Setting } from '../example.ts'
import { spiralGraph } from '../parts/spiral-graph.ts'
import { spiralPicture } from '../parts/spiral-picture.ts'
import { spiralsRight } from '../parts/spirals-right.ts'
import { showProgress } from '../terminal/show-progress.ts'

export async function twoSpirals({ arguments: { seed, steps = 8000 }, output }: Setting): Promise<Result> {
  const { say, style, colorDepth } = output
  const points = spirals()
  const rows = points.map(({ x, y, label }) => ({ input: [x, y], target: [label] }))
  const net = network(spiralGraph, { optimizer: adam({ learningRate: 0.003 }), seed })
  say(`${points.length} points, 97 on each spiral, for sixteen neurons: 2-5-5-5-1, where each layer`)
  say('reads the inputs and all layers before it. Behind the points: the answers.')
  say()
  // All points at once: an epoch is a step. The picture is a square that the terminal has room for.
  const columns = 2 * Math.floor(Math.min(60, output.columns - 1, 2 * (output.rows - 5)) / 2)
  const draw = () => spiralPicture(net, points, columns, colorDepth)
  const last = await lastValueFrom(
    train(net, rows, { batchSize: rows.length, epochs: steps }).pipe(
      showProgress(output, { total: steps, panel: draw }),
    ),
  )
  const correct = spiralsRight(net, points)
  const accuracy = correct / points.length
  if (!output.isLive) {
    say()
    say(draw())
  }
  say()
  say(
    `${style('bold', `${correct} of ${points.length} points right`)}, ${(100 * accuracy).toFixed(1)} %, after ${last.step} steps.`,
  )
  return {
    seed,
    steps: last.step,
    loss: last.loss,
    points: points.length,
    correct,
    accuracy,
    fingerprint: fingerprint(net.snapshot),
  }
}
