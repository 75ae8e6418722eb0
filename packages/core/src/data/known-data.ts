/** The data that a history refers to: each once, the latest always, those before as long as there is room for them. */

import { dataChanged, dataMissing } from '../errors/data.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { Dataset } from './dataset.ts'
import type { StepData } from './step-data.ts'

/** What data takes besides its numbers. */
const OVERHEAD = 256

type Columns = Pick<StepData, 'fingerprint' | 'rows' | 'inputs' | 'targets'>

/** Data by its fingerprint, whether it is there by now or not. */
class NamedData implements StepData {
  readonly fingerprint: string
  readonly rows: number
  readonly inputs: readonly string[]
  readonly targets: readonly string[]
  readonly #known: KnownData

  constructor(known: KnownData, { fingerprint, rows, inputs, targets }: Columns) {
    this.#known = known
    this.fingerprint = fingerprint
    this.rows = rows
    this.inputs = inputs
    this.targets = targets
  }

  /** Throws DATA_MISSING. */
  require(): StepData {
    const found = this.#known.held(this.fingerprint)
    if (found === null) throw new NeuriteError(dataMissing(this.fingerprint, this.rows))
    return found
  }

  gather(order: Int32Array | null, from: number, count: number, inputs: Float64Array, targets: Float64Array): void {
    this.require().gather(order, from, count, inputs, targets)
  }

  matrices(): ReturnType<StepData['matrices']> {
    return this.#known.held(this.fingerprint)?.matrices() ?? null
  }
}

export class KnownData {
  readonly #limit: number
  /** By fingerprint; what was handed in last is last. */
  readonly #held = new Map<string, Dataset>()
  /** How many actions refer to what is held; others are not counted. */
  readonly #uses = new Map<string, number>()
  /** What a file told of without its rows, by fingerprint: how many it had. */
  readonly #missing = new Map<string, number>()
  #last: Dataset | null = null
  #bytes = 0
  #isWhole = true

  /** What was handed in before the latest takes at most `limit` bytes: the oldest goes first. */
  constructor(limit: number = Number.POSITIVE_INFINITY) {
    this.#limit = limit
  }

  /** Whether all that was ever referred to is there. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** What all but the latest take: that one is held as long as it is in use, whatever it takes. */
  get bytes(): number {
    return this.#bytes
  }

  /** The same data by name; held as it was handed in first. Throws DATA_CHANGED where it had another number of rows. */
  once(data: Dataset): StepData {
    const { fingerprint } = data
    const rows = this.#missing.get(fingerprint)
    if (rows !== undefined && rows !== data.rows) {
      throw new NeuriteError(dataChanged(`${fingerprint} of ${rows} rows`, `${data.rows} rows`))
    }
    this.#missing.delete(fingerprint)
    const known = this.#held.get(fingerprint) ?? data
    if (known !== this.#last) {
      if (this.#held.delete(fingerprint)) this.#bytes -= bytesOf(known)
      if (this.#last !== null) this.#bytes += bytesOf(this.#last)
      this.#held.set(fingerprint, known)
      this.#last = known
      this.#fit()
    }
    return this.named(known)
  }

  /** The same data by name, of a file that had it without its rows. */
  without(data: Columns): StepData {
    if (!this.#held.has(data.fingerprint)) this.#missing.set(data.fingerprint, data.rows)
    return this.named(data)
  }

  /** Data by name, whatever is there of it. */
  named(data: Columns): StepData {
    this.#isWhole &&= this.#held.has(data.fingerprint)
    return new NamedData(this, data)
  }

  /** The data of that fingerprint; null where it is not held. */
  held(fingerprint: string): Dataset | null {
    return this.#held.get(fingerprint) ?? null
  }

  /** One more action refers to it. */
  use(fingerprint: string): void {
    if (this.#held.has(fingerprint)) this.#uses.set(fingerprint, (this.#uses.get(fingerprint) ?? 0) + 1)
  }

  /** An action that referred to it is no more: with the last one it is let go, unless it is the latest. */
  unuse(fingerprint: string): void {
    const uses = (this.#uses.get(fingerprint) ?? 0) - 1
    this.#uses.set(fingerprint, uses)
    const data = this.#held.get(fingerprint)
    if (data === undefined) this.#uses.delete(fingerprint)
    else if (uses <= 0 && data !== this.#last) this.#letGo(data)
  }

  /** The same data, held by another network. */
  fork(): KnownData {
    const forked = new KnownData(this.#limit)
    for (const data of this.#held.values()) forked.once(data)
    for (const [print, rows] of this.#missing) forked.#missing.set(print, rows)
    return forked
  }

  /** A run that is under way goes on at its place: other data must have as many rows. Throws INVALID_OPTION. */
  refuseOther(of: string | undefined, data: StepData): void {
    const rows = of === undefined ? undefined : (this.#held.get(of)?.rows ?? this.#missing.get(of))
    if (rows === undefined || rows === data.rows) return
    const wants = `${rows} rows, as many as the run under way has; or train with these from the next epoch on`
    throw new NeuriteError(invalidOption('data', `${data.rows} rows`, wants))
  }

  /** Throws DATA_MISSING where data was not saved, and not handed in since. */
  refuseMissing(): void {
    for (const [print, rows] of this.#missing) throw new NeuriteError(dataMissing(print, rows))
  }

  #fit(): void {
    for (const data of this.#held.values()) {
      if (this.#bytes <= this.#limit) return
      if (data !== this.#last) this.#letGo(data)
    }
  }

  #letGo(data: Dataset): void {
    this.#held.delete(data.fingerprint)
    this.#uses.delete(data.fingerprint)
    this.#bytes -= bytesOf(data)
  }
}

function bytesOf({ rows, inputs, targets }: Dataset): number {
  return OVERHEAD + 8 * rows * (inputs.length + targets.length)
}
