import { describe, expect, it } from 'vitest'
import { codes, leaky, neuron, sigmoid, table } from '../compose/sample-graphs.ts'
import { definitionKey, reference } from './definition.ts'
import { resolve } from './table.ts'

describe('resolve', () => {
  it('[GR120] a reference comes back as a definition of equal behavior, nested ones too', () => {
    for (const kind of [neuron(sigmoid), neuron(leaky(0.25))]) {
      const found = resolve(JSON.parse(JSON.stringify(reference(kind))), table, 'kind')
      expect(definitionKey(found)).toBe(definitionKey(kind))
    }
    expect(resolve('sigmoid', table, 'activation')).toBe(sigmoid)
    expect(resolve('sigmoid', table)).toBe(sigmoid)
  })

  it('[GR121] what the table lacks is UNKNOWN_DEFINITION; what every object has is not in it', () => {
    expect(codes(() => resolve('gelu', table))).toEqual(['UNKNOWN_DEFINITION'])
    expect(codes(() => resolve('constructor', table))).toEqual(['UNKNOWN_DEFINITION'])
    expect(codes(() => resolve({ name: 'neuron', options: { activation: 'gelu' } }, table))).toEqual([
      'UNKNOWN_DEFINITION',
    ])
  })

  it('[GR122] wrong forms, types and options are INVALID_FORMAT', () => {
    const wrong = [3, null, {}, { name: 'leaky', options: [] }, { name: 'sigmoid', options: { slope: 1 } }]
    for (const one of wrong) expect(codes(() => resolve(one, table))).toEqual(['INVALID_FORMAT'])
    expect(codes(() => resolve('sigmoid', table, 'loss'))).toEqual(['INVALID_FORMAT'])
    const broken = () => {
      throw new TypeError('no')
    }
    expect(codes(() => resolve('broken', { broken }))).toEqual(['INVALID_FORMAT'])
    expect(codes(() => resolve('broken', { broken: () => undefined as never }))).toEqual(['INVALID_FORMAT'])
  })

  it('[GR123] a factory gets frozen options of its own', () => {
    const given = { name: 'own', options: { deep: { a: [1] } } }
    let got: unknown
    const own = (options: unknown) => {
      got = options
      return sigmoid
    }
    resolve(given, { own })
    expect(got).toEqual(given.options)
    expect(Object.isFrozen((got as typeof given.options).deep.a)).toBe(true)
    expect(Object.isFrozen(given.options)).toBe(false)
  })
})
