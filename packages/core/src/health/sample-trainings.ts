/** Real trainings for the tests of the health checks, observed update by update. Nothing here is shipped. */

import { type Row, rowReader } from '../data/row.ts'
import { Engine } from '../engine/engine.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { type Activation, defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph, NodeId } from '../graph/value/graph.ts'
import type { Memory } from '../kernels/memory.ts'
import { permutation, random } from '../numerics/random.ts'
import * as fixed from '../numerics/transcendental.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { Optimizers } from '../optimize/optimizers.ts'
import { sgd } from '../optimize/sgd.ts'
import { initialSnapshot } from '../state/update.ts'
import type { Observation } from './observation.ts'

export interface Training {
  readonly graph: Graph
  readonly rows: readonly Row[]
  readonly steps: number
  /** Default: all rows. */
  readonly batch?: number
  /** Default `sgd({ learningRate: 0.1 })`. */
  readonly optimizer?: Optimizer
  readonly seed?: number
  /** Does mischief before an update. */
  readonly spoil?: (step: number, memory: Memory) => void
}

/** Trains, each epoch in an order of its own, and shows every update; it ends with the first that diverges. Gives the last step. */
export function observed(training: Training, show: (observation: Observation) => void): number {
  const { graph, rows, steps, batch = rows.length, seed = 1, spoil } = training
  const optimizer = training.optimizer ?? sgd({ learningRate: 0.1 })
  const optimizers = new Optimizers([optimizer])
  const own = new Engine(initialSnapshot({ graph, optimizer, seed }), { fuse: 'auto', optimizers })
  const { transition } = own
  const { plan, memory } = transition
  const reader = rowReader(graph)
  let order = permutation(seed, 0, rows.length)
  let next = 0
  for (let step = 1; step <= steps; step++) {
    const { values, targets } = transition.prepare(batch)
    for (let n = 0; n < batch; n++) {
      if (next === rows.length) {
        order = permutation(seed, step, rows.length)
        next = 0
      }
      reader.readRow(rows[order[next++] as number] as Row, n, values, targets, n, batch)
    }
    spoil?.(step, memory)
    const before = memory.parameters.slice()
    const look = (loss: number, after: Float64Array): void =>
      show({ step, loss, plan, slabs: memory.slabs, gradients: memory.gradients, before, after })
    try {
      const { loss } = own.learnPrepared({ type: 'row', at: own.cursor }, 0)
      look(loss, memory.parameters)
    } catch (error) {
      if (!(error instanceof NeuriteError) || error.code !== 'TRAINING_DIVERGED') throw error
      look(Number.NaN, memory.nextParameters)
      return step
    }
  }
  return steps
}

/** f(z) with weights drawn evenly from ±scale · √(3 / fan-in) and this bias. */
export function neuronOf(activation: Activation, scale = 1, bias = 0): NodeKind {
  return defineKind({
    name: `${activation.name} ${scale} ${bias}`,
    activation,
    parameters: [
      { name: 'bias', start: defineInitializer({ name: 'same', options: { value: bias }, draw: drawSame }) },
      { name: 'weight', per: 'edge', start: defineInitializer({ name: 'even', options: { scale }, draw: drawEven }) },
    ],
  })
}

const drawEven = (draw: () => number, { fanIn }: { fanIn: number }, { scale }: { scale: number }): number =>
  scale * (2 * draw() - 1) * Math.sqrt(3 / fanIn)
const drawSame = (_: unknown, __: unknown, { value }: { value: number }): number => value

export const sigmoid: Activation = defineActivation({
  name: 'sigmoid',
  value: fixed.sigmoid,
  slope: (_, a) => a * (1 - a),
})

export const tanh: Activation = defineActivation({ name: 'tanh', value: fixed.tanh, slope: (_, a) => 1 - a * a })

export const relu: Activation = defineActivation({
  name: 'relu',
  value: (z) => (z > 0 ? z : 0),
  slope: (z) => (z > 0 ? 1 : 0),
})

export const linear: Activation = defineActivation({ name: 'linear', value: (z) => z, slope: () => 1 })

/** Dense layers of these widths, inputs first: hidden ones of one kind, outputs of another; nodes are called `l1n1`. */
export function layered(widths: readonly number[], hidden: NodeKind, output: NodeKind = neuronOf(linear)): Graph {
  return graph((g) => {
    const names = (layer: number): NodeId[] =>
      Array.from({ length: widths[layer] as number }, (_, k) => `l${layer}n${k}`)
    let last: readonly NodeId[] = g.inputs(names(0))
    for (let layer = 1; layer < widths.length; layer++) {
      last = g.add(names(layer), layer === widths.length - 1 ? output : hidden, { from: last })
    }
    g.loss(squaredError, last)
  })
}

/** Rows of a smooth function of evenly drawn inputs, with this much noise. */
export function smoothRows(count: number, inputs: number, targets = 1, noise = 0.05, seed = 1): Row[] {
  const draw = random(seed, 7)
  return Array.from({ length: count }, () => {
    const input = Array.from({ length: inputs }, () => 2 * draw() - 1)
    const target = Array.from({ length: targets }, (_, k) => {
      const x = input[k % inputs] as number
      const y = input[(k + 1) % inputs] as number
      return x * y + 0.5 * fixed.tanh(2 * x - y) + noise * (2 * draw() - 1)
    })
    return { input, target }
  })
}

export const xorRows: readonly Row[] = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
  { input: [1, 1], target: [0] },
]
