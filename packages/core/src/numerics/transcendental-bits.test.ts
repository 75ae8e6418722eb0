/** What callers of transcendental.ts may rely on besides its accuracy: limits, symmetry, order, and the bits themselves. */

import { describe, expect, it } from 'vitest'
import { random } from './random.ts'
import { exp, log, log1p, sigmoid, softplus, tanh } from './transcendental.ts'

const FUNCTIONS = { exp, log, log1p, tanh, sigmoid, softplus }
const NAMES = Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[]

/** The value at each argument. */
const LIMITS: Record<keyof typeof FUNCTIONS, Record<string, number>> = {
  exp: { NaN: NaN, Infinity: Infinity, '-Infinity': 0, '0': 1, '-0': 1, '1e300': Infinity, '-746': 0, '5e-324': 1 },
  log: { NaN: NaN, Infinity: Infinity, '0': -Infinity, '-0': -Infinity, '-1': NaN, '-Infinity': NaN, '1': 0 },
  log1p: {
    NaN: NaN,
    Infinity: Infinity,
    '0': 0,
    '-0': -0,
    '-1': -Infinity,
    '-2': NaN,
    '-Infinity': NaN,
    '5e-324': 5e-324,
  },
  tanh: { NaN: NaN, Infinity: 1, '-Infinity': -1, '0': 0, '-0': -0, '1e300': 1, '-1e300': -1, '-5e-324': -5e-324 },
  sigmoid: { NaN: NaN, Infinity: 1, '-Infinity': 0, '0': 0.5, '-0': 0.5, '1e300': 1, '-1e300': 0, '-745.2': 0 },
  softplus: { NaN: NaN, Infinity: Infinity, '-Infinity': 0, '0': Math.LN2, '-0': Math.LN2, '1e300': 1e300, '-746': 0 },
}

/** The bits at each argument, the worst that were found for accuracy among them. */
const PINNED = {
  exp: {
    '1': '4005bf0a8b145769',
    '-0.1': '3fecf46d99d52b3a',
    '20.473060306940106': '41c7348eae4b7b54',
    '-384.34916760262024': '1d46a616f48c511e',
    '709.75': '7feef85a11e73f2d',
    '-740.5': '0000000000000033',
  },
  log: {
    '10': '40026bb1bbb55516',
    '0.7': 'bfd6d3c324e13f50',
    '1.0001': '3f1a368d0657fcd4',
    '0.7045443935032315': 'bfd669bdc4667512',
    '3e-310': 'c086459f44103e87',
  },
  log1p: {
    '1e-9': '3e112e0be801f1d9',
    '-0.2931130641280625': 'bfd6335b3e0ca8b2',
    '3.5': '3ff810b375dce91e',
  },
  tanh: {
    '0.1': '3fb983d7795f413a',
    '0.5493061443340549': '3fe0000000000000',
    '-3.6508272642701107': 'bfeff4f52cf284e4',
    '9': '3fefffffefa59d78',
  },
  sigmoid: {
    '0.3': '3fe261d545e46a8b',
    '-1.7': '3fc3c5848ef36c9e',
    '5': '3fefc92c130538e1',
    '-33.3': '3cef165bb9b59d76',
  },
  softplus: {
    '0.5': '3fef2ba37edae032',
    '-0.8931806546317537': '3fd5f5d6a980dc9a',
  },
}

const view = new DataView(new ArrayBuffer(8))

function bitsOf(x: number): bigint {
  view.setFloat64(0, x)
  return view.getBigUint64(0)
}

/** The 101 numbers next to x, in rising order. */
function near(x: number): number[] {
  const bits = bitsOf(x)
  const numbers = Array.from({ length: 101 }, (_, i) => {
    view.setBigUint64(0, bits + BigInt(i - 50))
    return view.getFloat64(0)
  })
  return numbers.sort((a, b) => a - b)
}

describe('transcendental', () => {
  it('[NU8] NaN, infinities, signed zeros and far arguments go where the limits are', () => {
    for (const name of NAMES) {
      for (const [x, y] of Object.entries(LIMITS[name])) expect(FUNCTIONS[name](Number(x)), `${name}(${x})`).toBe(y)
    }
  })

  it('[NU9] tanh is odd to the bit', () => {
    const next = random(1, 0)
    const xs = Array.from({ length: 20000 }, () => 23 * next())
    expect(xs.filter((x) => tanh(-x) !== -tanh(x))).toEqual([])
  })

  it('[NU10] nothing decreases from one number to the next where the reduction of the argument changes', () => {
    for (const f of [exp, tanh, sigmoid, softplus]) {
      const seams = Array.from({ length: 40 }, (_, i) => (i - 19.5) * (f === tanh ? Math.LN2 / 2 : Math.LN2))
      const xs = seams.flatMap(near)
      const falls = xs.filter((x, i) => i > 0 && f(x) < f(xs[i - 1] as number))
      expect(falls, f.name).toEqual([])
    }
  })

  it('[NU11] these bits never change', () => {
    for (const name of NAMES) {
      const bits = (x: string) =>
        bitsOf(FUNCTIONS[name](Number(x)))
          .toString(16)
          .padStart(16, '0')
      expect(Object.fromEntries(Object.keys(PINNED[name]).map((x) => [x, bits(x)]))).toEqual(PINNED[name])
    }
  })
})
