import { describe, expect, test } from 'vitest'
import type { Issue } from '../errors/issue.ts'
import { refusal } from '../testing/refusal.ts'
import {
  alsoCalled,
  callable,
  holding,
  milliseconds,
  numberAbove,
  oneOf,
  option,
  required,
  wholeNumber,
} from './option.ts'
import { readOptions } from './read-options.ts'

const table = {
  batchSize: wholeNumber(1, 32),
  epochs: alsoCalled(wholeNumber(1, 1), 'iterations'),
  slice: milliseconds(12),
  by: oneOf(['node', 'step'], 'step'),
  hyperparameters: holding(
    option('an object', (value) => typeof value === 'object'),
    'learningRate',
    'momentum',
  ),
}

describe('what is read', () => {
  test('[DO1] what is left out, or undefined, has its default; what has none is not there', () => {
    const defaults = { batchSize: 32, epochs: 1, slice: 12, by: 'step' }
    expect(readOptions(undefined, 'train', table)).toEqual(defaults)
    expect(readOptions({}, 'train', table)).toEqual(defaults)
    expect(readOptions({ batchSize: undefined, by: 'node' }, 'train', table)).toEqual({ ...defaults, by: 'node' })
    expect('hyperparameters' in readOptions({}, 'train', table)).toBe(false)
  })

  test('[DO1] objects of a class, without a prototype or with inherited options are read as they are', () => {
    class Mine {
      epochs = 3
    }
    for (const given of [new Mine(), Object.assign(Object.create(null), { epochs: 3 }), Object.create({ epochs: 3 })]) {
      expect(readOptions(given, 'train', table).epochs).toBe(3)
    }
  })

  test('[DO1] a −0 is read as 0', () => {
    expect(Object.is(readOptions({ n: -0 }, 'f', { n: wholeNumber(0) }).n, 0)).toBe(true)
  })
})

describe('unknown names', () => {
  test.each([
    ['batchsize', 'batchSize'],
    ['batch', 'batchSize'],
    ['bathcSize', 'batchSize'],
    ['epoch', 'epochs'],
    ['iterations', 'epochs'],
    ['iteration', 'epochs'],
    ['learningRate', 'hyperparameters: { learningRate }'],
    ['lr', 'hyperparameters: { learningRate }'],
    ['momentun', 'hyperparameters: { momentum }'],
  ])('[DO2] %s is refused, with %s as the nearest name and the list', (given, near) => {
    const { code, place, wayOut } = refusal(() => readOptions({ [given]: 3 }, 'train', table))
    expect(code).toBe('UNKNOWN_OPTION')
    expect(place).toEqual({ option: given, of: 'train', near })
    expect(wayOut).toBe(`write { ${near} }, or another one of batchSize, epochs, slice, by, hyperparameters`)
  })

  test.each(['colour', 'x', '', '__proto__', 'constructor', 'toString', 'z'.repeat(5000)])(
    '[DO2] %s is near to nothing: the list alone is told',
    (given) => {
      const options = Object.defineProperty({}, given, { value: 1, enumerable: true })
      const { code, place, wayOut } = refusal(() => readOptions(options, 'train', table))
      expect(code).toBe('UNKNOWN_OPTION')
      expect(place).toEqual({ option: given, of: 'train' })
      expect(wayOut).toBe('use one of batchSize, epochs, slice, by, hyperparameters')
    },
  )

  test('[DO2] an unknown name is refused with undefined, too; where there are no options that is said', () => {
    expect(refusal(() => readOptions({ lr: undefined }, 'train', table)).code).toBe('UNKNOWN_OPTION')
    expect(refusal(() => readOptions({ gain: 2 }, 'xavier', {})).wayOut).toBe(
      'leave it out: there is nothing to choose',
    )
  })
})

describe('values that do not suit', () => {
  test.each([
    { batchSize: 0 },
    { batchSize: 2.5 },
    { batchSize: '4' },
    { batchSize: Number.NaN },
    { batchSize: null },
    { batchSize: 2 ** 53 },
    { slice: 0 },
    { slice: Number.NaN },
    { slice: '12' },
    { by: 'Node' },
    { epochs: [3] },
  ])('[DO3] %o is refused whole', (given) => {
    const { code, place } = refusal(() => readOptions(given, 'train', table))
    expect(code).toBe('INVALID_OPTION')
    expect(place).toEqual({ option: Object.keys(given)[0], of: 'train' })
  })

  test('[DO3] everything that is wrong is told at once, and an option that is required is missed', () => {
    const needs = { learningRate: required(numberAbove(0)), momentum: numberAbove(0) }
    const { issues } = refusal(() => readOptions({ lr: 0.1, momentum: 'much' }, 'sgd', needs))
    expect(issues.map(({ code, place }) => [code, place.option])).toEqual([
      ['UNKNOWN_OPTION', 'lr'],
      ['INVALID_OPTION', 'learningRate'],
      ['INVALID_OPTION', 'momentum'],
    ])
  })

  test('[DO3] issues are collected where a list is handed in, and what does not suit is read as left out', () => {
    const issues: Issue[] = []
    expect(readOptions({ batchSize: -1, colour: 'red' }, 'train', table, issues).batchSize).toBe(32)
    expect(issues.map(({ code }) => code)).toEqual(['UNKNOWN_OPTION', 'INVALID_OPTION'])
  })
})

describe('something else in the place of options', () => {
  const shop = {
    optimizer: option('an optimizer', (value) => (value as { type?: unknown })?.type === 'optimizer'),
    seed: wholeNumber(1),
  }
  const sgd = { type: 'optimizer', name: 'sgd', options: {} }

  test.each([
    [null, 'null', '{ optimizer, seed }'],
    [7, '7', '{ seed }'],
    [-7, '-7', '{ optimizer, seed }'],
    [true, 'true', '{ optimizer, seed }'],
    ['fast', '"fast"', '{ optimizer, seed }'],
    [[7], 'an array of 1', '{ optimizer, seed }'],
    [sgd, 'the optimizer sgd', '{ optimizer }'],
    [parseInt, 'the function parseInt, not called', '{ optimizer, seed }'],
    [new Map([['seed', 1]]), 'a Map', '{ optimizer, seed }'],
    [Promise.resolve({}), 'a promise, not awaited', '{ optimizer, seed }'],
  ])('[DO4] %o is refused, with the option it was meant as', (given, shown, meant) => {
    const { code, message } = refusal(() => readOptions(given, 'network', shop))
    expect(code).toBe('INVALID_OPTION')
    expect(message).toContain(`INVALID_OPTION: the options of network are ${shown}; give an object: ${meant}`)
  })

  test('[DO4] a function where a function is an option shows where it belongs', () => {
    const { message } = refusal(() => readOptions(() => {}, 'verify', { progress: callable('a function') }))
    expect(message).toContain('give an object: { progress }')
  })
})
