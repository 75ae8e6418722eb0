import { describe, expect, test } from 'vitest'
import { layers } from '../flow/sample-graphs.ts'
import { definitionKey } from '../graph/contracts/definition.ts'
import { sameDefinition } from '../graph/contracts/same-definition.ts'
import { refusal } from '../testing/refusal.ts'
import { adam } from './adam.ts'
import { chain } from './chain.ts'
import { defineOptimizer } from './define-optimizer.ts'
import { initialSlots } from './initial-slots.ts'
import type { Optimizer, Transform } from './optimizer.ts'
import { sgd } from './sgd.ts'

const g = layers([3, 2, 1])
const COUNT = 11

/** Runs an optimizer over gradients, and hands back the parameters and slots after each update. */
function run(optimizer: Optimizer, updates: number, hyperparameters = optimizer.hyperparameters): number[][] {
  let parameters = Float64Array.from({ length: COUNT }, (_, i) => (i === 3 ? -0 : Math.sin(i + 1)))
  let slots = initialSlots(optimizer, COUNT)
  const gradients = new Float64Array(COUNT)
  return Array.from({ length: updates }, (_, t) => {
    for (let i = 0; i < COUNT; i++) gradients[i] = i === 3 ? 0 : Math.cos(t * 1.7 + i)
    const [before, given] = [parameters.slice(), gradients.slice()]
    const nextParameters = new Float64Array(COUNT).fill(Number.NaN)
    const nextSlots = slots.map(() => new Float64Array(COUNT).fill(Number.NaN))
    const told = {
      optimizer,
      graph: g,
      step: t + 1,
      hyperparameters,
      parameters,
      gradients,
      slots,
      nextParameters,
      nextSlots,
    }
    optimizer.update(told)
    expect([parameters, gradients]).toEqual([before, given])
    parameters = nextParameters
    slots = nextSlots
    return [parameters, ...slots].flatMap((values) => [...values])
  })
}

/** u ← by · u: what is scaled by a power of 2 and back keeps its bits. */
const times = (by: number, name = 'times'): Optimizer => defineOptimizer({ name, options: { by }, transform: scale })
function scale({ gradients, hyperparameters, updates }: Transform): void {
  for (let i = 0; i < updates.length; i++) updates[i] = (hyperparameters.by as number) * (gradients[i] as number)
}
const decay = defineOptimizer({
  name: 'decay',
  options: { rate: 0.25 },
  transform({ gradients, parameters, hyperparameters, updates }) {
    for (let i = 0; i < updates.length; i++)
      updates[i] = (gradients[i] as number) + (hyperparameters.rate as number) * (parameters[i] as number)
  },
})
const penalty = (name: string): Optimizer =>
  defineOptimizer({ name, options: { rate: 3 }, transform: scale, penalty: sum })
const sum = ({
  parameters,
  hyperparameters,
}: {
  parameters: Float64Array
  hyperparameters: { rate?: unknown }
}): number => (hyperparameters.rate as number) * parameters.reduce((a, b) => a + b, 0)

const alone: readonly Optimizer[] = [
  sgd({ learningRate: 0.3 }),
  sgd({ learningRate: 0.3, momentum: 0.9 }),
  sgd({ learningRate: 0.3, momentum: 0.9, nesterov: true }),
  adam({ learningRate: 0.1 }),
]

describe('chain', () => {
  test.each(alone)('[OP9] a chain of one has the bits of that one alone, −0 included: %o', (optimizer) => {
    expect(run(chain(optimizer), 20)).toEqual(run(optimizer, 20))
  })

  test('[OP9] each link gets what the one before made, for any number of them', () => {
    for (const count of [1, 2, 3, 4, 5]) {
      const before = Array.from({ length: count }, () => [times(2), times(0.5)]).flat()
      for (const links of [
        [...before, sgd({ learningRate: 0.3 })],
        [sgd({ learningRate: 0.3 }), ...before],
        [times(4), ...before, sgd({ learningRate: 0.3 / 4 })],
      ]) {
        expect(run(chain(...links), 5).map((state) => state.slice(0, COUNT))).toEqual(
          run(sgd({ learningRate: 0.3 }), 5),
        )
      }
    }
  })

  test('[OP9] behind an optimizer a link acts on steps, before it on gradients', () => {
    const [p, g1] = [Math.sin(1), Math.cos(0)]
    expect(run(chain(sgd({ learningRate: 0.5 }), decay), 1)[0]?.[0]).toBe(p - (0.5 * g1 + 0.25 * p))
    expect(run(chain(decay, sgd({ learningRate: 0.5 })), 1)[0]?.[0]).toBe(p - 0.5 * (g1 + 0.25 * p))
  })

  test('[OP10] hyperparameters and slots are called by their link, equal ones told apart', () => {
    const made = chain(times(2), adam(), times(3), sgd({ learningRate: 1, momentum: 0.5 }), adam({ learningRate: 1 }))
    expect(made.hyperparameters).toEqual({
      'times.by': 2,
      ...{ 'adam.learningRate': 0.001, 'adam.beta1': 0.9, 'adam.beta2': 0.999, 'adam.epsilon': 1e-8 },
      'times#2.by': 3,
      ...{ 'sgd.learningRate': 1, 'sgd.momentum': 0.5, 'sgd.nesterov': false },
      ...{ 'adam#2.learningRate': 1, 'adam#2.beta1': 0.9, 'adam#2.beta2': 0.999, 'adam#2.epsilon': 1e-8 },
    })
    expect(made.slots).toEqual([
      'adam.firstMoment',
      'adam.secondMoment',
      'sgd.velocity',
      'adam#2.firstMoment',
      'adam#2.secondMoment',
    ])
    const changed = { ...made.hyperparameters, 'times#2.by': 0 }
    expect(run(made, 3, changed)).toEqual(
      run(chain(times(2), adam(), times(0), sgd({ learningRate: 1, momentum: 0.5 }), adam({ learningRate: 1 })), 3),
    )
  })

  test('[OP10] a chain in a chain is its links; equal links make equal chains', () => {
    const [a, b] = [chain(chain(times(2), adam()), decay), chain(times(2), chain(chain(adam()), decay))]
    expect(definitionKey(a)).toBe(definitionKey(b))
    expect(sameDefinition(a, b)).toBe(true)
    expect(sameDefinition(a, chain(times(3), adam(), decay))).toBe(false)
    expect(a.options).toEqual({
      links: [
        { name: 'times', options: { by: 2 } },
        { name: 'adam', options: adam().options },
        { name: 'decay', options: { rate: 0.25 } },
      ],
    })
    for (const part of [a, a.options, a.links, a.hyperparameters, a.slots]) expect(Object.isFrozen(part)).toBe(true)
    expect(String(a)).toContain('chain')
  })

  test('[OP11] penalties add up, and stand at the beginning', () => {
    const made = chain(penalty('one'), penalty('two'), sgd({ learningRate: 1 }))
    const parameters = Float64Array.of(1, 2)
    const hyperparameters = { ...made.hyperparameters, 'two.rate': 5 }
    expect(made.penalty?.({ optimizer: made, options: made.options, hyperparameters, parameters, graph: g })).toBe(
      3 * 3 + 5 * 3,
    )
    expect(chain(decay).penalty).toBeUndefined()
    expect(refusal(() => chain(sgd({ learningRate: 1 }), penalty('late'))).code).toBe('INVALID_OPTION')
    expect(refusal(() => chain(penalty('one'), times(2), penalty('late'))).message).toContain('late before times')
  })

  test('[OP10] what is no optimizer is no link', () => {
    const { update: _, ...half } = sgd({ learningRate: 1 })
    for (const wrong of [null, {}, sgd, 'adam', half]) {
      expect(refusal(() => chain(adam(), wrong as never)).code).toBe('INVALID_ARGUMENT')
    }
    expect(refusal(() => chain()).code).toBe('INVALID_ARGUMENT')
  })
})

describe('defineOptimizer', () => {
  test('[OP13] an own optimizer stands alone, its numbers and booleans steer it, its slots begin as it says', () => {
    const made = defineOptimizer({
      name: 'mine',
      options: { rate: 0.5, of: ['h'], plain: true },
      slots: ['seen', 'least'],
      init: (count) => [new Float64Array(count), new Float64Array(count).fill(7)],
      transform({ step, options, hyperparameters, gradients, slots, nextSlots, updates }) {
        expect([step, options.of, hyperparameters]).toEqual([1, ['h'], { rate: 0.5, plain: true }])
        for (let i = 0; i < updates.length; i++) {
          updates[i] = 0.5 * (gradients[i] as number)
          for (const k of [0, 1]) (nextSlots[k] as Float64Array)[i] = (slots[k]?.[i] as number) + 1
        }
      },
    })
    const state = run(made, 1)[0] as number[]
    expect(state.slice(0, COUNT)).toEqual(run(sgd({ learningRate: 0.5 }), 1)[0])
    expect([state[COUNT], state[2 * COUNT]]).toEqual([1, 8])
  })

  test('[OP13] what steers it is checked where it was changed, by the table that it gives', () => {
    const steering = { rate: { wants: 'a number above 0', suits: (v: unknown) => typeof v === 'number' && v > 0 } }
    const made = defineOptimizer({ name: 'mine', options: { rate: 1 }, steering, transform: scale })
    run(made, 1)
    for (const rate of [0, Number.NaN]) expect(refusal(() => run(made, 1, { rate })).code).toBe('INVALID_OPTION')
    expect(refusal(() => run(chain(made), 1, { 'mine.rate': -1 })).code).toBe('INVALID_OPTION')
  })

  test('[OP13] what makes no optimizer is refused', () => {
    for (const wrong of [
      {},
      { name: '', transform: scale },
      { name: 'a' },
      { name: 'a', transform: async () => {} },
      { name: 'a', transform: scale, slots: ['b', 'b'] },
      { name: 'a', transform: scale, init: 1 },
      { name: 'a', transform: scale, update: scale },
    ]) {
      expect(['INVALID_OPTION', 'UNKNOWN_OPTION']).toContain(refusal(() => defineOptimizer(wrong as never)).code)
    }
  })
})
