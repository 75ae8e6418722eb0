/** The 3-2-1 example where it all starts, figure by figure, for both groupings. */

import { graph, type Network, network, sgd } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { describe, expect, it } from 'vitest'

const START = graph((g) => {
  const x = g.inputs('x1', 'x2', 'x3')
  const h = g.add(['h4', 'h5'], neuron(sigmoid), {
    from: x,
    weights: [
      [0.2, 0.4, -0.5],
      [-0.3, 0.1, 0.2],
    ],
    bias: [-0.4, 0.2],
  })
  const o = g.add('o6', neuron(sigmoid), { from: h, weights: [-0.3, -0.2], bias: 0.1 })
  g.loss(squaredError(), o)
})

const ROW = { input: [1, 0, 1], target: [1] }

const FORWARD = {
  h4: { netInput: -0.7, activation: 0.3318122278318339, delta: 0.008724561965433263 },
  h5: { netInput: 0.1, activation: 0.52497918747894, delta: 0.006542085064168994 },
  o6: { netInput: -0.10453950584533817, activation: 0.47388889882398544, delta: -0.1311690782143445 },
}

const AFTER = {
  h4: { bias: -0.40785210576888997, weights: { x1: 0.19214789423111006, x2: 0.4, x3: -0.50785210576889 } },
  h5: { bias: 0.19411212344224793, weights: { x1: -0.30588787655775207, x2: 0.1, x3: 0.19411212344224793 } },
  o6: { bias: 0.21805217039291008, weights: { h4: -0.26082884634154524, h5: -0.13802506750700472 } },
}

/** Within 1e-15, absolutely: toBeCloseTo counts decimals. */
function same(has: number | undefined, wants: number): void {
  expect(Math.abs((has ?? Number.NaN) - wants), `${has} against ${wants}`).toBeLessThanOrEqual(1e-15)
}

function watched(net: Network, id: string): Record<string, number> {
  const seen: Record<string, number> = {}
  const node = net.node(id)
  node.netInput$.subscribe((signal) => {
    seen.netInput = signal.at(0)
  })
  node.activation$.subscribe((signal) => {
    seen.activation = signal.at(0)
  })
  node.delta$.subscribe((signal) => {
    seen.delta = signal.at(0)
  })
  return seen
}

describe.each(['auto', 'never'] as const)('the worked example, fuse: %s', (fuse) => {
  const make = (): Network => network(START, { optimizer: sgd({ learningRate: 0.9 }), fuse })

  it.each(Object.entries(FORWARD))('[WE1] net input, activation and delta of %s agree to 1e-15', (id, wants) => {
    const net = make()
    const seen = watched(net, id)
    net.learn(ROW)
    for (const [quantity, value] of Object.entries(wants)) same(seen[quantity], value)
  })

  it.each(Object.entries(AFTER))('[WE2] bias and weights of %s after one update agree to 1e-15', (id, wants) => {
    const net = make()
    const { snapshot } = net.learn(ROW)
    const node = snapshot.node(id)
    same(node.bias ?? Number.NaN, wants.bias)
    for (const [source, value] of Object.entries(wants.weights)) same(node.weights[source], value)
  })

  it('[WE3] the loss is ½ (t − a)²', () => {
    const step = make().learn(ROW)
    same(step.loss, 0.5 * 0.5261111011760146 ** 2)
  })

  it('[WE4] predict answers with the activation of the output', () => {
    const [answer] = make().predict([1, 0, 1])
    same(answer, 0.47388889882398544)
  })
})
