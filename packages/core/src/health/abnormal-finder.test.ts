import { describe, expect, test } from 'vitest'
import { sgd } from '../optimize/sgd.ts'
import { abnormalFinder } from './abnormal-finder.ts'
import type { Finding } from './finding.ts'
import * as sample from './sample-trainings.ts'

const { layered, neuronOf, observed, smoothRows } = sample
const rows = smoothRows(400, 6, 2)
const graph = layered([6, 16, 2], neuronOf(sample.tanh))

function first(training: sample.Training): { found: Finding | null; end: number } {
  const look = abnormalFinder()
  let found: Finding | null = null
  const end = observed(training, (observation) => {
    found ??= look(observation)
  })
  return { found, end }
}

describe('abnormalFinder', () => {
  test('[HE9] a bad row is found at its input or its target, with the row of the batch', () => {
    const spoil: sample.Training['spoil'] = (step, { slabs }) => {
      if (step === 30) slabs.values[2 * 4 + 3] = 1e4
    }
    const { found } = first({ graph, rows, batch: 4, steps: 40, spoil })
    expect(found).toMatchObject({ step: 30, node: 'l0n2', edge: null, value: 1e4 })
    expect(found?.cause).toContain('row 3')
    const digits = [...(found?.cause.matchAll(/\d[\d.]*/g) ?? [])].map(([number]) => number.replace(/\D/g, ''))
    expect(digits.filter((number) => number.length > 6)).toEqual([])
    const target: sample.Training['spoil'] = (step, { slabs }) => {
      if (step === 30) slabs.targets[4] = -1e4
    }
    expect(first({ graph, rows, batch: 4, steps: 40, spoil: target }).found).toMatchObject({ step: 30, node: 'l2n1' })
  })

  test('[HE9] a number that grows is found long before it is infinite', () => {
    const grow: sample.Training['spoil'] = (step, { parameters }) => {
      if (step > 30) parameters.set(parameters.map((w) => 2 * w))
    }
    const linear = layered([6, 8, 2], neuronOf(sample.linear))
    const optimizer = sgd({ learningRate: 1e-30 })
    const { found, end } = first({ graph: linear, rows, batch: 32, steps: 2000, optimizer, spoil: grow })
    expect(found?.name).toBe('abnormal value')
    expect(Number.isFinite(found?.value)).toBe(true)
    expect(found?.step).toBeLessThan(45)
    expect(end).toBeGreaterThan(70)
  })

  test.each([
    { what: 'a weight that is lost', value: Number.NaN },
    { what: 'a weight that is far too large', value: 1e6 },
  ])('[HE9] $what is found at its node', ({ value }) => {
    const spoil: sample.Training['spoil'] = (step, { parameters }) => {
      if (step === 30) parameters[7 * 3 + 1] = value
    }
    expect(first({ graph, rows, batch: 8, steps: 40, spoil }).found).toMatchObject({ step: 30, node: 'l1n3' })
  })

  test('[HE9] healthy trainings have none, whatever the batch', () => {
    for (const batch of [1, 16]) {
      for (const seed of [1, 2, 3]) expect(first({ graph, rows, batch, seed, steps: 1500 }).found).toBeNull()
    }
  })
})
