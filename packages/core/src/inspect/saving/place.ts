/** A place in a database where one history is kept, by one writer at a time. */

import { storeInUse } from '../../errors/files.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import type { Item } from '../../history/item.ts'
import type { LevelStore, Operation } from '../../history/level-store.ts'
import type { Learner } from '../../train/learner.ts'
import { asked } from './asked.ts'
import type { Database } from './database.ts'
import { alone, type Held, hold } from './page-lock.ts'
import { randomId } from './run-id.ts'
import { shared } from './shared.ts'
import { isAsLeft, type Stand, type Stood, standIn, stoodAt } from './stand.ts'
import { Written } from './written.ts'

/** Milliseconds from one sign of life to the next; without two of them a writer is dead. */
const BEAT = 1000
/** And at most, whatever a lease says of itself. */
const LONGEST_BEAT = 10_000

interface WriterHead {
  readonly writer: string
  readonly beat: number
  readonly at: number
  readonly every: number
}

/** What is written in this process. */
const writing = shared('places', () => new Set<string>())

export interface PlaceOptions {
  readonly store: LevelStore
  readonly database: Database
  readonly prefix: string
  readonly deadline: number
}

export class Place {
  /** What stands there, as far as it is known. */
  readonly written: Written
  readonly #own: Learner
  readonly #options: PlaceOptions
  readonly #id: string
  readonly #writer: string = randomId()
  #lock: Held | null
  /** How often it was written; and whether the next time may have come through without our knowing. */
  #writes: number
  #isTrying = false
  #beat = 0
  #isReleased = false

  /**
   * Takes the place for a network. Rejects with STORE_IN_USE where another run is kept there, or one that has gone on without
   * it, or where somebody else is writing. What was never whole is removed.
   */
  static claim(own: Learner, options: PlaceOptions): Promise<Place> {
    const { store, database, prefix, deadline } = options
    return database.claim(() =>
      alone('claim', async () => {
        await asked(database.openedFirst(), prefix, deadline)
        await asked(database.answered(), prefix, deadline)
        const stand = await asked(standIn(store), prefix, deadline)
        const stood = stoodAt(own, stand.id)
        if (!stand.isNothing && !isAsLeft(stand, stood)) {
          throw new NeuriteError(storeInUse(prefix, 'another run is kept'))
        }
        const id = stand.place ?? randomId()
        if (writing.has(id)) throw new NeuriteError(storeInUse(prefix, 'another network of this process is kept'))
        writing.add(id)
        let lock: Held | null = null
        try {
          lock = await held(id, prefix)
          // In this process it is known that whoever we were has ended.
          const isOwn = stand.writer === stood?.writer
          if (lock === null && !database.isLevelDB && !isOwn) await outlive(options)
          const place = new Place(own, options, { ...stand, id }, stood, lock)
          // Before it is written: that may come through though the answer is a refusal.
          place.#remember()
          await place.#begin(stand)
          return place
        } catch (error) {
          writing.delete(id)
          lock?.release()
          throw error
        }
      }),
    )
  }

  private constructor(own: Learner, options: PlaceOptions, stand: Stand, stood: Stood | undefined, lock: Held | null) {
    this.#own = own
    this.#options = options
    this.#id = stand.id
    this.#writes = stand.isNothing ? 0 : stand.writes
    this.#lock = lock
    this.written = stood?.written ?? new Written()
    this.written.meet(stand.isNothing ? [] : stand.keys)
  }

  /** Milliseconds from one beat to the next; null where nothing but our own claim can be there while we live. */
  get beats(): number | null {
    return this.#lock !== null || this.#options.database.isLevelDB ? null : BEAT
  }

  /** What says that we are alive. */
  sign(): Operation {
    const head: WriterHead = { writer: this.#writer, beat: ++this.#beat, at: Date.now(), every: BEAT }
    return this.#options.store.put({ key: 'writer', head, numbers: null })
  }

  /** What goes along with a write that makes the place whole. */
  stamp(): Operation[] {
    this.#isTrying = true
    return [this.#options.store.put(this.#item(this.#writes + 1)), this.sign()]
  }

  /** That write came through. */
  stamped(): void {
    this.#isTrying = false
    this.#writes++
    this.#remember()
  }

  /** The network may come back here, as long as nobody else has written. */
  #remember(): void {
    const { written } = this
    stoodAt(this.#own, this.#id, { writes: this.#writes, writer: this.#writer, written })
  }

  /** Rejects with STORE_IN_USE where somebody else has taken the place meanwhile. */
  async check(): Promise<void> {
    const { store, prefix, deadline } = this.#options
    const read = async () => [await store.item('place'), await store.item('writer')] as const
    const [place, writer] = await asked(read(), prefix, deadline)
    const { place: id, writes = -1 } = (place?.head ?? {}) as { place?: string; writes?: number }
    const isOurs = id === this.#id && (writer?.head as WriterHead | undefined)?.writer === this.#writer
    if (isOurs && (writes === this.#writes || (this.#isTrying && writes === this.#writes + 1))) return
    throw new NeuriteError(storeInUse(prefix, 'somebody else has taken over what is kept'))
  }

  /** Others may write there now. */
  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    writing.delete(this.#id)
    this.#lock?.release()
    this.#lock = null
  }

  #item(writes: number): Item {
    return { key: 'place', head: { place: this.#id, writes }, numbers: null }
  }

  async #begin({ isNothing, keys }: Stand): Promise<void> {
    const { store, database, prefix, deadline } = this.#options
    const sign = this.sign()
    const place = store.put(this.#item(this.#writes))
    let given = false
    const write = (operations: Operation[]) => {
      const done = database.write(store, operations, sign, () => given)
      return asked(done, prefix, deadline)
    }
    try {
      await write([place, sign])
      const left = isNothing ? [...keys].filter((key) => key !== 'place' && key !== 'writer') : []
      for (let at = 0; at < left.length; at += 4096) await write(left.slice(at, at + 4096).map((key) => store.del(key)))
      await this.check()
    } finally {
      given = true
    }
  }
}

/** The lock of a page for this place; null where there are none. Throws STORE_IN_USE. */
async function held(id: string, prefix: string): Promise<Held | null> {
  const lock = await hold(`place/${id}`)
  if (lock === 'taken') throw new NeuriteError(storeInUse(prefix, 'another page keeps its run'))
  return lock
}

/** Waits until whoever else has signed is known to be dead. Throws STORE_IN_USE where it lives. */
async function outlive({ store, prefix, deadline }: PlaceOptions): Promise<void> {
  const lease = async () => (await asked(store.item('writer'), prefix, deadline))?.head as WriterHead | undefined
  const before = await lease()
  if (before === undefined) return
  const { writer, beat, at, every } = before
  const patience = 2 * Math.min(every, LONGEST_BEAT)
  const left = Math.min(patience, at + patience - Date.now())
  if (left <= 0) return
  await new Promise((resolve) => setTimeout(resolve, left))
  const after = await lease()
  if (after !== undefined && (after.writer !== writer || after.beat !== beat)) {
    throw new NeuriteError(storeInUse(prefix, 'another process keeps its run'))
  }
}
