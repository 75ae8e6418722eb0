/** What an engine begins with. */

import type { DefinitionNames } from '../graph/value/definition-names.ts'
import type { Optimizers } from '../optimize/optimizers.ts'
import type { Remembered } from '../past/remembered.ts'
import type { Fuse } from '../plan/fuse.ts'

export interface EngineOptions {
  readonly fuse: Fuse
  readonly optimizers?: Optimizers
  readonly definitions?: DefinitionNames
  /** What remembers it; left out where no history is kept. It is handed in, so that who keeps none does not import it. */
  readonly remembered?: Remembered
}
