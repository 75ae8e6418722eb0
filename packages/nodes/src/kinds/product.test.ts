import { checkKind } from '@neurite/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { product } from './product.ts'

/** One row through forward and backward. */
function fire(values: readonly number[], error = 1): { y: number; back: number[] } {
  const rows = {
    batch: 1,
    inputs: values.map((x) => Float64Array.of(x)),
    options: {},
    parameters: {},
    output: new Float64Array(1),
    delta: Float64Array.of(error),
    inputDeltas: values.map(() => new Float64Array(1)),
    gradients: {},
  }
  if (product.computation.form !== 'custom') throw new Error('a product is a custom kind')
  product.computation.forward(rows)
  product.computation.backward(rows)
  return { y: rows.output[0] as number, back: rows.inputDeltas.map(([d]) => d as number) }
}

test('[ND1] a product sends back what central differences find, also where an input is 0', () => {
  expect(checkKind(product).passed).toBe(true)
  expect(checkKind(product, { inputs: (next) => (next() < 0.5 ? 0 : 2 * next() - 1) }).passed).toBe(true)
})

test('[ND5] a product is the product of its inputs, and sends back the product of the others', () => {
  expect(fire([2, 3, 5])).toEqual({ y: 30, back: [15, 10, 6] })
  expect(fire([2, 3, 5], -2)).toEqual({ y: 30, back: [-30, -20, -12] })
  expect(fire([7])).toEqual({ y: 7, back: [1] })
})

test('[ND5] an input of 0 does not lose what goes back: one zero gets it all, two share nothing', () => {
  expect(fire([2, 0, 5])).toEqual({ y: 0, back: [0, 10, 0] })
  expect(fire([0, 0, 5])).toEqual({ y: 0, back: [0, 0, 0] })
})

test('[ND5] a product has neither weights nor bias, and at least one input', () => {
  expect(product).toMatchObject({ name: 'product', parameters: [], fanIn: { min: 1 } })
})

test('[ND5] what goes back is the product of the others for any whole numbers', () => {
  const factors = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(factors, (values) => {
      const others = values.map((_, i) => values.filter((__, j) => j !== i).reduce((y, x) => y * x, 1))
      fire(values).back.forEach((back, i) => {
        expect(back + 0).toBe((others[i] as number) + 0)
      })
    }),
    { seed: 5 },
  )
})
