import { describe, expect, test } from 'vitest'
import { layers } from '../flow/sample-graphs.ts'
import { definitionKey } from '../graph/contracts/definition.ts'
import { refusal } from '../testing/refusal.ts'
import { initialSlots } from './initial-slots.ts'
import type { Hyperparameters, Optimizer } from './optimizer.ts'
import { type SgdOptions, sgd } from './sgd.ts'

const graph = layers([1, 1])

/** Runs an optimizer over given gradients, each update from the last one's numbers, and hands back every state. */
function run(optimizer: Optimizer, start: number[], gradients: number[][], hyperparameters?: Hyperparameters) {
  let parameters = Float64Array.from(start)
  let slots = initialSlots(optimizer, start.length)
  return gradients.map((gradient, k) => {
    const nextParameters = new Float64Array(start.length).fill(Number.NaN)
    const nextSlots = slots.map((slot) => new Float64Array(slot.length).fill(Number.NaN))
    optimizer.update({
      optimizer,
      graph,
      step: k + 1,
      hyperparameters: hyperparameters ?? optimizer.hyperparameters,
      parameters,
      gradients: Float64Array.from(gradient),
      slots,
      nextParameters,
      nextSlots,
    })
    parameters = nextParameters
    slots = nextSlots
    return { parameters: [...parameters], slots: slots.map((slot) => [...slot]) }
  })
}

const GRADIENTS = [
  [0.5, -1, 0],
  [0.25, 2, -0.125],
  [-1, 0.5, 3],
  [0.1, -0.2, 0.3],
]

describe('plain descent', () => {
  test('[OP1] without momentum a step goes learningRate times the gradient downhill, and there is no slot', () => {
    const optimizer = sgd({ learningRate: 0.5 })
    const states = run(optimizer, [1, 2, -3], GRADIENTS.slice(0, 2))
    // By hand: 1 − 0.5·0.5 = 0.75, 2 + 0.5 = 2.5, −3; then 0.75 − 0.125 = 0.625, 2.5 − 1 = 1.5, −3 + 0.0625 = −2.9375.
    expect(states.map((state) => state.parameters)).toEqual([
      [0.75, 2.5, -3],
      [0.625, 1.5, -2.9375],
    ])
    expect(optimizer.slots).toEqual([])
    expect(initialSlots(optimizer, 3)).toEqual([])
  })

  test('[OP1] a parameter whose gradient is 0 keeps its bits, −0 and denormals included', () => {
    const [state] = run(sgd({ learningRate: 0.3 }), [-0, 5e-324, 1e308], [[0, 0, 0]])
    expect(state?.parameters).toEqual([-0, 5e-324, 1e308])
  })
})

describe('momentum', () => {
  test('[OP2] the velocity rolls on: v = m·v + g, p = p − learningRate·v', () => {
    const optimizer = sgd({ learningRate: 0.5, momentum: 0.5 })
    expect(optimizer.slots).toEqual(['velocity'])
    // By hand, second parameter: v = −1, 0.5·−1 + 2 = 1.5; p = 2 + 0.5 = 2.5, 2.5 − 0.75 = 1.75.
    expect(run(optimizer, [1, 2, -3], GRADIENTS.slice(0, 2))).toEqual([
      { parameters: [0.75, 2.5, -3], slots: [[0.5, -1, 0]] },
      { parameters: [0.5, 1.75, -2.9375], slots: [[0.5, 1.5, -0.125]] },
    ])
  })

  test('[OP2] with Nesterov the step is learningRate·(g + m·v), v being the new velocity', () => {
    const optimizer = sgd({ learningRate: 0.5, momentum: 0.5, nesterov: true })
    // By hand, second parameter: v = −1, step 0.5·(−1 − 0.5) = −0.75; v = 1.5, step 0.5·(2 + 0.75) = 1.375.
    expect(run(optimizer, [1, 2, -3], GRADIENTS.slice(0, 2))).toEqual([
      { parameters: [0.625, 2.75, -3], slots: [[0.5, -1, 0]] },
      { parameters: [0.375, 1.375, -2.90625], slots: [[0.5, 1.5, -0.125]] },
    ])
  })

  test.each<[Required<Omit<SgdOptions, 'nesterov'>> & SgdOptions]>([
    [{ learningRate: 0.1, momentum: 0.9 }],
    [{ learningRate: 0.01, momentum: 0.99 }],
    [{ learningRate: 0.1, momentum: 0.9, nesterov: true }],
  ])('[OP2] %o equals the unrolled sum of all gradients so far', (options) => {
    const gradients = Array.from({ length: 60 }, (_, t) => [Math.round(7 * ((t * 37) % 11)) / 8 - 4])
    const states = run(sgd(options), [0.7], gradients)
    let expected = 0.7
    states.forEach(({ parameters }, t) => {
      // v_t = Σ m^(t−s)·g_s: no recursion, another order of the same sums.
      let velocity = 0
      for (let s = 0; s <= t; s++) velocity += options.momentum ** (t - s) * (gradients[s]?.[0] as number)
      const now = gradients[t]?.[0] as number
      expected -= options.learningRate * (options.nesterov === true ? now + options.momentum * velocity : velocity)
      expect(parameters[0]).toBeCloseTo(expected, 11)
    })
  })
})

describe('purity', () => {
  test.each([
    sgd({ learningRate: 0.1 }),
    sgd({ learningRate: 0.1, momentum: 0.9 }),
    sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
  ])('[OP4] an update writes only what is to be written, and the same again when called again: %#', (optimizer) => {
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
    const optimizer = sgd({ learningRate: 0.1 })
    expect(optimizer.options).toEqual({ learningRate: 0.1, momentum: 0, nesterov: false })
    expect(optimizer.hyperparameters).toEqual(optimizer.options)
    const again = sgd(JSON.parse(JSON.stringify(optimizer.options)))
    expect(definitionKey(again)).toBe(definitionKey(optimizer))
    for (const part of [optimizer, optimizer.options, optimizer.hyperparameters, optimizer.slots]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
    expect(Object.is(sgd({ learningRate: 0.1, momentum: -0 }).options.momentum, 0)).toBe(true)
  })
})

describe('refusals', () => {
  test.each([
    { learningRate: Number.NaN },
    { learningRate: 0 },
    { learningRate: -0.1 },
    { learningRate: Number.POSITIVE_INFINITY },
    { learningRate: '0.1' as unknown as number },
    {} as { learningRate: number },
    { learningRate: 0.1, momentum: 1 },
    { learningRate: 0.1, momentum: -0.1 },
    { learningRate: 0.1, momentum: Number.NaN },
    { learningRate: 0.1, nesterov: true },
    { learningRate: 0.1, momentum: 0.9, nesterov: 1 as unknown as boolean },
  ])('[OP6] sgd(%o) is refused', (options) => {
    expect(refusal(() => sgd(options)).code).toBe('INVALID_OPTION')
  })

  test('[OP6] hyperparameters changed to something senseless are refused before anything is written', () => {
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 })
    const nextParameters = Float64Array.of(7)
    for (const change of [{ learningRate: Number.NaN }, { learningRate: -1 }, { momentum: 1 }, { nesterov: 2 }]) {
      const hyperparameters = { ...optimizer.hyperparameters, ...change }
      const slots = initialSlots(optimizer, 1)
      const one = Float64Array.of(1)
      const update = () =>
        optimizer.update({
          optimizer,
          graph,
          step: 1,
          hyperparameters,
          parameters: one,
          gradients: one,
          slots,
          nextParameters,
          nextSlots: initialSlots(optimizer, 1),
        })
      expect(refusal(update).code).toBe('INVALID_OPTION')
    }
    expect([...nextParameters]).toEqual([7])
  })

  test('[OP7] a learning rate changed to 0 on the way stands still', () => {
    const optimizer = sgd({ learningRate: 0.1 })
    const states = run(optimizer, [1, 2, 3], GRADIENTS, { ...optimizer.hyperparameters, learningRate: 0 })
    expect(states.at(-1)?.parameters).toEqual([1, 2, 3])
  })

  test('[OP7] momentum changed to 0 on the way is plain descent, and the velocity goes on being kept', () => {
    const rolling = sgd({ learningRate: 0.5, momentum: 0.5 })
    const [state] = run(rolling, [1, 2, -3], GRADIENTS, { ...rolling.hyperparameters, momentum: 0 })
    expect(state).toEqual({ parameters: [0.75, 2.5, -3], slots: [[0.5, -1, 0]] })
  })

  test('[OP7] momentum asked of an sgd made without it is refused: it has no velocity', () => {
    const plain = sgd({ learningRate: 0.5 })
    const changed = { ...plain.hyperparameters, momentum: 0.9 }
    expect(refusal(() => run(plain, [1, 2, 3], GRADIENTS, changed)).code).toBe('INVALID_OPTION')
  })
})
