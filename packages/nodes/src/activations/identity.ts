import { type Activation, defineActivation } from '@neurite/core/define'
/** The identity: a neuron that only weighs and adds. */

/** f(z) = z, f′(z) = 1. For outputs that may be any number, and for logits. */
export const identity: Activation = defineActivation({
  name: 'identity',
  forward(z, a, from, to) {
    for (let k = from; k < to; k++) a[k] = z[k] as number
  },
  backward(_, __, error, delta, from, to) {
    for (let k = from; k < to; k++) delta[k] = error[k] as number
  },
})
