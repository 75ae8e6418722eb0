import { describe, expect, test } from 'vitest'
import { product, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import type { Initializer } from '../graph/contracts/initializer.ts'
import { type BackwardRows, type NodeKind, startOf } from '../graph/contracts/kind.ts'
import type { NodePart } from '../plan/part.ts'
import { plan } from '../plan/plan.ts'
import { CustomKernel } from './custom.ts'
import { Memory } from './memory.ts'

/** One node of this kind that reads three inputs, not in lane order, at work on a batch. */
function at(kind: NodeKind, batch = 2) {
  const planned = plan(
    graph((g) => {
      g.inputs('x', 'y', 'z')
      g.loss(squaredError, g.add('p', kind, { from: ['z', 'x', 'y'] }))
    }),
  )
  const part = planned.parts[1] as NodePart
  const memory = new Memory(planned.lanes, planned.targets, planned.layout.parameters, 0)
  memory.parameters.set([0.5, 2, 3, -1].slice(0, memory.parameters.length))
  memory.resize(batch).values.forEach((_, k, values) => {
    values[k] = k + 1
  })
  const { computation } = kind
  if (computation.form !== 'custom') throw new TypeError('not custom')
  return { memory, kernel: new CustomKernel(part, computation, memory) }
}

describe('custom kinds', () => {
  test('[KE7] forward gets the rows in fan-in order, and its output is the activation and the net input', () => {
    const { memory, kernel } = at(product)
    kernel.forward()
    const { values, netInputs } = memory.slabs
    // bias + (2 z)(3 x)(−y) for the rows (1, 3, 5) and (2, 4, 6).
    expect([...values.subarray(6)]).toEqual([0.5 - 6 * 15, 0.5 - 6 * 48])
    expect([...netInputs.subarray(6)]).toEqual([...values.subarray(6)])
  })

  test('[KE7] backward gets the errors as delta; its gradients are means over the batch', () => {
    const { memory, kernel } = at(product)
    kernel.forward()
    memory.slabs.errors.set([10, 100], 6)
    kernel.backward()
    expect([...memory.slabs.deltas.subarray(6)]).toEqual([10, 100])
    const rows = [
      { x: 1, y: 3, z: 5, d: 10 },
      { x: 2, y: 4, z: 6, d: 100 },
    ]
    const mean = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / 2
    expect([...memory.gradients]).toEqual([
      mean(({ d }) => d),
      mean(({ x, y, z, d }) => d * 3 * x * -y * z),
      mean(({ x, y, z, d }) => d * 2 * z * -y * x),
      mean(({ x, y, z, d }) => d * 2 * z * 3 * x * y),
    ])
  })

  test('[KE7] what goes back is added onto what is there', () => {
    const { memory, kernel } = at(product)
    kernel.forward()
    memory.slabs.errors.set([7, 7, 0, 0, 0, 0, 10, 100])
    kernel.backward()
    kernel.push()
    expect([...memory.slabs.errors]).toEqual([
      7 - 10 * 6 * 15,
      7 - 100 * 6 * 24,
      -10 * 6 * 5,
      -100 * 6 * 12,
      -10 * 6 * 3,
      -100 * 6 * 8,
      10,
      100,
    ])
  })

  test('[KE8] gradients start at 0 at each firing', () => {
    const { memory, kernel } = at(product)
    for (let tick = 1; tick < 4; tick++) {
      kernel.forward()
      memory.slabs.errors.set([10, 100], 6)
      kernel.backward()
      expect(memory.gradients[0]).toBe(55)
    }
  })

  test('[KE8] a kind can write its weights without changing the network', () => {
    const vandal = defineKind({
      name: 'vandal',
      parameters: [{ name: 'weight', per: 'edge', start: startOf(product, 'weight') as Initializer }],
      forward({ output, parameters: { weight: weights } }) {
        output.fill(weights[0] as number)
        weights.fill(99)
      },
      backward() {},
    })
    const { memory, kernel } = at(vandal)
    kernel.forward()
    kernel.forward()
    expect([...memory.parameters]).toEqual([0.5, 2, 3])
    expect([...memory.slabs.values.subarray(6)]).toEqual([0.5, 0.5])
  })

  test('[KE8] what a kind leaves unwritten is 0, never a number of an earlier tick', () => {
    let writing = true
    const lazy = defineKind({
      name: 'lazy',
      forward({ output }) {
        if (writing) output.fill(5)
      },
      backward({ inputDeltas }) {
        if (writing) for (const back of inputDeltas) back.fill(5)
      },
    })
    const { memory, kernel } = at(lazy)
    const tick = (): number[] => {
      memory.slabs.errors.fill(0)
      kernel.forward()
      kernel.backward()
      kernel.push()
      return [memory.slabs.values[6] as number, memory.slabs.errors[0] as number]
    }
    expect(tick()).toEqual([5, 5])
    writing = false
    expect(tick()).toEqual([0, 0])
  })

  test('[KE8] the bias and the rows follow the parameters in force and the batch', () => {
    const { memory, kernel } = at(product)
    kernel.forward()
    memory.nextParameters.set([1, 1, 1, 1])
    memory.commit()
    memory.resize(1).values.set([2, 3, 4])
    kernel.forward()
    expect(memory.slabs.values[3]).toBe(25)
    memory.resize(2)
    kernel.forward()
    expect([...memory.slabs.values.subarray(6)]).toEqual([16, 49])
  })

  test('[KE8] a kind without weights or bias has none in its rows', () => {
    let seen: BackwardRows | undefined
    const bare = defineKind({
      name: 'bare',
      forward({ output }) {
        output.fill(1)
      },
      backward(rows) {
        seen = rows
        for (const back of rows.inputDeltas) back.fill(0)
      },
    })
    const { kernel, memory } = at(bare)
    kernel.forward()
    kernel.backward()
    expect([seen?.parameters, seen?.gradients, seen?.inputs.length]).toEqual([{}, {}, 3])
    expect(memory.gradients).toHaveLength(0)
  })
})
