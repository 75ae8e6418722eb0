/** The optimizers of this package, for whoever reads of one: made of its options. */

import { type AdamOptions, adam } from './adam.ts'
import type { MakeOptimizer } from './optimizers.ts'
import { type SgdOptions, sgd } from './sgd.ts'

export const standardOptimizers: Readonly<Record<string, MakeOptimizer>> = {
  adam: (options) => adam(options as AdamOptions),
  sgd: (options) => sgd(options as SgdOptions),
}
