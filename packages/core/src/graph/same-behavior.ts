/** Whether two kinds of one name are certainly not one kind: defined twice, differently, under the same name. */

import type { Activation } from './activation.ts'
import type { NodeKind } from './kind.ts'

/**
 * False where two kinds with equal name and options differ in what can be seen: form, fan-in, the text of their
 * functions, or what their activations make of a few numbers. True says only that no difference shows.
 */
export function sameBehavior(a: NodeKind, b: NodeKind): boolean {
  if (a === b || a.computation === b.computation) return true
  if (a.fanIn.min !== b.fanIn.min || a.fanIn.max !== b.fanIn.max) return false
  if ((a.weights === null) !== (b.weights === null) || (a.bias === null) !== (b.bias === null)) return false
  const [one, other] = [a.computation, b.computation]
  if (one.form === 'custom' && other.form === 'custom') {
    return String(one.forward) === String(other.forward) && String(one.backward) === String(other.backward)
  }
  if (one.form === 'affine' && other.form === 'affine') return sameActivation(one.activation, other.activation)
  return one.form === other.form
}

const sample: readonly number[] = [-2.5, -0.75, 0, 0.3, 1.5, 40]

function sameActivation(a: Activation, b: Activation): boolean {
  if (a === b) return true
  const [one, other] = [a, b].map((activation) => {
    const output = new Float64Array(sample.length)
    activation.forward(Float64Array.from(sample), output, 0, sample.length)
    return output
  })
  return sample.every((_, k) => Object.is(one?.[k], other?.[k]))
}
