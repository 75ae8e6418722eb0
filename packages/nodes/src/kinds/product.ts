import { defineKind, type NodeKind } from '@neurite/core/define'
/** The product of everything that arrives. */

/**
 * y = x₁ · x₂ · …: a gate where one input is a gate's activation. It has neither weights nor bias.
 * ∂y/∂xᵢ is the product of the others, as it is when xᵢ is 0 (y / xᵢ would not be).
 *
 * @example
 * g.add('gated', product, { from: [value, gate] })
 */
export const product: NodeKind = defineKind({
  name: 'product',
  fanIn: { min: 1 },
  forward({ batch, inputs, output }) {
    output.fill(1, 0, batch)
    for (const x of inputs) for (let n = 0; n < batch; n++) output[n] = (output[n] as number) * (x[n] as number)
  },
  backward({ batch, inputs, delta, inputDeltas }) {
    for (let n = 0; n < batch; n++) {
      let before = delta[n] as number
      for (let i = 0; i < inputs.length; i++) {
        at(inputDeltas, i)[n] = before
        before *= at(inputs, i)[n] as number
      }
      let after = 1
      for (let i = inputs.length - 1; i >= 0; i--) {
        at(inputDeltas, i)[n] = (at(inputDeltas, i)[n] as number) * after
        after *= at(inputs, i)[n] as number
      }
    }
  },
})

function at(rows: readonly Float64Array[], i: number): Float64Array {
  return rows[i] as Float64Array
}
