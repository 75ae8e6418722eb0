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
  'three-two-one': { about: 'a textbook’s update, figure by figure', run: threeTwoOne },
  xor: { about: 'the smallest thing with a hidden layer', run: xor },
  'two-spirals': { about: 'skip connections, and the boundary drawn', run: twoSpirals },
  digits: { about: 'handwritten digits; --data DIR for MNIST', run: digits },
  'custom-topology': { about: 'edges and a kind by hand, edit and undo', run: customTopology },
  online: { about: 'event by event, while the truth drifts', run: online },
}
