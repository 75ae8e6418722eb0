import { describe, expect, test } from 'vitest'
import { linear, product, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { Memory } from '../kernels/memory.ts'
import { plan } from '../plan/plan.ts'
import { allFinite, divergedForward, divergedUpdate } from './divergence.ts'

const planned = plan(threeTwoOne())
const memoryOf = (): Memory => new Memory(planned.lanes, planned.targets, planned.layout.parameters, 0)

test('[TR3] one number that is not finite is found wherever it stands', () => {
  for (let length = 0; length < 12; length++) {
    const values = Float64Array.from({ length }, (_, k) => (k % 2 === 0 ? 1e308 : -1e308))
    expect(allFinite(values)).toBe(true)
    for (let k = 0; k < length; k++) {
      for (const wrong of [Number.NaN, 1 / 0, -1 / 0]) expect(allFinite(values.with(k, wrong))).toBe(false)
    }
  }
})

describe('where a run diverged', () => {
  test('[TR3] forward it is the first node in plan order, by its net input or its activation, in any row', () => {
    const memory = memoryOf()
    const { netInputs, values } = memory.resize(3)
    values[5 * 3] = Number.NaN
    expect(divergedForward(7, planned, memory).place).toEqual({ step: 7, node: 'o6' })
    values[4 * 3 + 2] = 1 / 0
    expect(divergedForward(7, planned, memory)).toMatchObject({
      place: { step: 7, node: 'h5' },
      code: 'TRAINING_DIVERGED',
    })
    netInputs[3 * 3 + 1] = -1 / 0
    expect(divergedForward(7, planned, memory).what).toContain('net input')
    expect(divergedForward(7, planned, memory).place).toEqual({ step: 7, node: 'h4' })
  })

  test('[TR3] where only the loss is not finite, it is the first node that a loss reads', () => {
    expect(divergedForward(1, planned, memoryOf())).toMatchObject({ place: { step: 1, node: 'o6' }, what: /loss/ })
  })

  test.each([
    [0, { node: 'h4' }],
    [2, { node: 'h4', edge: 'x2->h4' }],
    [4, { node: 'h5' }],
    [10, { node: 'o6', edge: 'h5->o6' }],
  ])('[TR3] in an update it is parameter %i, named as a bias or an edge', (index, place) => {
    const memory = memoryOf()
    memory.nextParameters[index] = Number.NaN
    expect(divergedUpdate(3, planned, memory)).toMatchObject({ place: { step: 3, ...place }, what: /next value/ })
    memory.gradients[index] = 1 / 0
    expect(divergedUpdate(3, planned, memory).what).toContain('gradient')
  })

  test('[TR3] a slot of the optimizer that is infinite names its parameter', () => {
    const memory = new Memory(planned.lanes, planned.targets, planned.layout.parameters, 2)
    ;(memory.nextSlots[1] as Float64Array)[2] = Number.POSITIVE_INFINITY
    expect(divergedUpdate(3, planned, memory).place).toEqual({ step: 3, node: 'h4', edge: 'x2->h4' })
  })

  test('[TR3] kinds without a bias, and nodes without parameters, do not shift the name', () => {
    const bare = { ...product, name: 'bare', parameters: [] }
    const weighted = { ...product, name: 'weighted', parameters: product.parameters.slice(1) }
    const mixed = plan(
      graph((g) => {
        g.inputs('x', 'y')
        g.add('bare', bare, { from: ['x', 'y'] })
        g.add('weighted', weighted, { from: ['y', 'x'] })
        g.loss(squaredError, g.add('o', linear, { from: ['bare', 'weighted'] }))
      }),
    )
    const memory = new Memory(mixed.lanes, mixed.targets, mixed.layout.parameters, 0)
    const named = [0, 1, 2, 4].map((index) => {
      memory.nextParameters.fill(0)[index] = Number.NaN
      return divergedUpdate(1, mixed, memory).place
    })
    expect(named).toEqual([
      { step: 1, node: 'weighted', edge: 'y->weighted' },
      { step: 1, node: 'weighted', edge: 'x->weighted' },
      { step: 1, node: 'o' },
      { step: 1, node: 'o', edge: 'weighted->o' },
    ])
  })
})
