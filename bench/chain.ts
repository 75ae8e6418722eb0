/** One neuron behind the other: what a block costs that has nothing to share. */
import { graph, ids } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import type { Contest } from './contest.ts'
import { plainMlp } from './loops.ts'
import { made, rows } from './networks.ts'
import { looped, trained } from './trainers.ts'

/** Small enough that the many weights, which all pull the same way, leave the balance where it is. */
const RATE = 1e-9
const ROWS = 4

/**
 * sigmoid(4 · ½ − 2) = ½, and its slope there is 4 · ¼ = 1: values and deltas travel any distance without fading or
 * growing, so that no step computes with the slow tiny numbers below 2^-1022.
 */
export function chain(neurons: number): Contest {
  const names = ids('n', neurons)
  const g = graph((g) => {
    let before: string = g.inputs('x')[0]
    for (const id of names) before = g.add(id, neuron(sigmoid), { from: before, weights: [4], bias: -2 })
    g.loss(squaredError(), before)
  })
  const { targets } = rows(1, 1, ROWS)
  const data = { count: ROWS, inputs: new Float64Array(ROWS).fill(0.5), targets }
  const sizes = Array.from({ length: neurons + 1 }, () => 1)
  return {
    title: `A chain of ${neurons.toLocaleString('en-US')} neurons, online`,
    unit: 'steps',
    perPass: ROWS,
    check: 4,
    entries: [
      { name: 'bare loops, for any sizes', trainer: looped(plainMlp(sizes, 1, RATE), g, data, 1) },
      { name: 'train, auto', trainer: trained(made(g, RATE), data, 1) },
      { name: 'train, never', trainer: trained(made(g, RATE, 'never'), data, 1) },
    ],
    neurons,
  }
}
