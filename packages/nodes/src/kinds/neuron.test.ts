import { graph, type NeuriteError, network } from '@neurite/core'
import { type Activation, defineActivation, definitionKey, type Initializer, type NodeKind } from '@neurite/core/define'
import { fromJSON, toJSON } from '@neurite/core/files'
import { checkKind } from '@neurite/core/testing'
import { describe, expect, test } from 'vitest'
import { identity } from '../activations/identity.ts'
import { relu } from '../activations/relu.ts'
import { sigmoid } from '../activations/sigmoid.ts'
import { tanh } from '../activations/tanh.ts'
import { constant } from '../initializers/constant.ts'
import { he } from '../initializers/he.ts'
import { uniform } from '../initializers/uniform.ts'
import { xavier } from '../initializers/xavier.ts'
import { zeros } from '../initializers/zeros.ts'
import { squaredError } from '../losses/squared-error.ts'
import { standard } from '../standard.ts'
import { neuron } from './neuron.ts'

describe.each([identity, relu, sigmoid, tanh])('$name', (activation) => {
  test('[ND1] a neuron sends back what central differences find', () => {
    expect(checkKind(neuron(activation)).passed).toBe(true)
  })
})

test('[ND4] a neuron is affine with its activation, and takes any fan-in', () => {
  const kind = neuron(sigmoid)
  expect(kind.computation).toEqual({ form: 'affine', activation: sigmoid })
  expect(kind.fanIn).toEqual({ min: 0, max: Number.POSITIVE_INFINITY })
})

test('[ND4] weights start by xavier and the bias at zero, unless others are given', () => {
  const starts = (kind: NodeKind) => kind.parameters.map(({ name, per, start }) => [name, per, start.name])
  expect(starts(neuron(tanh))).toEqual([
    ['bias', 'node', 'zeros'],
    ['weight', 'edge', 'xavier'],
  ])
  const kind = neuron(relu, { weights: he(), bias: constant(0.1) })
  expect(starts(kind)[1]).toEqual(['weight', 'edge', 'he'])
  expect(kind.parameters[0]?.start.options).toEqual({ value: 0.1 })
})

test('[ND10] its options name what was chosen and leave the defaults out', () => {
  expect(definitionKey(neuron(sigmoid))).toBe('neuron{"activation":"sigmoid"}')
  expect(definitionKey(neuron(sigmoid, { weights: xavier(), bias: zeros() }))).toBe('neuron{"activation":"sigmoid"}')
  expect(definitionKey(neuron(relu, { weights: he() }))).toBe('neuron{"activation":"relu","weights":"he"}')
  expect(definitionKey(neuron(tanh, { bias: uniform(0, 1), weights: constant(2) }))).toBe(
    'neuron{"activation":"tanh","weights":{"name":"constant","options":{"value":2}},"bias":{"name":"uniform","options":{"low":0,"high":1}}}',
  )
})

test('[ND4] an activation of one’s own makes a neuron of one’s own', () => {
  const cube = defineActivation({ name: 'cube', value: (z) => z * z * z, slope: (z) => 3 * z * z })
  expect(definitionKey(neuron(cube))).toBe('neuron{"activation":"cube"}')
  expect(checkKind(neuron(cube)).passed).toBe(true)
})

test('[ND9] anything but an activation and initializers is refused', () => {
  const refused = [
    () => neuron(undefined as unknown as Activation),
    () => neuron('sigmoid' as unknown as Activation),
    () => neuron(xavier() as unknown as Activation),
    () => neuron(sigmoid, { weights: sigmoid as unknown as Initializer }),
    () => neuron(sigmoid, { weights: he as unknown as Initializer }),
    () => neuron(sigmoid, { bias: 0.1 as unknown as Initializer }),
    () => neuron(sigmoid, { bias: null as unknown as Initializer }),
  ]
  for (const call of refused)
    expect(call).toThrow(expect.objectContaining<Partial<NeuriteError>>({ code: 'INVALID_OPTION' }))
})

test('[ND12] a neuron without bias has the numbers of one whose bias is 0, and no bias to learn', () => {
  const bare = neuron(tanh, { bias: false })
  expect(checkKind(bare).passed).toBe(true)
  const of = (kind: NodeKind) =>
    network(
      graph((g) => {
        const h = g.add(['h1', 'h2'], kind, { from: g.inputs('x1', 'x2') })
        g.loss(squaredError(), g.add('o', kind, { from: h }))
      }),
      { seed: 3 },
    )
  const [without, withBias] = [of(bare), of(neuron(tanh))]
  expect(toJSON(fromJSON(toJSON(without.graph), standard))).toEqual(toJSON(without.graph))
  expect(without.predict([1, 0.5])).toEqual(withBias.predict([1, 0.5]))
  without.learn({ input: [1, 0.5], target: [0.3] })
  withBias.learn({ input: [1, 0.5], target: [0.3] })
  expect(without.snapshot.node('h1')).toEqual({
    ...withBias.snapshot.node('h1'),
    bias: null,
    kind: definitionKey(bare),
  })
  expect(() => without.change({ parameters: { h1: { bias: 1 } } })).toThrow(
    expect.objectContaining({ code: 'UNUSED_BIAS' }),
  )
})
