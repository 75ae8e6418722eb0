/** A place in a database where one history is kept, by one writer at a time. */

import type { Engine } from '../engine/engine.ts'
import { storeInUse } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Item } from '../files/item.ts'
import type { Operation } from '../files/level-store.ts'
import { asked } from './asked.ts'
import { claimed } from './claiming.ts'
import { alone, type Held, hold } from './page-lock.ts'
import type { PlaceOptions } from './place-options.ts'
import { randomId } from './run-id.ts'
import { shared } from './shared.ts'
import { BEAT, type Life, patienceFor } from './sign.ts'
import { isAsLeft, type Stand, type Stood, standIn, stoodAt } from './stand.ts'
import { Written } from './written.ts'

/** What is written in this process. */
const writing = shared('places', () => new Set<string>())
/** All that ever wrote in this process: of these it is known whether they still do. */
const ours = shared('writers', () => new Set<string>())

export class HeldPlace {
  /** What stands there, as far as it is known. */
  readonly written: Written
  readonly #own: Engine
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
  static claim(own: Engine, options: PlaceOptions): Promise<HeldPlace> {
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
          const place = new HeldPlace(own, options, { ...stand, id }, stood, lock)
          const wish = place.beats === null ? [] : [await place.#wish(stand)]
          // Before it is written: that may come through though the answer is a refusal.
          place.#remember()
          await place.#begin(stand, wish)
          return place
        } catch (error) {
          writing.delete(id)
          lock?.release()
          throw error
        }
      }),
    )
  }

  private constructor(own: Engine, options: PlaceOptions, stand: Stand, stood: Stood | undefined, lock: Held | null) {
    ours.add(this.#writer)
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
    const head: Life = { writer: this.#writer, beat: ++this.#beat, at: Date.now(), every: BEAT }
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
    const isOurs = id === this.#id && (writer?.head as Life | undefined)?.writer === this.#writer
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

  /** Outlives whoever has signed, and is the only one that wants to: what takes that back. Throws STORE_IN_USE. */
  async #wish({ place, writer, writes }: Stand): Promise<Operation> {
    const { store, prefix, deadline } = this.#options
    if (writer !== null && !ours.has(writer)) await outlive(this.#options)
    return claimed(this.#options, this.#writer, async () => {
      const now = await asked(standIn(store), prefix, deadline)
      return now.place !== place || now.writer !== writer || now.writes !== writes
    })
  }

  /** Takes it; `along` goes with the write that does. */
  async #begin({ isNothing, keys }: Stand, along: readonly Operation[]): Promise<void> {
    const { store, database, prefix, deadline } = this.#options
    const sign = this.sign()
    const place = store.put(this.#item(this.#writes))
    let given = false
    const write = (operations: Operation[]) => {
      const done = database.write(store, operations, sign, () => given)
      return asked(done, prefix, deadline)
    }
    try {
      await write([place, sign, ...along])
      const left = isNothing ? [...keys].filter((key) => !/^(place$|writer$|claim\/)/.test(key)) : []
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
  const lease = async () => (await asked(store.item('writer'), prefix, deadline))?.head as Life | undefined
  const before = await lease()
  if (before === undefined) return
  const left = patienceFor(before)
  if (left === 0) return
  await new Promise((resolve) => setTimeout(resolve, left))
  const after = await lease()
  if (after !== undefined && (after.writer !== before.writer || after.beat !== before.beat)) {
    throw new NeuriteError(storeInUse(prefix, 'another process keeps its run'))
  }
}
