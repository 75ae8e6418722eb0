/** The affine form written out as rows, one node at a time: the plain reading of the specification, for checks. */

import type { Activation } from '../graph/contracts/activation.ts'
import type { BackwardRows, ForwardRows } from '../graph/contracts/kind.ts'

/** a = f(z), z = bias + Σ weight · input: bias first, then the edges in fan-in order. */
export function affineForward(activation: Activation, { batch, inputs, parameters, output }: ForwardRows): void {
  activation.forward(netInput({ batch, inputs, parameters }), output, 0, batch, activation.options)
}

/** δ = delta · f′(z); inputDeltas = weight · δ, weight gradient = Σₙ δ · input, bias gradient = Σₙ δ, n ascending. */
export function affineBackward(activation: Activation, rows: BackwardRows): void {
  const { batch, inputs, output, inputDeltas } = rows
  const weights = rows.parameters.weight as Float64Array
  const { bias, weight } = rows.gradients as { bias?: Float64Array; weight: Float64Array }
  const delta = new Float64Array(batch)
  activation.backward(netInput(rows), output, rows.delta, delta, 0, batch, activation.options)
  for (let n = 0; n < batch; n++) {
    const d = delta[n] as number
    if (bias !== undefined) bias[0] = (bias[0] as number) + d
    for (let i = 0; i < inputs.length; i++) {
      ;(inputDeltas[i] as Float64Array)[n] = (weights[i] as number) * d
      weight[i] = (weight[i] as number) + d * ((inputs[i] as Float64Array)[n] as number)
    }
  }
}

function netInput({ batch, inputs, parameters }: Pick<ForwardRows, 'batch' | 'inputs' | 'parameters'>): Float64Array {
  const weights = parameters.weight as Float64Array
  const z = new Float64Array(batch).fill(parameters.bias?.[0] ?? 0)
  for (let i = 0; i < inputs.length; i++) {
    const x = inputs[i] as Float64Array
    for (let n = 0; n < batch; n++) z[n] = (z[n] as number) + (weights[i] as number) * (x[n] as number)
  }
  return z
}
