import { expect, test } from 'vitest'
import { rowReader } from '../data/row.ts'
import { defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'

import { defineLoss } from '../graph/contracts/loss.ts'
import { graphShapes, randomGraph } from './random-graph.ts'
import { randomRows } from './random-rows.ts'
import { refusal } from './refusal.ts'

const one = defineInitializer({ name: 'one', draw: () => 1 })
const identity = defineActivation({ name: 'identity', value: (z) => z, slope: () => 1 })
const neuron = defineKind({
  name: 'neuron',
  activation: identity,
  parameters: [
    { name: 'bias', start: one },
    { name: 'weight', per: 'edge', start: one },
  ],
})
const nothing = () => {}
const anyTarget = defineLoss({ name: 'anyTarget', forward: nothing, backward: nothing })
const probability = defineLoss({
  name: 'probability',
  forward: nothing,
  backward: nothing,
  checkTarget: (t) => (t >= 0 && t <= 1 ? null : 'a probability'),
})
const never = defineLoss({ name: 'never', forward: nothing, backward: nothing, checkTarget: () => 'nothing' })

const make = (seed: number, losses = [anyTarget, probability]) =>
  randomGraph(seed, { kinds: [neuron], losses, shape: graphShapes[seed % 5] as (typeof graphShapes)[number] })

test('[TE11] rows are what the graph takes, and targets suit every loss that reads their node', () => {
  for (let seed = 0; seed < 50; seed++) {
    const g = make(seed)
    const reader = rowReader(g)
    const rows = randomRows(g, 20, seed)
    expect(rows).toHaveLength(20)
    rows.forEach((row, n) => {
      const inputs = new Float64Array(reader.inputs.length)
      const targets = new Float64Array(reader.targets.length)
      reader.readRow(row, n, inputs, targets, 0, 1)
      expect([...inputs]).toEqual(row.input)
      expect([...targets]).toEqual(row.target)
      for (const x of row.input) expect(Math.abs(x)).toBeLessThanOrEqual(1)
    })
  }
})

test('[TE11] the same seed gives the same rows, of which more are a continuation', () => {
  const g = make(3)
  expect(randomRows(g, 10, 1)).toEqual(randomRows(g, 10, 1))
  expect(randomRows(g, 20, 1).slice(0, 10)).toEqual(randomRows(g, 10, 1))
  expect(randomRows(g, 10, 2)).not.toEqual(randomRows(g, 10, 1))
})

test('[TE11] zeros, ones and numbers outside of 0 to 1 are among them', () => {
  const rows = randomRows(make(0, [anyTarget]), 100, 1)
  expect(rows.some(({ input }) => input.includes(0))).toBe(true)
  expect(rows.some(({ target }) => target.includes(1))).toBe(true)
  expect(rows.some(({ target }) => target.some((t) => t < 0))).toBe(true)
})

test('[TE11] a loss that takes no target is refused', () => {
  expect(refusal(() => randomRows(make(1, [never]), 1, 1)).code).toBe('INVALID_OPTION')
})
