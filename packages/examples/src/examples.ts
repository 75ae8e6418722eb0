/** Every example by its name. */

import { customTopology } from './custom-topology.ts'
import { digits } from './digits.ts'
import type { Example } from './example.ts'
import { online } from './online.ts'
import { threeTwoOne } from './three-two-one.ts'
import { twoSpirals } from './two-spirals.ts'
import { xor } from './xor.ts'

export interface Listed {
  /** What it shows, in a few words. */
  readonly about: string
  readonly run: Example
}

export const examples: Readonly<Record<string, Listed>> = {
  'three-two-one': { about: 'a textbook’s update, figure by figure, and where a post slips', run: threeTwoOne },
  xor: { about: 'the smallest thing that needs a hidden layer', run: xor },
  'two-spirals': { about: 'sixteen neurons with skip connections, and the boundary they find', run: twoSpirals },
  digits: { about: 'handwritten digits; --data DIR for MNIST’s own files', run: digits },
  'custom-topology': { about: 'edges by hand, a kind of our own, an edit and its undo', run: customTopology },
  online: { about: 'an endless stream that drifts, answered and learned event by event', run: online },
}
