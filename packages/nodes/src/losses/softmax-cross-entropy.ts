import { defineLoss, type Loss, readOptions } from '@neurite/core/define'
import { exp, log1p } from '@neurite/core/math'
/** Cross-entropy of one answer out of several, on logits. */

/**
 * L = −Σₖ tₖ log pₖ, p = softmax(z), where the logits z are the activations of the nodes it reads: let them be
 * `neuron(identity)`. Targets are a distribution over the nodes: 1 for the right one and 0 for the others, or shares of 1.
 *
 * With m the largest logit, at node j, and r = Σ exp(zₖ − m) over the others, written so that nothing overflows and
 * nothing cancels, however sure an answer is: L = Σₖ tₖ (m − zₖ + log(1 + r)); and with T = Σₖ tₖ,
 * ∂L/∂zₖ = T pₖ − tₖ, for j as ((T − tⱼ) − tⱼ r) / (1 + r). T is 1 for a distribution, and p − t remains.
 * (Bishop, "Pattern Recognition and Machine Learning", 2006, eq. 4.104, 4.108 and 4.109.)
 *
 * @example
 * g.loss(softmaxCrossEntropy(), g.add(['cat', 'dog', 'bird'], neuron(identity), { from: hidden }))
 */
export function softmaxCrossEntropy(none?: Readonly<Record<string, never>>): Loss {
  readOptions(none, 'softmaxCrossEntropy', {})
  return definition
}

const definition: Loss = defineLoss({
  name: 'softmaxCrossEntropy',
  threshold: 0,
  checkTarget: (target) => (target >= 0 && target <= 1 ? null : 'a share of 1, 0 to 1'),
  checkTargets: (targets) =>
    Math.abs(targets.reduce((sum, target) => sum + target, 0) - 1) <= 0.01
      ? null
      : 'shares that add up to 1, such as 1 for the right one and 0 for the others; for answers that do not exclude each other take binaryCrossEntropy()',
  checkNode: ({ range: [low, high], of }) =>
    of === 1
      ? 'two nodes or more, one for each answer: the softmax of one is always 1, and nothing is learned; for yes or no take binaryCrossEntropy()'
      : low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY
        ? null
        : 'nodes of neuron(identity): it takes the answers for logits, any numbers, and applies the softmax itself; behind another activation they saturate, or cannot say what they should',
  forward({ batch, outputs, targets }, losses) {
    const nodes = outputs.length
    for (let n = 0; n < batch; n++) {
      const j = largest(outputs, n)
      const m = value(outputs, j, n)
      let r = 0
      for (let k = 0; k < nodes; k++) if (k !== j) r += exp(value(outputs, k, n) - m)
      const spread = log1p(r)
      let loss = 0
      for (let k = 0; k < nodes; k++) loss += value(targets, k, n) * (m - value(outputs, k, n) + spread)
      losses[n] = loss
    }
  },
  backward({ batch, outputs, targets }, errors) {
    const nodes = outputs.length
    for (let n = 0; n < batch; n++) {
      const j = largest(outputs, n)
      const m = value(outputs, j, n)
      let r = 0
      let total = 0
      for (let k = 0; k < nodes; k++) {
        total += value(targets, k, n)
        if (k === j) continue
        const e = exp(value(outputs, k, n) - m)
        ;(errors[k] as Float64Array)[n] = e
        r += e
      }
      for (let k = 0; k < nodes; k++) {
        const t = value(targets, k, n)
        const error = errors[k] as Float64Array
        error[n] = k === j ? (total - t - t * r) / (1 + r) : (total * (error[n] as number)) / (1 + r) - t
      }
    }
  },
})

/** The first node with the largest logit in row n. */
function largest(outputs: readonly Float64Array[], n: number): number {
  let j = 0
  for (let k = 1; k < outputs.length; k++) if (value(outputs, k, n) > value(outputs, j, n)) j = k
  return j
}

function value(rows: readonly Float64Array[], k: number, n: number): number {
  return (rows[k] as Float64Array)[n] as number
}
