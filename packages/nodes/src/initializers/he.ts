import { defineInitializer, type Initializer, type InitialPlace, readOptions } from '@neurite/core/define'
/** Start values for relu. */

/**
 * U(−r, r), r = √(6 / fanIn), so that the variance is 2 / fanIn: a relu lets half of its signal through, and this makes up for it.
 * (He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, eq. 10.)
 *
 * @example
 * neuron(relu, { weights: he() })
 */
export function he(none?: Readonly<Record<string, never>>): Initializer {
  readOptions(none, 'he', {})
  return defineInitializer({ name: 'he', draw })
}

// A node without edges may still draw a bias; 1 keeps it finite.
const draw = (random: () => number, { fanIn }: InitialPlace): number =>
  (2 * random() - 1) * Math.sqrt(6 / Math.max(1, fanIn))
