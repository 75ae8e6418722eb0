/** The worked 3-2-1 network and other small graphs, with kinds of their own: for the tests of this room only. */

import { graph } from '../graph/compose/builder.ts'
import { defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import { defineInitializer, type Initializer } from '../graph/contracts/initializer.ts'
import { input, type NodeKind } from '../graph/contracts/kind.ts'
import { defineLoss, type Loss } from '../graph/contracts/loss.ts'
import type { Graph } from '../graph/value/graph.ts'

const identity = defineActivation({ name: 'identity', value: (z) => z, slope: () => 1 })

export const evenDraw: Initializer = defineInitializer({ name: 'wideDraw', draw: (random) => 2 * random() - 1 })

/** Shows what an initializer is told: fan-in before the point, fan-out behind it. */
export const placeDraw: Initializer = defineInitializer({
  name: 'placeDraw',
  draw: (_, place) => place.fanIn + place.fanOut / 1000,
})

export const linear: NodeKind = defineKind({
  name: 'linear',
  activation: identity,
  parameters: [
    { name: 'bias', start: evenDraw },
    { name: 'weight', per: 'edge', start: evenDraw },
  ],
})

export const withoutBias: NodeKind = defineKind({
  name: 'withoutBias',
  parameters: [{ name: 'weight', per: 'edge', start: evenDraw }],
  forward: () => {},
  backward: () => {},
})

export const product: NodeKind = defineKind({ name: 'product', forward: () => {}, backward: () => {} })

export const halfSquare: Loss = defineLoss({ name: 'halfSquare', forward: () => {}, backward: () => {} })

export const table: Definitions = { input, linear, withoutBias, product, halfSquare, identity, evenDraw }

/** 3-2-1 with every start value given. */
export function workedGraph(): Graph {
  return graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3')
    const weights = [
      [0.2, 0.4, -0.5],
      [-0.3, 0.1, 0.2],
    ]
    const h = g.add(['h4', 'h5'], linear, { from: x, weights, bias: [-0.4, 0.2] })
    const o = g.add('o6', linear, { from: h, weights: [-0.3, -0.2], bias: 0.1 })
    g.loss(halfSquare, o)
  })
}
