/** Kinds and graphs that the tests of the engine's rooms are about. Nothing here is shipped. */

import { graph } from '../graph/compose/builder.ts'
import { type Activation, defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import { defineLoss, type Loss } from '../graph/contracts/loss.ts'
import type { Graph, NodeId } from '../graph/value/graph.ts'
import * as fixed from '../numerics/transcendental.ts'

const evenDraw = defineInitializer({ name: 'evenDraw', draw: (random) => random() - 0.5 })
const zeros = defineInitializer({ name: 'zeros', draw: () => 0 })

function neuron(activation: Activation): NodeKind {
  return defineKind({
    name: activation.name,
    activation,
    parameters: [
      { name: 'bias', start: zeros },
      { name: 'weight', per: 'edge', start: evenDraw },
    ],
  })
}

export const sigmoid: NodeKind = neuron(
  defineActivation({ name: 'sigmoid', value: fixed.sigmoid, slope: (_, a) => a * (1 - a) }),
)

export const linear: NodeKind = neuron(defineActivation({ name: 'linear', value: (z) => z, slope: () => 1 }))

export const relu: NodeKind = neuron(
  defineActivation({ name: 'relu', value: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0) }),
)

const none = new Float64Array()

/** y = bias + w1 · x1 · w2 · x2 · …: parameters of its own (or none), and a backward that is not affine. */
export const product: NodeKind = defineKind({
  name: 'product',
  parameters: [
    { name: 'bias', start: zeros },
    { name: 'weight', per: 'edge', start: defineInitializer({ name: 'ones', draw: () => 1 }) },
  ],
  forward({ batch, inputs, output, parameters: { weight: weights = none, bias: [bias = 0] = none } }) {
    for (let n = 0; n < batch; n++) {
      let y = 1
      inputs.forEach((x, k) => {
        y *= (weights[k] ?? 1) * (x[n] as number)
      })
      output[n] = bias + y
    }
  },
  backward({
    batch,
    inputs,
    delta,
    inputDeltas,
    parameters: { weight: weights = none },
    gradients: { weight: weightGradients = none, bias: biasGradient = none },
  }) {
    for (let n = 0; n < batch; n++) {
      const d = delta[n] as number
      biasGradient[0] = (biasGradient[0] as number) + d
      inputs.forEach((_, k) => {
        let others = d
        inputs.forEach((x, i) => {
          if (i !== k) others *= (weights[i] ?? 1) * (x[n] as number)
        })
        ;(inputDeltas[k] as Float64Array)[n] = others * (weights[k] ?? 1)
        weightGradients[k] = (weightGradients[k] as number) + others * ((inputs[k] as Float64Array)[n] as number)
      })
    }
  },
})

/** ½ Σ (t − a)². */
export const squaredError: Loss = defineLoss({
  name: 'squaredError',
  forward({ batch, outputs, targets }, losses) {
    for (let n = 0; n < batch; n++) {
      let sum = 0
      outputs.forEach((a, k) => {
        const off = (a[n] as number) - ((targets[k] as Float64Array)[n] as number)
        sum += 0.5 * off * off
      })
      losses[n] = sum
    }
  },
  backward({ batch, outputs, targets }, errors) {
    outputs.forEach((a, k) => {
      for (let n = 0; n < batch; n++) {
        ;(errors[k] as Float64Array)[n] = (a[n] as number) - ((targets[k] as Float64Array)[n] as number)
      }
    })
  },
})

/** The textbook's 3-2-1 network. */
export function threeTwoOne(): Graph {
  return graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3')
    const weights = [
      [0.2, 0.4, -0.5],
      [-0.3, 0.1, 0.2],
    ]
    const h = g.add(['h4', 'h5'], sigmoid, { from: x, weights, bias: [-0.4, 0.2] })
    g.loss(squaredError, g.add('o6', sigmoid, { from: h, weights: [-0.3, -0.2], bias: 0.1 }))
  })
}

/** Dense layers of these widths, the inputs first; nodes are called `l1n1`, layer and place from 0. */
export function layers(widths: readonly number[], kind: NodeKind = sigmoid): Graph {
  return graph((g) => {
    const names = (layer: number): NodeId[] =>
      Array.from({ length: widths[layer] as number }, (_, k) => `l${layer}n${k}`)
    let last: readonly NodeId[] = g.inputs(names(0))
    for (let layer = 1; layer < widths.length; layer++) last = g.add(names(layer), kind, { from: last })
    g.loss(squaredError, last)
  })
}

/** x → n1 → n2 → … */
export function chain(length: number, kind: NodeKind = sigmoid): Graph {
  return graph((g) => {
    let last: NodeId = g.inputs('x')[0]
    for (let k = 1; k <= length; k++) last = g.add(`n${k}`, kind, { from: last })
    g.loss(squaredError, last)
  })
}

/** Diamonds one after the other: each splits in two and joins again at `j1`, `j2`, … */
export function diamonds(depth: number): Graph {
  return graph((g) => {
    let last: NodeId = g.inputs('x')[0]
    for (let k = 1; k <= depth; k++) {
      const halves = [g.add(`a${k}`, linear, { from: last }), g.add(`b${k}`, sigmoid, { from: last })]
      last = g.add(`j${k}`, linear, { from: halves })
    }
    g.loss(squaredError, last)
  })
}

/** Rows of noughts and ones for a graph with these many inputs and targets. */
export function bitRows(count: number, inputs: number, targets = 1): { input: number[]; target: number[] }[] {
  const bit = (row: number, k: number): number => (row >> (k % 5)) & 1
  return Array.from({ length: count }, (_, row) => ({
    input: Array.from({ length: inputs }, (_, k) => bit(row, k)),
    target: Array.from({ length: targets }, (_, k) => bit(row + 1, k) ^ bit(row, k + 1)),
  }))
}
