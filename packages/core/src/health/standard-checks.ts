/** The checks of this package, in the order in which they look. */

import { abnormalValue } from './abnormal-value.ts'
import { deadNeuron } from './dead-neuron.ts'
import type { Check } from './define-check.ts'
import { explodingGradient } from './exploding-gradient.ts'
import { lossNotFalling } from './loss-not-falling.ts'
import { poorInitialization } from './poor-initialization.ts'
import { saturatedNeuron } from './saturated-neuron.ts'
import { unchangedParameters } from './unchanged-parameters.ts'
import { updateRatio } from './update-ratio.ts'
import { vanishingGradient } from './vanishing-gradient.ts'

/**
 * What `health` and `review` look at unless they are given other checks: abnormal value, exploding gradient, poor initialization, dead
 * neuron, saturated neuron, vanishing gradient, update ratio, unchanged parameters, loss not falling.
 *
 * @example
 * health(net, { checks: standardChecks.filter(({ name }) => name !== 'update ratio') })
 */
export const standardChecks: readonly Check[] = Object.freeze([
  abnormalValue,
  explodingGradient,
  poorInitialization,
  deadNeuron,
  saturatedNeuron,
  vanishingGradient,
  updateRatio,
  unchangedParameters,
  lossNotFalling,
])
