import type { database } from '@neurite/core/files'

/** A database for tests that goes wrong as databases do: as LevelDB keeps its log, and as one without a log does. */

type Level = Parameters<typeof database>[0]
type Operation = Parameters<Level['batch']>[0][number]

/** What becomes of a batch. */
export type Fate =
  | 'kept'
  /** Refused, half of it in the log: what follows it there is lost when the database is opened again. */
  | 'torn'
  /** Refused, and nothing of it is there; with a log, that is torn all the same. */
  | 'refused'
  /** Refused, though it came through. */
  | 'mistaken'
  /** Answered when `answer` is called, no sooner. */
  | 'stalled'

type Values = Map<string, Uint8Array>

export class SampleLevel implements Level {
  /** What becomes of the next batches; kept when there is none. */
  fates: Fate[] = []
  /** Whether there is no room: every batch is torn, and LevelDB refuses for good where it then writes its tables. */
  isFull = false
  /** All that was ever sent. */
  readonly batches: Operation[][] = []
  status = 'open'
  readonly #hasLog: boolean
  /** What is read while it is open; what is in tables; and what is in the log, where null is torn. */
  #live: Values
  #tables: Values
  #log: (Operation[] | null)[] = []
  #stalled: (() => void)[] = []
  #isDead = false
  #tableCount = 0
  compactRange?: () => Promise<void>

  constructor(hasLog: boolean, disk: Values = new Map()) {
    this.#hasLog = hasLog
    this.#live = new Map(disk)
    this.#tables = new Map(disk)
    if (hasLog) this.compactRange = () => this.#compact()
  }

  get isStalled(): boolean {
    return this.#stalled.length > 0
  }

  getProperty(): string {
    return String(this.#tableCount)
  }

  async open(): Promise<void> {
    if (this.status !== 'open')
      throw Object.assign(new Error('Database is not open'), { code: 'LEVEL_DATABASE_NOT_OPEN' })
  }

  /** As somebody finds it who opens it now. */
  reopened(): SampleLevel {
    const disk = new Map(this.#tables)
    for (const record of this.#log) {
      if (record === null) break
      apply(disk, record)
    }
    return new SampleLevel(this.#hasLog, this.#hasLog ? disk : this.#live)
  }

  /** Closes it and opens it again: what was behind a torn record is gone, and it writes again. */
  reopen(): void {
    const again = this.reopened()
    this.#live = again.#live
    this.#tables = new Map(again.#live)
    this.#log = []
    this.#isDead = false
  }

  /** Answers all that were stalled, the last one first where `isReversed`. */
  answer(isReversed = false): void {
    const stalled = this.#stalled
    this.#stalled = []
    for (const each of isReversed ? stalled.reverse() : stalled) each()
  }

  async batch(operations: Operation[]): Promise<void> {
    await Promise.resolve()
    this.batches.push(operations)
    const fate = this.isFull ? 'torn' : (this.fates.shift() ?? 'kept')
    if (fate === 'stalled') await new Promise<void>((resolve) => this.#stalled.push(resolve))
    if (this.#isDead) throw new Error('IO error: a background write failed')
    if (fate === 'kept' || fate === 'stalled' || fate === 'mistaken') {
      apply(this.#live, operations)
      this.#log.push(operations)
    } else this.#log.push(null)
    if (fate === 'torn' || fate === 'refused' || fate === 'mistaken')
      throw new Error('IO error: no space left on device')
  }

  async *iterator({
    gte,
    limit = Number.POSITIVE_INFINITY,
  }: {
    gte: string
    limit?: number
  }): AsyncGenerator<[string, Uint8Array]> {
    await this.open()
    const keys = [...this.#live.keys()].filter((key) => key >= gte).sort()
    for (const key of keys.slice(0, Math.min(limit, keys.length))) {
      yield [key, this.#live.get(key) as Uint8Array] as [string, Uint8Array]
    }
  }

  async #compact(): Promise<void> {
    if (this.#isDead) return
    if (this.isFull) {
      this.#isDead = true
      return
    }
    this.#tables = new Map(this.#live)
    this.#log = []
    this.#tableCount++
  }
}

function apply(values: Values, operations: readonly Operation[]): void {
  for (const operation of operations) {
    if (operation.type === 'put') values.set(operation.key, operation.value)
    else values.delete(operation.key)
  }
}
