import { adam, chain, type NeuriteError, sgd } from '@neurite/core'
import {
  type Definition,
  type Definitions,
  defineActivation,
  definitionKey,
  input,
  type Reference,
  reference,
} from '@neurite/core/define'
import { describe, expect, test } from 'vitest'
import * as door from './index.ts'
import {
  accuracy,
  balancedAccuracy,
  binaryCrossEntropy,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  confusion,
  constant,
  cosineDecay,
  decayWeights,
  exponentialDecay,
  f1,
  he,
  identity,
  l1,
  l2,
  linearWarmUp,
  meanAbsoluteError,
  meanSquaredError,
  neuron,
  oneCycle,
  perplexity,
  polynomialDecay,
  precision,
  product,
  recall,
  relu,
  rocAuc,
  rootMeanSquaredError,
  rSquared,
  scaleRate,
  sigmoid,
  softmaxCrossEntropy,
  squaredError,
  standard,
  stepDecay,
  tanh,
  topK,
  uniform,
  xavier,
  zeros,
} from './index.ts'

/** What `graphFromJSON` does with a table. */
function resolve(given: Reference, table: Definitions = standard): Definition {
  const { name, options } = typeof given === 'string' ? { name: given, options: {} } : given
  const entry = table[name]
  if (entry === undefined) throw new Error(`${name} is not in the table`)
  return typeof entry === 'function' ? entry(options, (nested) => resolve(nested, table)) : entry
}

const definitions: readonly Definition[] = [
  input,
  product,
  neuron(sigmoid),
  neuron(relu, { weights: he() }),
  neuron(tanh, { weights: uniform(-0.1, 0.1), bias: constant(1e-300) }),
  neuron(identity, { bias: xavier() }),
  identity,
  relu,
  sigmoid,
  tanh,
  binaryCrossEntropy(),
  meanSquaredError(),
  softmaxCrossEntropy(),
  squaredError(),
  constant(0.1),
  he(),
  uniform(-1 / 3, 1 / 3),
  xavier(),
  zeros(),
  accuracy,
  balancedAccuracy,
  confusion,
  f1,
  meanAbsoluteError,
  perplexity,
  precision,
  rSquared,
  recall,
  rocAuc,
  rootMeanSquaredError,
  topK({ k: 3 }),
  sgd({ learningRate: 0.1, momentum: 0.5 }),
  adam(),
  chain(l2(0.1), clipByGlobalNorm(1), adam(), adam(), decayWeights(0.5)),
  clipByGlobalNorm(1),
  clipByNorm(0.5),
  clipByValue(2),
  cosineDecay({ steps: 10, restart: 2 }),
  decayWeights(1e-4),
  exponentialDecay({ by: 0.5 }),
  l1(0.1, { of: ['h*'] }),
  l2(0.1),
  linearWarmUp({ steps: 3 }),
  oneCycle({ steps: 30 }),
  polynomialDecay({ steps: 9 }),
  scaleRate({ of: ['*:bias'], by: 2 }),
  stepDecay({ every: 5, by: 0.5 }),
]

describe.each(definitions.map((definition) => [definitionKey(definition), definition] as const))(
  '%s',
  (key, definition) => {
    test('[ND11] goes to JSON and comes back with the same key, type and behavior', () => {
      const read = JSON.parse(JSON.stringify(reference(definition))) as Reference
      const back = resolve(read)
      expect(definitionKey(back)).toBe(key)
      expect(back.type).toBe(definition.type)
      expect(Object.keys(back)).toEqual(Object.keys(definition))
    })
  },
)

test('[ND11] every definition that the package exports is in the table, and nothing else but those of core', () => {
  const names = Object.keys(door).filter((name) => !['softmax', 'standard'].includes(name))
  expect(Object.keys(standard).sort()).toEqual([...names, 'adam', 'chain', 'input', 'sgd'].sort())
  const made = new Set(definitions.map(({ name }) => name))
  expect([...made].sort()).toEqual(Object.keys(standard).sort())
})

test('[ND11] a table of one’s own goes on from it, also for nested references', () => {
  const cube = defineActivation({ name: 'cube', value: (z) => z * z * z, slope: (z) => 3 * z * z })
  const key = definitionKey(resolve({ name: 'neuron', options: { activation: 'cube' } }, { ...standard, cube }))
  expect(key).toBe('neuron{"activation":"cube"}')
})

test('[ND11] the table cannot be changed', () => {
  expect(Object.isFrozen(standard)).toBe(true)
})

test.each<Reference>([
  { name: 'neuron', options: {} },
  { name: 'neuron', options: { activation: 7 } },
  { name: 'neuron', options: { activation: ['sigmoid'] } },
  { name: 'neuron', options: { activation: { options: {} } } },
  { name: 'neuron', options: { activation: 'xavier' } },
  { name: 'neuron', options: { activation: 'sigmoid', weights: 'tanh' } },
  { name: 'neuron', options: { activation: 'sigmoid', bias: null } },
  { name: 'neuron', options: { activation: 'sigmoid', dropout: 0.5 } },
  { name: 'constant', options: {} },
  { name: 'constant', options: { value: '1' } },
  { name: 'constant', options: { value: 1, gain: 2 } },
  { name: 'uniform', options: { low: 0 } },
  { name: 'uniform', options: { low: 1, high: 0 } },
])('[ND9] %j is refused', (given) => {
  expect(() => resolve(given)).toThrow(expect.objectContaining<Partial<NeuriteError>>({ code: 'INVALID_OPTION' }))
})
