/** Every example by its name. */

import type { Example } from './example.ts'
import { customTopology } from './examples/custom-topology.ts'
import { digits } from './examples/digits.ts'
import { online } from './examples/online.ts'
import { resume } from './examples/resume.ts'
import { stepByStep } from './examples/step-by-step.ts'
import { threeTwoOne } from './examples/three-two-one.ts'
import { timeTravel } from './examples/time-travel.ts'
import { twoSpirals } from './examples/two-spirals.ts'
import { validation } from './examples/validation.ts'
import { xor } from './examples/xor.ts'

export interface Listed {
  /** What it shows, in a few words. */
  readonly about: string
  readonly run: Example
}

export const examples: Readonly<Record<string, Listed>> = {
  'three-two-one': { about: 'a textbook’s update, figure by figure', run: threeTwoOne },
  xor: { about: 'the smallest thing with a hidden layer', run: xor },
  'two-spirals': { about: 'skip connections, and the boundary drawn', run: twoSpirals },
  digits: { about: 'handwritten digits; --data DIR for MNIST', run: digits },
  'custom-topology': { about: 'edges and a kind by hand, edit and undo', run: customTopology },
  validation: { about: 'held out rows, an early stop, a chain', run: validation },
  resume: { about: 'killed midway, finished to the same bits', run: resume },
  'step-by-step': { about: 'one neuron at a time, forth and back', run: stepByStep },
  'time-travel': { about: 'a run that a bad row spoils, looked into', run: timeTravel },
  online: { about: 'event by event, while the truth drifts', run: online },
}
