import { describe, expect, test } from 'vitest'
import { layers, relu, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import type { Activation } from '../graph/contracts/activation.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph } from '../graph/value/graph.ts'
import { random } from '../numerics/random.ts'
import type { Fuse } from '../plan/fuse.ts'
import type { NodePart } from '../plan/part.ts'
import { plan } from '../plan/plan.ts'
import { AffineKernel } from './affine.ts'
import { Memory } from './memory.ts'

const activationOf = ({ computation }: NodeKind): Activation => (computation as { activation: Activation }).activation

/** The parts of the last layer as kernels over a memory full of numbers, the same for both groupings. */
function kernels(g: Graph, mode: Fuse, batch: number) {
  const planned = plan(g, mode)
  const memory = new Memory(planned.lanes, planned.targets, planned.layout.parameters, 0)
  const slabs = memory.resize(batch)
  const next = random(1, 1)
  for (const numbers of [memory.parameters, slabs.values, slabs.errors]) {
    for (let k = 0; k < numbers.length; k++) numbers[k] = next() - 0.5
  }
  const last = g.nodes[g.order.at(-1) as string]?.inputs
  const parts = planned.parts.filter((part): part is NodePart => {
    const id = planned.layout.order[part.firstLane]
    return (part.form === 'dense' || part.form === 'single') && g.nodes[id as string]?.inputs === last
  })
  return { memory, made: parts.map((part) => new AffineKernel(part, activationOf(part.kind), memory)) }
}

/** Reads its sources in two runs and one lane apart, so that a sum goes on from run to run. */
const scattered = (kind: NodeKind): Graph =>
  graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3', 'x4', 'x5')
    g.add(['h1', 'h2', 'h3'], kind, { from: x })
    g.loss(squaredError, g.add(['o1', 'o2'], kind, { from: ['x2', 'x3', 'h2', 'h3', 'x1'] }))
  })

describe.each([1, 2, 7])('the affine kernel, batch %i', (batch) => {
  test('[KE3] net inputs are the bias, then the edges in fan-in order, multiplied and added one by one', () => {
    const { memory, made } = kernels(scattered(sigmoid), 'auto', batch)
    const { netInputs, values } = memory.slabs
    const before = values.slice()
    made[0]?.forward()
    const lanes = [1, 2, 6, 7, 0]
    const first = 3 * 6
    for (let o = 0; o < 2; o++) {
      for (let n = 0; n < batch; n++) {
        let z = memory.parameters[first + o * 6] as number
        lanes.forEach((lane, slot) => {
          z += (memory.parameters[first + o * 6 + 1 + slot] as number) * (before[lane * batch + n] as number)
        })
        expect(netInputs[(8 + o) * batch + n]).toBe(z)
      }
    }
    expect(values.subarray(0, 8 * batch)).toEqual(before.subarray(0, 8 * batch))
  })

  test('[KE3] activations are those of the net inputs, deltas the errors times the slope', () => {
    const { memory, made } = kernels(scattered(relu), 'auto', batch)
    made[0]?.forward()
    made[0]?.backward()
    const { netInputs, values, errors, deltas } = memory.slabs
    for (let k = 8 * batch; k < 10 * batch; k++) {
      const z = netInputs[k] as number
      expect(values[k]).toBe(z > 0 ? z : 0)
      expect(deltas[k]).toBe((errors[k] as number) * (z > 0 ? 1 : 0))
    }
  })

  test('[KE4] gradients are sums over the rows in order, times one over the batch', () => {
    const { memory, made } = kernels(scattered(sigmoid), 'auto', batch)
    made[0]?.forward()
    made[0]?.backward()
    const { values, deltas } = memory.slabs
    const first = 3 * 6
    ;[null, 1, 2, 6, 7, 0].forEach((lane, k) => {
      for (let o = 0; o < 2; o++) {
        let sum = 0
        for (let n = 0; n < batch; n++) {
          const delta = deltas[(8 + o) * batch + n] as number
          sum += lane === null ? delta : delta * (values[lane * batch + n] as number)
        }
        expect(memory.gradients[first + o * 6 + k]).toBe(sum * (1 / batch))
      }
    })
  })

  test('[KE5] what goes back goes on with the running sum of each lane that was read, the last neuron first', () => {
    const { memory, made } = kernels(scattered(sigmoid), 'auto', batch)
    const { errors, deltas } = memory.slabs
    made[0]?.forward()
    made[0]?.backward()
    const before = errors.slice()
    made[0]?.push()
    const first = 3 * 6
    const read = [1, 2, 6, 7, 0]
    for (let lane = 0; lane < 10; lane++) {
      for (let n = 0; n < batch; n++) {
        let sum = before[lane * batch + n] as number
        for (let o = 1; o >= 0 && read.includes(lane); o--) {
          const weight = memory.parameters[first + o * 6 + 1 + read.indexOf(lane)] as number
          sum += weight * (deltas[(8 + o) * batch + n] as number)
        }
        expect(errors[lane * batch + n]).toBe(sum)
      }
    }
  })

  test('[KE6] a dense part has the bits of its neurons one by one', () => {
    const [auto, never] = (['auto', 'never'] as const).map((mode) => {
      const { memory, made } = kernels(layers([9, 7, 5]), mode, batch)
      expect(made).toHaveLength(mode === 'auto' ? 1 : 5)
      for (const kernel of made) kernel.forward()
      memory.errorsFrom = 9
      memory.slabs.errors.fill(0.1)
      for (const kernel of made.toReversed()) {
        kernel.backward()
        kernel.push()
      }
      expect(memory.slabs.errors.slice(0, 9 * batch).every((error) => error === 0.1)).toBe(true)
      const { slabs, gradients } = memory
      return [slabs.netInputs, slabs.values, slabs.deltas, slabs.errors, gradients].map((it) => [...it])
    })
    expect(auto).toEqual(never)
  })
})
