import { defineInitializer, type Initializer, type InitialPlace, readOptions } from '@neurite/core/define'
/** Start values for activations that are symmetric around 0, or nearly straight there. */

/**
 * U(−r, r), r = √(6 / (fanIn + fanOut)): signals keep their variance forward and errors theirs backward, as far as both
 * can be had at once. For identity, tanh and sigmoid; what `neuron` takes unless told otherwise.
 * (Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, eq. 16.)
 *
 * @example
 * neuron(tanh, { weights: xavier() })
 */
export function xavier(none?: Readonly<Record<string, never>>): Initializer {
  readOptions(none, 'xavier', {})
  return defineInitializer({ name: 'xavier', draw, checkActivation })
}

// What is cut off on one side and goes on without end on the other, as relu, lets half of its signal through.
const checkActivation = ([low, high]: readonly [number, number]): string | null =>
  Number.isFinite(low) !== Number.isFinite(high) ? 'he(), which makes up for the half that a relu cuts off' : null

// A bias of a node that stands alone has neither; 1 keeps it finite.
const draw = (random: () => number, { fanIn, fanOut }: InitialPlace): number =>
  (2 * random() - 1) * Math.sqrt(6 / Math.max(1, fanIn + fanOut))
