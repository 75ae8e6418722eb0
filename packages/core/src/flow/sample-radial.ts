/** A kind with parameters of its own names, several per edge among them: for tests. Nothing here is shipped. */

import { graph } from '../graph/compose/builder.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph } from '../graph/value/graph.ts'
import { squaredError } from './sample-graphs.ts'

const around = defineInitializer({ name: 'around', draw: (random) => random() - 0.5 })
const one = defineInitializer({ name: 'one', draw: () => 1 })

/** y = width · Σ weightᵢ · ((x − centerᵢ₀)² + (x − centerᵢ₁)²). */
export const radial: NodeKind = defineKind({
  name: 'radial',
  parameters: [
    { name: 'center', per: 'edge', count: 2, start: around },
    { name: 'weight', per: 'edge', start: around },
    { name: 'width', count: (_, fanIn) => (fanIn > 9 ? 2 : 1), start: one },
  ],
  forward({ batch, inputs, output, parameters: { center, weight, width } }) {
    for (let n = 0; n < batch; n++) {
      let y = 0
      inputs.forEach((x, i) => {
        for (const c of [0, 1]) {
          const away = (x[n] as number) - (center[2 * i + c] as number)
          y += (weight[i] as number) * away * away
        }
      })
      output[n] = (width[0] as number) * y
    }
  },
  backward({ batch, inputs, delta, inputDeltas, parameters: { center, weight, width }, gradients }) {
    for (let n = 0; n < batch; n++) {
      const d = delta[n] as number
      inputs.forEach((x, i) => {
        let back = 0
        for (const c of [0, 1]) {
          const away = (x[n] as number) - (center[2 * i + c] as number)
          const slope = d * (width[0] as number) * (weight[i] as number) * 2 * away
          back += slope
          gradients.center[2 * i + c] = (gradients.center[2 * i + c] as number) - slope
          gradients.weight[i] = (gradients.weight[i] as number) + d * (width[0] as number) * away * away
          gradients.width[0] = (gradients.width[0] as number) + d * (weight[i] as number) * away * away
        }
        ;(inputDeltas[i] as Float64Array)[n] = back
      })
    }
  },
})

export function radialGraph(): Graph {
  return graph((g) => {
    const x = g.inputs('x', 'y')
    g.loss(squaredError, g.add('h', radial, { from: x }))
  })
}
