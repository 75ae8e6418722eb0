/** The affine form written out as rows, one node at a time: the plain reading of the specification, for checks. */

import type { Activation } from '../graph/contracts/activation.ts'
import type { BackwardRows, ForwardRows } from '../graph/contracts/kind.ts'

/** a = f(z), z = bias + Σ weight · input: bias first, then the edges in fan-in order. */
export function affineForward(activation: Activation, { batch, inputs, weights, bias, output }: ForwardRows): void {
  activation.forward(netInput({ batch, inputs, weights, bias }), output, 0, batch, activation.options)
}

/** δ = delta · f′(z); inputDeltas = weight · δ, weight gradient = Σₙ δ · input, bias gradient = Σₙ δ, n ascending. */
export function affineBackward(activation: Activation, rows: BackwardRows): void {
  const { batch, inputs, weights, output, inputDeltas, weightGradients, biasGradient } = rows
  const delta = new Float64Array(batch)
  activation.backward(netInput(rows), output, rows.delta, delta, 0, batch, activation.options)
  for (let n = 0; n < batch; n++) {
    const d = delta[n] as number
    biasGradient[0] = (biasGradient[0] as number) + d
    for (let i = 0; i < inputs.length; i++) {
      ;(inputDeltas[i] as Float64Array)[n] = (weights[i] as number) * d
      weightGradients[i] = (weightGradients[i] as number) + d * ((inputs[i] as Float64Array)[n] as number)
    }
  }
}

function netInput(rows: Pick<ForwardRows, 'batch' | 'inputs' | 'weights' | 'bias'>): Float64Array {
  const { batch, inputs, weights, bias } = rows
  const z = new Float64Array(batch).fill(bias)
  for (let i = 0; i < inputs.length; i++) {
    const x = inputs[i] as Float64Array
    for (let n = 0; n < batch; n++) z[n] = (z[n] as number) + (weights[i] as number) * (x[n] as number)
  }
  return z
}
