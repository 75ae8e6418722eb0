import { type Activation, defineActivation } from '@neurite/core/define'
import { sigmoid as sigmoidOf } from '@neurite/core/math'
/** The logistic function. */

/**
 * f(z) = 1 / (1 + e^−z), f′(z) = a (1 − a) with a = f(z); between 0 and 1.
 * (Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors", Nature 323, 1986.)
 */
export const sigmoid: Activation = defineActivation({
  name: 'sigmoid',
  range: [0, 1],
  forward(z, a, from, to) {
    for (let k = from; k < to; k++) a[k] = sigmoidOf(z[k] as number)
  },
  backward(_, a, error, delta, from, to) {
    for (let k = from; k < to; k++) delta[k] = (error[k] as number) * ((a[k] as number) * (1 - (a[k] as number)))
  },
})
