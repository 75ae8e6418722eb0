/** What a learner begins with. */

import type { Definitions } from '../graph/definitions.ts'
import type { Optimizers } from '../optimize/optimizers.ts'
import type { Fuse } from '../plan/fuse.ts'
import type { Remembered } from './remembered.ts'

export interface LearnerOptions {
  readonly fuse: Fuse
  /** How many bytes the history may take; 0 where none is kept. */
  readonly bytes: number
  readonly optimizers?: Optimizers
  readonly definitions?: Definitions
  /** What is remembered already, of a run that goes on. */
  readonly from?: Remembered
}
