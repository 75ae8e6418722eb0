/** A kind of our own: a hill, highest at its center. */

import { defineKind, type NodeKind } from '@neurite/core/define'
import { exp } from '@neurite/core/math'
import { constant, uniform } from '@neurite/nodes'

/**
 * y = exp(−s² · Σ (xᵢ − cᵢ)²): 1 at the center c, falling to 0 around it, the steeper the larger s (a Gaussian radial
 * basis function). The center is what it learns as weights, one per edge; s is what it learns as bias.
 *
 * With d² = Σ (xᵢ − cᵢ)²: ∂y/∂xᵢ = −2 s² (xᵢ − cᵢ) y, ∂y/∂cᵢ = 2 s² (xᵢ − cᵢ) y, ∂y/∂s = −2 s d² y.
 *
 * @example
 * g.add('peak', hill, { from: ['x', 'y'], weights: { x: 0.3, y: 0.3 }, bias: 2 })
 */
export const hill: NodeKind = defineKind({
  name: 'hill',
  parameters: [
    { name: 'bias', start: constant(1.5) },
    { name: 'weight', per: 'edge', start: uniform(-0.2, 0.2) },
  ],
  forward({
    batch,
    inputs,
    output,
    parameters: {
      weight: weights,
      bias: [bias = 0],
    },
  }) {
    for (let n = 0; n < batch; n++) output[n] = exp(-bias * bias * squaredDistance(inputs, weights, n))
  },
  backward({
    batch,
    inputs,
    output,
    delta,
    inputDeltas,
    parameters: {
      weight: weights,
      bias: [bias = 0],
    },
    gradients: { weight: weightGradients, bias: biasGradient },
  }) {
    for (let n = 0; n < batch; n++) {
      const error = 2 * bias * (delta[n] as number) * (output[n] as number)
      for (const [i, lane] of inputs.entries()) {
        const slope = error * bias * ((lane[n] as number) - (weights[i] as number))
        ;(inputDeltas[i] as Float64Array)[n] = -slope
        weightGradients[i] = (weightGradients[i] as number) + slope
      }
      biasGradient[0] = (biasGradient[0] as number) - error * squaredDistance(inputs, weights, n)
    }
  },
})

function squaredDistance(inputs: readonly Float64Array[], center: Float64Array, n: number): number {
  let sum = 0
  for (const [i, lane] of inputs.entries()) {
    const away = (lane[n] as number) - (center[i] as number)
    sum += away * away
  }
  return sum
}
