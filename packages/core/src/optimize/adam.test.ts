import { describe, expect, test } from 'vitest'
import { layers } from '../flow/sample-graphs.ts'
import { definitionKey } from '../graph/contracts/definition.ts'
import { refusal } from '../testing/refusal.ts'
import { adam } from './adam.ts'
import { initialSlots } from './initial-slots.ts'
import type { Hyperparameters, Optimizer } from './optimizer.ts'
import { power } from './power.ts'

const graph = layers([1, 1])

function run(optimizer: Optimizer, start: number, gradients: number[], hyperparameters?: Hyperparameters): number[] {
  let parameters = Float64Array.of(start)
  let slots = initialSlots(optimizer, 1)
  return gradients.map((gradient, k) => {
    const nextParameters = Float64Array.of(Number.NaN)
    const nextSlots = slots.map(() => Float64Array.of(Number.NaN))
    optimizer.update({
      optimizer,
      graph,
      step: k + 1,
      hyperparameters: hyperparameters ?? optimizer.hyperparameters,
      parameters,
      gradients: Float64Array.of(gradient),
      slots,
      nextParameters,
      nextSlots,
    })
    parameters = nextParameters
    slots = nextSlots
    return nextParameters[0] as number
  })
}

/** Algorithm 1 of the paper, unrolled: the moments as sums over all gradients, the corrections as the paper writes them. */
function unrolled(start: number, gradients: number[], rate: number, beta1: number, beta2: number, epsilon: number) {
  let p = start
  return gradients.map((_, k) => {
    const t = k + 1
    let m = 0
    let v = 0
    for (let s = 1; s <= t; s++) {
      const g = gradients[s - 1] as number
      m += (1 - beta1) * beta1 ** (t - s) * g
      v += (1 - beta2) * beta2 ** (t - s) * g * g
    }
    p -= (rate * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon)
    return p
  })
}

describe('adam', () => {
  test('[OP3] the first step moves by the learning rate against the sign of the gradient, whatever its size', () => {
    for (const gradient of [1e-3, 0.5, 40, -1e-3, -0.5, -40]) {
      const [p] = run(adam({ learningRate: 0.01 }), 1, [gradient])
      // m̂ = g and v̂ = g², so the step is learningRate·g / (|g| + ε).
      expect(p).toBeCloseTo(1 - (0.01 * gradient) / (Math.abs(gradient) + 1e-8), 14)
    }
  })

  test('[OP3] under a constant gradient every step moves by the learning rate', () => {
    const states = run(adam({ learningRate: 0.001 }), 0, Array<number>(50).fill(0.25))
    states.forEach((p, k) => {
      expect(p).toBeCloseTo((-0.001 * (k + 1) * 0.25) / (0.25 + 1e-8), 14)
    })
  })

  test('[OP3] the second step, by hand', () => {
    // β1 = 0.5, β2 = 0.75, ε = 2⁻²⁰, g = 1 then −3.
    // t = 1: m = 0.5, v = 0.25; m̂ = 1, v̂ = 1.  t = 2: m = 0.25 − 1.5 = −1.25, v = 0.1875 + 2.25 = 2.4375;
    // m̂ = −1.25/0.75 = −5/3, v̂ = 2.4375/0.4375 = 39/7.
    const epsilon = 2 ** -20
    const [first, second] = run(adam({ learningRate: 0.25, beta1: 0.5, beta2: 0.75, epsilon }), 2, [1, -3])
    expect(first).toBeCloseTo(2 - 0.25 / (1 + epsilon), 14)
    expect(second).toBeCloseTo((first as number) + (0.25 * (5 / 3)) / (Math.sqrt(39 / 7) + epsilon), 14)
  })

  test.each([
    [0.001, 0.9, 0.999, 1e-8],
    [0.1, 0.8, 0.99, 1e-4],
    [0.01, 0, 0, 1e-8],
  ])(
    '[OP3] 200 steps with (%d, %d, %d, %d) agree with the paper’s sums, unrolled',
    (learningRate, beta1, beta2, epsilon) => {
      const gradients = Array.from({ length: 200 }, (_, t) => ((t * 29) % 17) / 8 - 1 + (t % 3) * 1e-3)
      const states = run(adam({ learningRate, beta1, beta2, epsilon }), 0.3, gradients)
      const expected = unrolled(0.3, gradients, learningRate, beta1, beta2, epsilon)
      states.forEach((p, k) => {
        expect(p).toBeCloseTo(expected[k] as number, 11)
      })
    },
  )

  test('[OP4] an update writes only what is to be written, and the same again when called again', () => {
    const optimizer = adam()
    const parameters = Float64Array.of(1, -2, 3)
    const gradients = Float64Array.of(0.1, 0.2, -0.3)
    const slots = initialSlots(optimizer, 3).map((slot) => slot.fill(0.25))
    const once = () => {
      const nextParameters = new Float64Array(3)
      const nextSlots = slots.map(() => new Float64Array(3))
      const { hyperparameters } = optimizer
      optimizer.update({
        optimizer,
        graph,
        step: 4,
        hyperparameters,
        parameters,
        gradients,
        slots,
        nextParameters,
        nextSlots,
      })
      return { nextParameters, nextSlots }
    }
    expect(once()).toEqual(once())
    expect([...parameters]).toEqual([1, -2, 3])
    expect([...gradients]).toEqual([0.1, 0.2, -0.3])
    for (const slot of slots) expect([...slot]).toEqual([0.25, 0.25, 0.25])
  })

  test('[OP5] options are JSON, complete, frozen, and make the same optimizer again', () => {
    const optimizer = adam()
    expect(optimizer.options).toEqual({ learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })
    expect(optimizer.hyperparameters).toEqual(optimizer.options)
    expect(optimizer.slots).toEqual(['firstMoment', 'secondMoment'])
    const again = adam(JSON.parse(JSON.stringify(optimizer.options)))
    expect(definitionKey(again)).toBe(definitionKey(optimizer))
    for (const part of [optimizer, optimizer.options, optimizer.hyperparameters, optimizer.slots]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })

  test.each([
    { learningRate: 0 },
    { learningRate: -1 },
    { learningRate: Number.NaN },
    { learningRate: Number.POSITIVE_INFINITY },
    { beta1: 1 },
    { beta1: -0.1 },
    { beta1: Number.NaN },
    { beta2: 1 },
    { beta2: '0.9' as unknown as number },
    { epsilon: 0 },
    { epsilon: Number.NaN },
  ])('[OP6] adam(%o) is refused', (options) => {
    expect(refusal(() => adam(options)).code).toBe('INVALID_OPTION')
  })

  test('[OP6] hyperparameters changed to something senseless are refused', () => {
    const optimizer = adam()
    for (const change of [{ learningRate: -1 }, { beta1: 1 }, { beta2: Number.NaN }, { epsilon: 0 }]) {
      expect(refusal(() => run(optimizer, 1, [1], { ...optimizer.hyperparameters, ...change })).code).toBe(
        'INVALID_OPTION',
      )
    }
  })

  test('[OP7] a learning rate changed to 0 on the way stands still', () => {
    const optimizer = adam()
    expect(run(optimizer, 1, [1, -2], { ...optimizer.hyperparameters, learningRate: 0 })).toEqual([1, 1])
  })
})

describe('power', () => {
  test('[OP8] is exact where the true power is a float, for any size of exponent', () => {
    expect(power(2, 10)).toBe(1024)
    expect(power(3, 33)).toBe(5559060566555523)
    expect(power(0.5, 1074)).toBe(5e-324)
    expect(power(-3, 3)).toBe(-27)
    expect([power(0.9, 0), power(0, 0), power(0, 5), power(1, 2 ** 52 + 1)]).toEqual([1, 1, 0, 1])
    expect(power(0.999, 2 ** 40)).toBe(0)
  })

  test('[OP8] stays within exponent · 2⁻⁵³ of the true power', () => {
    // The truth by BigInt: 0.9 and 0.999 are n / 2^k exactly, so that n^e / 2^(k·e) is rounded once, at the end.
    for (const base of [0.9, 0.999]) {
      for (const exponent of [1, 2, 3, 7, 50, 100, 1000]) {
        const numerator = BigInt(base * 2 ** 53) ** BigInt(exponent)
        const scaled = (numerator << 200n) >> BigInt(53 * exponent)
        const truth = Number(scaled) / 2 ** 200
        expect(Math.abs(power(base, exponent) / truth - 1)).toBeLessThanOrEqual((exponent + 1) * 2 ** -53)
      }
    }
  })
})
