/** What steps are made of: a dataset, or what is known of one. */

import type { Dataset } from './dataset.ts'

export interface StepData extends Pick<Dataset, 'fingerprint' | 'rows' | 'inputs' | 'targets' | 'gather'> {
  /** All inputs and all targets; null where they are not there. */
  matrices(): ReturnType<Dataset['matrices']> | null
  /** Throws DATA_MISSING where it is not there. */
  require(): StepData
}
