import { defineLoss, type Loss, readOptions } from '@neurite/core/define'
/** Half the sum of squares, the textbook's error of a row. */

/**
 * L = ½ Σₖ (tₖ − aₖ)² over the nodes k it reads; ∂L/∂aₖ = aₖ − tₖ. The ½ is there to cancel the 2 of the derivative.
 * (Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", Nature 323, 1986.)
 *
 * @example
 * g.loss(squaredError(), output)
 */
export function squaredError(none?: Readonly<Record<string, never>>): Loss {
  readOptions(none, 'squaredError', {})
  return definition
}

const definition: Loss = defineLoss({
  name: 'squaredError',
  forward({ batch, outputs, targets }, losses) {
    losses.fill(0, 0, batch)
    for (let k = 0; k < outputs.length; k++) {
      const a = outputs[k] as Float64Array
      const t = targets[k] as Float64Array
      for (let n = 0; n < batch; n++) {
        const miss = (t[n] as number) - (a[n] as number)
        losses[n] = (losses[n] as number) + miss * miss
      }
    }
    for (let n = 0; n < batch; n++) losses[n] = 0.5 * (losses[n] as number)
  },
  backward({ batch, outputs, targets }, errors) {
    for (let k = 0; k < outputs.length; k++) {
      const a = outputs[k] as Float64Array
      const t = targets[k] as Float64Array
      const error = errors[k] as Float64Array
      for (let n = 0; n < batch; n++) error[n] = (a[n] as number) - (t[n] as number)
    }
  },
})
