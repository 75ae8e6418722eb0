/** What the steps of a history refer to: data, or what is left of it where it was not saved. */

import { dataChanged, dataMissing, invalidOption, NeuriteError } from '../errors.ts'
import type { Dataset } from './dataset.ts'

/** What steps are made of: a dataset, or what is left of one. */
export interface StepData extends Pick<Dataset, 'fingerprint' | 'rows' | 'inputs' | 'targets' | 'gather'> {
  /** All inputs and all targets; null where they are not there. */
  matrices(): ReturnType<Dataset['matrices']> | null
}

/** Data that was saved by its fingerprint alone: what was learned from it cannot be recomputed until it is handed in. */
export class MissingData implements StepData {
  readonly fingerprint: string
  readonly rows: number
  readonly inputs: readonly string[]
  readonly targets: readonly string[]
  #found: StepData | null = null

  constructor(fingerprint: string, rows: number, inputs: readonly string[], targets: readonly string[]) {
    this.fingerprint = fingerprint
    this.rows = rows
    this.inputs = inputs
    this.targets = targets
  }

  /** Here it is, of the same fingerprint. Throws DATA_CHANGED where it has more rows, or fewer, than there were. */
  fill(found: StepData): void {
    if (found.rows !== this.rows) {
      throw new NeuriteError(dataChanged(`${this.fingerprint} of ${this.rows} rows`, `${found.rows} rows`))
    }
    this.#found = found
  }

  /** Throws DATA_MISSING. */
  require(): StepData {
    if (this.#found === null) throw new NeuriteError(dataMissing(this.fingerprint, this.rows))
    return this.#found
  }

  /** Throws DATA_MISSING. */
  gather(order: Int32Array | null, from: number, count: number, inputs: Float64Array, targets: Float64Array): void {
    this.require().gather(order, from, count, inputs, targets)
  }

  matrices(): ReturnType<StepData['matrices']> {
    return this.#found?.matrices() ?? null
  }
}

/** The data that a history refers to, each once, however often it was handed in. */
export class KnownData {
  readonly #all = new Map<string, StepData>()

  constructor(all: Iterable<StepData> = []) {
    for (const data of all) this.#all.set(data.fingerprint, data)
  }

  /** The same data, as it was handed in first. */
  once(data: Dataset): Dataset {
    const known = this.#all.get(data.fingerprint)
    if (known instanceof MissingData) known.fill(data)
    else if (known !== undefined) return known as Dataset
    this.#all.set(data.fingerprint, data)
    return data
  }

  /** A run that is under way goes on at its place: other data must have as many rows. Throws INVALID_OPTION. */
  refuseOther(of: string | undefined, { rows }: StepData): void {
    const known = of === undefined ? undefined : this.#all.get(of)
    if (known === undefined || known.rows === rows) return
    const wants = `${known.rows} rows, as many as the run under way has; or train with these from the next epoch on`
    throw new NeuriteError(invalidOption('data', `${rows} rows`, wants))
  }

  /** Throws DATA_MISSING where data was not saved, and not handed in since. */
  refuseMissing(): void {
    for (const data of this.#all.values()) if (data instanceof MissingData) data.require()
  }

  all(): StepData[] {
    return [...this.#all.values()]
  }
}
