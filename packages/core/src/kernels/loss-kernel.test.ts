import { expect, test } from 'vitest'
import { linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { plan } from '../plan/plan.ts'
import { LossKernel } from './loss-kernel.ts'
import { Memory } from './memory.ts'

/** Two losses over the nodes a, b, c, with targets in the order b, a, c. */
const planned = plan(
  graph((g) => {
    g.add(['a', 'b', 'c'], linear, { from: g.inputs('x') })
    g.loss(squaredError, ['b', 'a'], { weight: 0.5 })
    g.loss(squaredError, ['c', 'b'])
  }),
)

function made(batch: number) {
  const memory = new Memory(planned.lanes, planned.targets, planned.layout.parameters, 0)
  const { values, targets } = memory.resize(batch)
  values.forEach((_, k) => {
    values[k] = k
  })
  targets.fill(1)
  return { memory, kernels: planned.losses.map((loss) => new LossKernel(loss, memory)) }
}

test('[KE9] each loss adds its weight times its value onto the loss of each row', () => {
  const { memory, kernels } = made(2)
  // Rows of a, b, c: (2, 4, 6) and (3, 5, 7).
  kernels[0]?.forward()
  expect([...memory.slabs.losses]).toEqual([0.5 * (0.5 * 9 + 0.5 * 1), 0.5 * (0.5 * 16 + 0.5 * 4)])
  kernels[1]?.forward()
  expect([...memory.slabs.losses]).toEqual([2.5 + 0.5 * 25 + 0.5 * 9, 5 + 0.5 * 36 + 0.5 * 16])
})

test('[KE9] what it gives back is its weight times its errors, added onto what is there', () => {
  const { memory, kernels } = made(2)
  memory.slabs.errors.fill(100)
  for (const kernel of kernels) kernel.backward()
  kernels[0]?.push()
  expect([...memory.slabs.errors]).toEqual([100, 100, 100.5, 101, 101.5, 102, 100, 100])
  kernels[1]?.push()
  expect([...memory.slabs.errors]).toEqual([100, 100, 100.5, 101, 104.5, 106, 105, 106])
})

test('[KE9] it follows the batch', () => {
  const { memory, kernels } = made(2)
  kernels[0]?.forward()
  memory.resize(1).values.set([0, 3, 2, 0])
  memory.slabs.targets.set([0, 0, 0])
  kernels[0]?.forward()
  kernels[0]?.backward()
  kernels[0]?.push()
  expect([...memory.slabs.losses]).toEqual([0.5 * (0.5 * 4 + 0.5 * 9)])
  expect(memory.slabs.errors[1]).toBe(1.5)
})
