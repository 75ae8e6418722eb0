import { expect, test } from 'vitest'
import { defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'
import { type BackwardRows, type ForwardRows, input, type NodeKind } from '../graph/contracts/kind.ts'
import { tanh } from '../numerics/transcendental.ts'
import { checkKind } from './check-kind.ts'
import type { GradientReport } from './gradient-report.ts'
import { refusal } from './refusal.ts'

const one = defineInitializer({ name: 'one', draw: () => 1 })
const none = new Float64Array()
const at = (lanes: readonly Float64Array[], k: number) => lanes[k] as Float64Array

/** y = bias + Σ weightᵢ xᵢ², written as a custom kind; `spoil` may break its backward. */
function squares(spoil: (rows: BackwardRows) => unknown = () => {}, forward = squaresForward): NodeKind {
  return defineKind({
    name: 'squares',
    parameters: [
      { name: 'bias', start: one },
      { name: 'weight', per: 'edge', start: one },
    ],
    forward,
    backward(rows) {
      const { batch, inputs, delta, inputDeltas } = rows
      const { weight: weights = none } = rows.parameters
      const { weight: weightGradients = none, bias: biasGradient = none } = rows.gradients
      for (let n = 0; n < batch; n++) {
        const d = delta[n] as number
        biasGradient[0] = (biasGradient[0] as number) + d
        for (let i = 0; i < inputs.length; i++) {
          const x = at(inputs, i)[n] as number
          weightGradients[i] = (weightGradients[i] as number) + d * x * x
          at(inputDeltas, i)[n] = 2 * d * (weights[i] as number) * x
        }
      }
      spoil(rows)
    },
  })
}

function squaresForward({ batch, inputs, parameters, output }: ForwardRows): void {
  const { weight: weights = none, bias: [bias = 0] = none } = parameters
  for (let n = 0; n < batch; n++) {
    let y = bias
    for (let i = 0; i < inputs.length; i++) y += (weights[i] as number) * (at(inputs, i)[n] as number) ** 2
    output[n] = y
  }
}

const codes = (kind: NodeKind) => refusal(() => checkKind(kind)).issues.map(({ code }) => code)

test('[TE3] a right custom kind passes for every seed: inputs, weights and bias, fan-in 1 to 4, batches of 1 and 5', () => {
  for (let seed = 0; seed < 20; seed++) expect(checkKind(squares(), { seed }).passed).toBe(true)
  const { cases } = checkKind(squares())
  const seen = (name: string) => new Set(cases.map(({ place }) => place[name]).filter((value) => value !== undefined))
  expect(seen('fanIn')).toEqual(new Set([1, 2, 3, 4]))
  expect(seen('batch')).toEqual(new Set([1, 5]))
  expect(seen('input')).toEqual(new Set([0, 1, 2, 3]))
  expect(seen('row')).toEqual(new Set([0, 1, 2, 3, 4]))
  expect(seen('parameter')).toEqual(new Set(['weight', 'bias']))
  expect(seen('at')).toEqual(new Set([0, 1, 2, 3]))
})

test('[TE3] an affine kind is computed with its activation', () => {
  const right = defineActivation({ name: 'tanh', value: tanh, slope: (_, a) => 1 - a * a })
  const wrong = defineActivation({ name: 'wrong', value: tanh, slope: (_, a) => 1 + a * a })
  const affine = (activation: typeof right) =>
    defineKind({
      name: 'affine',
      activation,
      parameters: [
        { name: 'bias', start: one },
        { name: 'weight', per: 'edge', start: one },
      ],
    })
  expect(checkKind(affine(right)).passed).toBe(true)
  expect(refusal(() => checkKind(affine(wrong))).code).toBe('WRONG_GRADIENT')
})

test('[TE3] a source has nothing to check', () => {
  expect(checkKind(input)).toEqual({ passed: true, cases: [], worst: null, kinks: [], issues: [] })
})

test('[TE3] the fan-in that a kind demands is kept', () => {
  const fanIns = (min: number, max: number) => {
    const kind: NodeKind = { ...squares(), fanIn: { min, max } }
    return [...new Set(checkKind(kind).cases.map(({ place }) => place.fanIn))]
  }
  expect(fanIns(0, Number.POSITIVE_INFINITY)).toEqual([0, 1, 2, 3, 4])
  expect(fanIns(2, 2)).toEqual([2])
  expect(fanIns(6, Number.POSITIVE_INFINITY)).toEqual([6, 7, 8])
})

test('[TE4] a wrong input delta is caught, with the place named', () => {
  const wrong = squares(({ inputDeltas }) => {
    const lane = at(inputDeltas, 0)
    for (let n = 0; n < lane.length; n++) lane[n] = 1.001 * (lane[n] as number)
  })
  const error = refusal(() => checkKind(wrong))
  expect(error.code).toBe('WRONG_GRADIENT')
  expect(error.place).toMatchObject({ kind: 'squares', input: 0 })
  expect((error.cause as GradientReport).worst?.place).toEqual(error.place)
})

test('[TE4] a wrong weight gradient is caught', () => {
  const wrong = squares(({ gradients: { weight = none } }) => {
    weight[weight.length - 1] = 1.001 * (weight.at(-1) as number)
  })
  const { issues } = refusal(() => checkKind(wrong))
  expect(
    issues.every(
      ({ code, place }) =>
        code === 'WRONG_GRADIENT' && place.parameter === 'weight' && place.at === (place.fanIn as number) - 1,
    ),
  ).toBe(true)
})

test('[TE4] a wrong bias gradient is caught', () => {
  const { issues } = refusal(() => checkKind(squares(({ gradients }) => gradients.bias?.fill(0))))
  expect(issues.every(({ code, place }) => code === 'WRONG_GRADIENT' && place.parameter === 'bias')).toBe(true)
})

test('[TE4] a gradient that holds only the last row is caught', () => {
  const last = squares(({ delta, batch, gradients }) => gradients.bias?.fill(delta[batch - 1] as number))
  const { issues } = refusal(() => checkKind(last))
  expect(issues.every(({ place }) => place.batch === 5)).toBe(true)
})

test('[TE4] a product that divides by its input is caught at 0', () => {
  const dividing = defineKind({
    name: 'dividing',
    forward({ batch, inputs, output }) {
      for (let n = 0; n < batch; n++) output[n] = inputs.reduce((y, lane) => y * (lane[n] as number), 1)
    },
    backward({ batch, inputs, output, delta, inputDeltas }) {
      for (let n = 0; n < batch; n++) {
        inputDeltas.forEach((lane, i) => {
          lane[n] = ((delta[n] as number) * (output[n] as number)) / (at(inputs, i)[n] as number)
        })
      }
    },
  })
  expect(codes(dividing)).toContain('WRONG_GRADIENT')
  expect(checkKind(dividing, { inputs: (next) => 0.5 + next() }).passed).toBe(true)
})

test('[TE4] an input delta that is not written is caught', () => {
  const lazy = squares(({ inputDeltas }) => inputDeltas.at(-1)?.fill(Number.NaN))
  expect(codes(lazy)).toContain('WRONG_GRADIENT')
})

test('[TE5] a kind that mixes rows, remembers, or changes what it reads is caught', () => {
  let calls = 0
  const mixing = squares(undefined, (rows) => {
    squaresForward(rows)
    const mean = rows.output.reduce((sum, y) => sum + y, 0) / rows.batch
    for (let n = 0; n < rows.batch; n++) rows.output[n] = (rows.output[n] as number) - 0.5 * mean
  })
  const remembering = squares(undefined, (rows) => {
    const [bias = 0] = rows.parameters.bias as Float64Array
    squaresForward({ ...rows, parameters: { ...rows.parameters, bias: Float64Array.of(bias + (calls++ % 3)) } })
  })
  const meddling = squares(({ inputs }) => inputs[0]?.fill(0))
  const tidying = squares(({ delta }) => delta.fill(0))
  for (const kind of [mixing, remembering, meddling, tidying]) expect(codes(kind)).toContain('CONTRACT_BROKEN')
})

test('[TE7] numbers can be kept where the kind is defined', () => {
  const drawn: number[] = []
  const keep = (low: number) => (next: () => number) => {
    drawn.push(low + next())
    return drawn.at(-1) as number
  }
  expect(checkKind(squares(), { inputs: keep(1), parameters: { weight: keep(10), bias: keep(100) } }).passed).toBe(true)
  expect(new Set(drawn.map(Math.log10).map(Math.floor))).toEqual(new Set([0, 1, 2]))
})
