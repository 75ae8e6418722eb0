import { type Activation, defineActivation } from '@neurite/core/define'
/** The rectifier. */

/**
 * f(z) = max(0, z), f′(z) = 1 above 0 and 0 below. It has no slope at 0; 0 is taken there. NaN stays NaN, so that a
 * run that diverged does not look sound behind a relu. Start its weights with `he()`.
 * (Nair, Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.)
 */
export const relu: Activation = defineActivation({
  name: 'relu',
  range: [0, Number.POSITIVE_INFINITY],
  forward(z, a, from, to) {
    for (let k = from; k < to; k++) a[k] = Math.max(0, z[k] as number)
  },
  backward(z, _, error, delta, from, to) {
    for (let k = from; k < to; k++) delta[k] = (error[k] as number) * ((z[k] as number) <= 0 ? 0 : 1)
  },
})
