/** A random run that is kept in a database that goes wrong, against a model of what must be found there. */

import { fingerprint, graph, type Network, network, type Row } from '@neurite/core'
import { database, type Kept, load, persist, verify } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { type Fate, SampleLevel } from './sample-level.ts'

const g = graph((g) => {
  const x = g.inputs('x1', 'x2', 'x3')
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.add(['h1', 'h2'], neuron(sigmoid), { from: x }) }))
})
const rows: readonly Row[] = Array.from({ length: 8 }, (_, n) => ({
  input: [n & 1, (n >> 1) & 1, n >> 2],
  target: (n % 3) / 2,
}))
const FATES: readonly Fate[] = ['kept', 'torn', 'refused', 'mistaken', 'stalled']

/** Numbers in [0, 1) from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const wholeNumber = (next: () => number, low: number, high: number): number =>
  low + Math.floor(next() * (high - low + 1))
const pick = <T>(next: () => number, from: readonly T[]): T => from[Math.floor(next() * from.length)] as T

/** What happened in a trial, so that a test can ask whether it went wrong at all. */
export interface Trial {
  readonly refused: number
  readonly opened: number
}

/** Throws where what is found is not what was said. */
export async function trial(seed: number): Promise<Trial> {
  const next = randomFrom(seed)
  const level = new SampleLevel(next() < 0.7)
  const run = new Run(next, level)
  for (let k = wholeNumber(next, 3, 8); k > 0; k--) {
    run.act()
    level.isFull = next() < 0.15
    if (next() < 0.6) level.fates = Array.from({ length: wholeNumber(next, 1, 3) }, () => pick(next, FATES))
    await run.keep()
    await run.look()
    if (next() < 0.1) level.reopen()
  }
  return run.end()
}

class Run {
  readonly #next: () => number
  readonly #level: SampleLevel
  readonly #net: Network
  /** The states there were, by their prints, each with the last moment at which it was in force. */
  readonly #states = new Map<string, number>()
  #moment = 0
  /** The moment up to which it was said to be kept. */
  #said = -1
  #kept: Kept | null = null
  #refused = 0
  #opened = 0

  constructor(next: () => number, level: SampleLevel) {
    this.#next = next
    this.#level = level
    const history = { bytes: wholeNumber(next, 20_000, 200_000) }
    this.#net = network(g, { seed: 1 + wholeNumber(next, 0, 999), history })
    this.#happened()
  }

  /** Steps, changes, and going back. */
  act(): void {
    for (let k = wholeNumber(this.#next, 1, 20); k > 0; k--) {
      const chance = this.#next()
      if (chance < 0.1) this.#net.change({ hyperparameters: { learningRate: 0.1 + this.#next() } })
      else if (chance < 0.13) this.#net.timeline.undo()
      else if (chance < 0.15) this.#net.timeline.note(`moment ${this.#moment}`)
      else this.#net.learn(pick(this.#next, rows))
      this.#happened()
    }
  }

  /** Flushes, or begins to keep it, or ends it. */
  async keep(): Promise<void> {
    const [moment, { step }] = [this.#moment - 1, this.#net.timeline]
    const isStalled = this.#level.fates.includes('stalled')
    const wasStalled = isStalled || this.#level.isStalled
    try {
      const work = this.#work()
      if (isStalled) setTimeout(() => this.#level.answer(this.#next() < 0.5), wholeNumber(this.#next, 0, 6))
      await work
      if (this.#kept !== null && this.#kept.step !== step) throw new Error(`it says ${this.#kept.step}, not ${step}`)
      this.#said = moment
    } catch (error) {
      const { code } = error as { code?: string }
      // What is on its way still holds the place.
      const isHeld = code === 'STORE_IN_USE' && wasStalled
      if (code !== 'STORE_FAILED' && code !== 'STORE_UNAVAILABLE' && !isHeld) throw error
      this.#refused++
    }
  }

  async #work(): Promise<void> {
    if (this.#kept === null) {
      this.#kept = await persist(this.#net, database(this.#level), { every: Number.POSITIVE_INFINITY, deadline: 4 })
    } else if (this.#next() < 0.15) {
      const kept = this.#kept
      this.#kept = null
      await kept.close()
    } else await this.#kept.flush()
  }

  /** What is found by who opens it now. */
  async look(): Promise<void> {
    try {
      const found = await load(database(this.#level.reopened()), standard)
      this.#opened++
      const moment = this.#states.get(fingerprint(found.snapshot))
      if (moment === undefined) throw new Error('it opens in a state that never was')
      if (moment < this.#said) throw new Error(`it was kept up to ${this.#said}, and opens at ${moment}`)
      if (this.#next() < 0.05) await verified(found)
    } catch (error) {
      if ((error as { code?: string }).code !== 'NOTHING_KEPT' || this.#said >= 0) throw error
    }
  }

  /** All comes right again: what was missing is kept. */
  async end(): Promise<Trial> {
    const level = this.#level
    ;[level.fates, level.isFull] = [[], false]
    level.answer()
    level.reopen()
    this.#kept ??= await persist(this.#net, database(level), { every: Number.POSITIVE_INFINITY })
    await this.#kept.close()
    const found = await load(database(level.reopened()), standard)
    const same = fingerprint(found.snapshot) === fingerprint(this.#net.snapshot)
    if (!same) throw new Error('what was kept in the end is another state')
    return { refused: this.#refused, opened: this.#opened }
  }

  #happened(): void {
    this.#states.set(fingerprint(this.#net.snapshot), this.#moment++)
  }
}

/** Everything done again, as far as the live rows that it takes are held. */
async function verified(net: Network): Promise<void> {
  await verify(net).catch((error) => {
    if (error.code !== 'ROWS_GONE') throw error
  })
}
