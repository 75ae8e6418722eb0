import { defineLoss, type Loss, readOptions } from '@neurite/core/define'
/** The mean of squares over the nodes of a row. */

/**
 * L = 1/K Σₖ (tₖ − aₖ)² over the K nodes it reads; ∂L/∂aₖ = 2 (aₖ − tₖ) / K. The mean is over nodes; the mean over the
 * rows of a batch is taken by the training, for every loss alike.
 *
 * @example
 * g.loss(meanSquaredError(), [left, right])
 */
export function meanSquaredError(none?: Readonly<Record<string, never>>): Loss {
  readOptions(none, 'meanSquaredError', {})
  return definition
}

const definition: Loss = defineLoss({
  name: 'meanSquaredError',
  forward({ batch, outputs, targets }, losses) {
    const nodes = outputs.length
    losses.fill(0, 0, batch)
    for (let k = 0; k < nodes; k++) {
      const a = outputs[k] as Float64Array
      const t = targets[k] as Float64Array
      for (let n = 0; n < batch; n++) {
        const miss = (t[n] as number) - (a[n] as number)
        losses[n] = (losses[n] as number) + miss * miss
      }
    }
    for (let n = 0; n < batch; n++) losses[n] = (losses[n] as number) / nodes
  },
  backward({ batch, outputs, targets }, errors) {
    const nodes = outputs.length
    for (let k = 0; k < nodes; k++) {
      const a = outputs[k] as Float64Array
      const t = targets[k] as Float64Array
      const error = errors[k] as Float64Array
      for (let n = 0; n < batch; n++) error[n] = (2 * ((a[n] as number) - (t[n] as number))) / nodes
    }
  },
})
