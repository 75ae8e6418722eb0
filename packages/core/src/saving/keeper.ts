/** Who writes what is new of a history to its place, now and then, until it is closed. */

import type { Engine } from '../engine/engine.ts'
import { storeUnavailable } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Operation } from '../files/level-store.ts'
import type { Past } from '../past/past.ts'
import { timed } from './asked.ts'
import { type Changes, changes, type Put } from './changes.ts'
import { endsWith, startsToKeep } from './endings.ts'
import type { Kept } from './kept.ts'
import { LogReferences } from './log-references.ts'
import { GivenUp } from './log-segments.ts'
import { Sender, type SenderOptions } from './sender.ts'

/** So many bytes, and items, are written at once, about. */
const PORTION = 8 * 2 ** 20
const ITEMS = 256

export interface KeeperOptions extends SenderOptions {
  readonly past: Past
  readonly every: number
  readonly withData: boolean
  readonly onError: ((error: unknown) => void) | undefined
}

export class Keeper implements Kept {
  failure: unknown = null
  readonly #own: Engine
  readonly #options: KeeperOptions
  readonly #closeDatabase: () => Promise<void>
  readonly #sender: Sender
  readonly #references = new LogReferences()
  readonly #timers: ReturnType<typeof setInterval>[] = []
  /** The flush that is under way, and the one that waits for it. */
  #flushing: Promise<void> = Promise.resolve()
  #next: Promise<void> | null = null
  #isFlushing = false
  /** Why nothing is kept any more. */
  #ended: NeuriteError | null = null
  #step = 0
  /** When all was kept. */
  #at = performance.now()

  constructor(own: Engine, options: KeeperOptions, closeDatabase: () => Promise<void>) {
    this.#own = own
    this.#options = options
    this.#closeDatabase = closeDatabase
    this.#sender = new Sender(options)
  }

  get step(): number {
    return this.#step
  }

  get lag(): Kept['lag'] {
    const isBehind = this.isBehind
    const milliseconds = isBehind ? performance.now() - this.#at : 0
    return { steps: isBehind ? Math.max(0, this.#own.step - this.#step) : 0, milliseconds }
  }

  /** Whether something is not kept. */
  get isBehind(): boolean {
    const { fresh, changed, gone } = this.#changes()
    return fresh.length + changed.length + gone.length > 0
  }

  /** Where it is kept, and how far, for who tells of it. */
  get told(): string {
    const { prefix } = this.#options
    const now = this.#own.step
    return `the run under ${JSON.stringify(prefix)} is kept up to step ${this.#step} of ${now}`
  }

  /** Flushes now and then. */
  begin(): void {
    const { every, place } = this.#options
    const now = (): void => {
      if (!this.#isFlushing) this.flush().catch((error) => this.#tell(error))
    }
    if (Number.isFinite(every)) this.#repeat(every, now)
    if (place.beats !== null) this.#repeat(place.beats, () => this.#beat().catch((error) => this.#tell(error)))
    startsToKeep(this)
  }

  flush(): Promise<void> {
    this.#next ??= this.#flushing.then(() => {
      this.#next = null
      return this.#flush()
    })
    const next = this.#next
    this.#flushing = next.catch(() => {})
    return next
  }

  async close(): Promise<void> {
    try {
      if (this.#ended === null) await this.flush()
    } finally {
      await this.end()
      await this.#closeDatabase()
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Gives the place up as it is. */
  async end(): Promise<void> {
    if (this.#timers.length > 0) for (const timer of this.#timers.splice(0)) clearInterval(timer)
    endsWith(this)
    if (this.#ended !== null) return
    const { place, store, prefix } = this.#options
    this.#ended = new NeuriteError(storeUnavailable(prefix, 'this was closed', 'call persist(net, place) again'))
    if (this.failure === null) await this.#sender.send([store.del('writer')]).catch(() => {})
    // What is on its way still may come through: nobody else writes there before.
    this.#sender.afterwards(() => place.release())
  }

  #repeat(milliseconds: number, work: () => void): void {
    const timer: unknown = setInterval(work, timed(milliseconds))
    this.#timers.push(timer as ReturnType<typeof setInterval>)
    // In Node, what keeps the process alive is what it does; before it ends all is flushed.
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as { unref(): void }).unref()
  }

  #tell(error: unknown): void {
    try {
      const told: unknown = this.#options.onError?.(error)
      if (told instanceof Promise) told.catch(() => {})
    } catch {
      // Nobody is there to hear of it: `failure` has the error itself.
    }
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true
    try {
      while (!(await this.#write()));
      this.failure = null
    } catch (error) {
      this.failure = error
      if (error instanceof NeuriteError && error.code === 'STORE_IN_USE') {
        const { place } = this.#options
        this.#ended ??= error
        place.release()
        await this.end()
      }
      throw error
    } finally {
      this.#isFlushing = false
    }
  }

  #changes(): Changes {
    const { past, place, withData } = this.#options
    return changes(past, this.#own.snapshot, place.written, this.#references, withData)
  }

  /** Writes what is new; false where some of that was given up meanwhile. */
  async #write(): Promise<boolean> {
    try {
      await this.#writeNew()
      return true
    } catch (error) {
      if (error instanceof GivenUp) return false
      throw error
    }
  }

  async #writeNew(): Promise<void> {
    if (this.#ended !== null) throw this.#ended
    await this.#sender.begin()
    const { place, store } = this.#options
    const at = performance.now()
    const { step } = this.#own
    const { fresh, changed, gone } = this.#changes()
    if (fresh.length + changed.length + gone.length > 0) {
      // From here on it is not known what stands there, until all of it has come through.
      for (const key of [...gone, ...changed.map((put) => put.key)]) place.written.set(key, null)
      const last = await this.#writeEarly(fresh)
      const operations = [
        ...gone.map((key) => store.del(key)),
        ...last.operations,
        ...(await this.#sender.made(changed)),
      ]
      // It may have taken long.
      await this.#sender.check()
      for (const { key } of last.puts) place.written.set(key, null)
      await this.#sender.send([...operations, ...place.stamp()], () => {
        for (const key of gone) place.written.delete(key)
        for (const { key, mark } of [...last.puts, ...changed]) place.written.set(key, mark)
        place.stamped()
      })
    }
    this.#step = step
    this.#at = at
  }

  /** Writes what may come early, portion by portion; gives the last one, which goes with the rest. */
  async #writeEarly(fresh: readonly Put[]): Promise<{ puts: readonly Put[]; operations: Operation[] }> {
    const { place } = this.#options
    const { written } = place
    for (let at = 0; ; ) {
      const portion = fresh.slice(at, at + ITEMS)
      const operations = await this.#sender.made(portion, PORTION)
      at += operations.length
      const puts = portion.slice(0, operations.length)
      if (at === fresh.length) return { puts, operations }
      // It may come through though the answer is a refusal.
      for (const { key } of puts) written.set(key, null)
      // However long a flush takes, it is seen that we live.
      const signed = place.beats === null ? operations : [...operations, place.sign()]
      await this.#sender.send(signed, () => {
        for (const { key, mark } of puts) written.set(key, mark)
      })
    }
  }

  /** A sign of life, when no flush is under way: one that has nothing to write gives none. */
  #beat(): Promise<void> {
    const beat = this.#flushing.then(async () => {
      if (this.#ended !== null) return
      await this.#sender.begin()
      await this.#sender.send([this.#options.place.sign()])
    })
    this.#flushing = beat.catch(() => {})
    return beat
  }
}
