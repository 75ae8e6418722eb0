/** What a engine begins with. */

import type { DefinitionNames } from '../graph/value/definition-names.ts'
import type { Optimizers } from '../optimize/optimizers.ts'
import type { Remembered } from '../past/remembered.ts'
import type { Fuse } from '../plan/fuse.ts'

export interface EngineOptions {
  readonly fuse: Fuse
  /** How many bytes the history may take; 0 where none is kept. */
  readonly bytes: number
  readonly optimizers?: Optimizers
  readonly definitions?: DefinitionNames
  /** What is remembered already, of a run that goes on. */
  readonly from?: Remembered
}
