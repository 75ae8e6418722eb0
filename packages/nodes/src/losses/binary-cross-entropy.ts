import { defineLoss, type Loss, readOptions } from '@neurite/core/define'
import { exp, log1p } from '@neurite/core/math'
/** Cross-entropy of yes-or-no answers, on logits. */

/**
 * L = −Σₖ [t log p + (1 − t) log(1 − p)], p = σ(z), where the logit z is the activation of node k: let it be a
 * `neuron(identity)`. Each node answers by itself. Targets are probabilities, 0 to 1.
 *
 * With e = exp(−|z|), written so that nothing overflows and nothing cancels, however sure an answer is:
 * L = Σₖ (z > 0 ? (1 − t) z : −t z) + log(1 + e), ∂L/∂z = σ(z) − t = (z > 0 ? (1 − t) − t e : (1 − t) e − t) / (1 + e).
 * (Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 4.90 and 4.91.)
 *
 * @example
 * g.loss(binaryCrossEntropy(), g.add('isSpam', neuron(identity), { from: hidden }))
 */
export function binaryCrossEntropy(none?: Readonly<Record<string, never>>): Loss {
  readOptions(none, 'binaryCrossEntropy', {})
  return definition
}

const definition: Loss = defineLoss({
  name: 'binaryCrossEntropy',
  threshold: 0,
  checkTarget: (target) => (target >= 0 && target <= 1 ? null : 'a probability, 0 to 1'),
  checkNode: ({ range: [low, high] }) =>
    low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY
      ? null
      : 'a neuron(identity): it takes the answer for a logit, any number, and applies the sigmoid itself; behind another activation it saturates, or cannot say what it should',
  forward({ batch, outputs, targets }, losses) {
    losses.fill(0, 0, batch)
    for (let k = 0; k < outputs.length; k++) {
      const logits = outputs[k] as Float64Array
      const wanted = targets[k] as Float64Array
      for (let n = 0; n < batch; n++) {
        const z = logits[n] as number
        const t = wanted[n] as number
        losses[n] = (losses[n] as number) + ((z > 0 ? (1 - t) * z : -t * z) + log1p(exp(-Math.abs(z))))
      }
    }
  },
  backward({ batch, outputs, targets }, errors) {
    for (let k = 0; k < outputs.length; k++) {
      const logits = outputs[k] as Float64Array
      const wanted = targets[k] as Float64Array
      const error = errors[k] as Float64Array
      for (let n = 0; n < batch; n++) {
        const z = logits[n] as number
        const t = wanted[n] as number
        const e = exp(-Math.abs(z))
        error[n] = (z > 0 ? 1 - t - t * e : (1 - t) * e - t) / (1 + e)
      }
    }
  },
})
