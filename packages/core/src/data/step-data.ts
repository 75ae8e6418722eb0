/** What the steps of a history refer to: data, or what is left of it where it was not saved. */

import { dataMissing, NeuriteError } from '../errors.ts'
import type { Dataset } from './dataset.ts'

/** What steps are made of: a dataset, or what is left of one. */
export type StepData = Pick<Dataset, 'fingerprint' | 'rows' | 'inputs' | 'targets' | 'gather'>

/** Data that was saved by its fingerprint alone, and was not handed in: what was learned from it cannot be recomputed. */
export class MissingData implements StepData {
  readonly fingerprint: string
  readonly rows: number
  readonly inputs: readonly string[]
  readonly targets: readonly string[]

  constructor(fingerprint: string, rows: number, inputs: readonly string[], targets: readonly string[]) {
    this.fingerprint = fingerprint
    this.rows = rows
    this.inputs = inputs
    this.targets = targets
  }

  /** Throws DATA_MISSING. */
  gather(): never {
    throw new NeuriteError(dataMissing(this.fingerprint, this.rows))
  }
}
