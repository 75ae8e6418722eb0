import { expect, test } from 'vitest'
import { type Activation, defineActivation } from '../graph/contracts/activation.ts'
import { exp, log, sigmoid, softplus, tanh } from '../numerics/transcendental.ts'
import { checkActivation } from './check-activation.ts'
import type { GradientReport } from './gradient-report.ts'
import { refusal } from './refusal.ts'

const bell = defineActivation({ name: 'bell', value: (z) => exp(-z * z), slope: (z, a) => -2 * z * a })
const relu = defineActivation({ name: 'relu', value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) })

test('[TE3] a right activation passes, with a report of every place looked at', () => {
  const report = checkActivation(bell, { points: 50 })
  expect(report.passed).toBe(true)
  expect(report.cases).toHaveLength(50)
  expect(report.worst?.error).toBeLessThan(1e-9)
  expect(report.issues).toEqual([])
})

test('[TE3] right activations pass for every seed', () => {
  const several = [
    bell,
    relu,
    defineActivation({ name: 'softplus', value: softplus, slope: sigmoid }),
    defineActivation({ name: 'swish', value: (z) => z * sigmoid(z), slope: (z, a) => a + sigmoid(z) * (1 - a) }),
    defineActivation({ name: 'step', value: (z) => (z > 0 ? 1 : 0), slope: () => 0 }),
  ]
  for (let seed = 0; seed < 20; seed++)
    for (const one of several) expect(checkActivation(one, { seed }).passed).toBe(true)
})

test('[TE4] a wrong slope is caught, with the worst place named', () => {
  const wrong = defineActivation({ name: 'wrong', value: tanh, slope: (_, a) => 1 - a })
  const error = refusal(() => checkActivation(wrong))
  expect(error.code).toBe('WRONG_GRADIENT')
  expect(error.place).toMatchObject({ activation: 'wrong' })
  const report = error.cause as GradientReport
  expect(report.passed).toBe(false)
  expect(report.worst?.place).toEqual(error.place)
})

test('[TE4] a slope that is wrong by one in a hundred thousand, or on one side only, is caught', () => {
  const nearly = defineActivation({ name: 'nearly', value: tanh, slope: (_, a) => 1.00001 * (1 - a * a) })
  const leaky = defineActivation({ name: 'leaky', value: (z) => (z < 0 ? 0.1 * z : z), slope: (z) => (z < 0 ? 0 : 1) })
  expect(refusal(() => checkActivation(nearly)).code).toBe('WRONG_GRADIENT')
  expect(refusal(() => checkActivation(leaky)).place.netInput).toBeLessThan(0)
  expect(checkActivation(nearly, { tolerance: 1e-4 }).passed).toBe(true)
})

test('[TE4] an activation that forgets the error it is handed is caught', () => {
  const forgetful: Activation = {
    ...bell,
    backward(z, a, _, delta, from, to) {
      for (let k = from; k < to; k++) delta[k] = -2 * (z[k] as number) * (a[k] as number)
    },
  }
  expect(refusal(() => checkActivation(forgetful)).code).toBe('WRONG_GRADIENT')
})

test('[TE5] an activation that leaves its range, remembers, or changes what it reads is caught', () => {
  let calls = 0
  const greedy: Activation = { ...bell, forward: (z, output) => bell.forward(z, output, 0, z.length, {}) }
  const counting: Activation = {
    ...bell,
    forward(z, output, from, to) {
      calls++
      for (let k = from; k < to; k++) output[k] = (z[k] as number) + 1e-3 * (calls % 2)
    },
  }
  const meddling: Activation = {
    ...bell,
    backward(z, output, error, delta, from, to) {
      bell.backward(z, output, error, delta, from, to, {})
      output.fill(0, from, to)
    },
  }
  for (const one of [greedy, counting, meddling]) {
    const { issues } = refusal(() => checkActivation(one))
    expect(issues.map(({ code }) => code)).toContain('CONTRACT_BROKEN')
  }
})

test('[TE5] an activation that overflows into NaN far from 0 is caught, unless its range is given', () => {
  const naive = defineActivation({
    name: 'naiveTanh',
    value: (z) => (exp(z) - exp(-z)) / (exp(z) + exp(-z)),
    slope: (_, a) => 1 - a * a,
  })
  expect(refusal(() => checkActivation(naive)).place).toEqual({ activation: 'naiveTanh', netInput: -800 })
  expect(checkActivation(naive, { range: [-5, 5] }).passed).toBe(true)
  const logarithm = defineActivation({ name: 'log', value: log, slope: (z) => 1 / z })
  expect(checkActivation(logarithm, { range: [0.1, 5] }).passed).toBe(true)
})

test('[TE2] a kink is left out and reported, and a function made of kinks is refused', () => {
  const sharp = defineActivation({ name: 'abs', value: Math.abs, slope: Math.sign })
  const report = checkActivation(sharp, { range: [-0.01, 0.01] })
  expect(report.kinks.length).toBeGreaterThan(0)
  expect(report.kinks.length + report.cases.length).toBe(200)
  expect(refusal(() => checkActivation(sharp, { range: [-1e-3, 1e-3] })).code).toBe('TOO_MANY_KINKS')
})

test('[TE6] the same seed looks at the same places, another one at others', () => {
  const places = (seed: number) => checkActivation(bell, { seed, points: 5 }).cases.map(({ place }) => place)
  expect(places(3)).toEqual(places(3))
  expect(places(3)).not.toEqual(places(4))
})
