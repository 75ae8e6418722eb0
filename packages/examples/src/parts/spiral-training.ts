/** One training of the two spirals, the same in every process that asks for it. */

import { adam, type Network, network, type Row, type TrainOptions } from '@neurite/core'
import { spirals } from '../data/spirals.ts'
import { spiralGraph } from './spiral-graph.ts'

export interface SpiralTraining {
  readonly net: Network
  readonly rows: readonly Row[]
  readonly options: TrainOptions
}

/** All points at once: an epoch is a step. */
export function spiralTraining(seed: number, steps: number): SpiralTraining {
  const rows = spirals().map(({ x, y, label }) => ({ input: [x, y], target: [label] }))
  const net = network(spiralGraph, { optimizer: adam({ learningRate: 0.003 }), seed })
  return { net, rows, options: { batchSize: rows.length, epochs: steps } }
}
