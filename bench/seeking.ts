/** What it costs to come back: a run that grows, and at each length the time of a seek and the bytes of its history. */
import { type Network, network, sgd, train } from '@neurite/core'
import { take } from 'rxjs'
import { generator, layered, rows } from './networks.ts'

export interface Seeking {
  readonly title: string
  readonly sizes: readonly number[]
  readonly batch: number
  readonly rows: number
  /** What the history may take. */
  readonly budget: number
  /** At how many steps one looks back, rising. */
  readonly lengths: readonly number[]
  /** Random states that are visited at each length; half by `at`, half by `seek`. */
  readonly seeks: number
  readonly targets?: SeekTargets
}

/** At the greatest length. */
export interface SeekTargets {
  /** Milliseconds. */
  readonly median?: number
  readonly worst?: number
  /** Steps computed again for one seek; where it is left out, twice the steps over the keyframes. */
  readonly recomputed?: number
}

/** What was found at one length. */
export interface SeekPoint {
  readonly steps: number
  /** Of the history by its own count; the last states, which come on top; and what heap and external memory have grown by. */
  readonly bytes: number
  readonly recent: number
  readonly grown: number
  /** By how much the resident set has grown, garbage and compiled code included. */
  readonly resident: number
  readonly keyframes: number
  readonly spacing: number
  readonly seeks: number
  /** Milliseconds of a seek. */
  readonly median: number
  readonly worst: number
  /** Steps computed again: at most for one seek, how many it may be (2n/M), and for all of the last 64 states together. */
  readonly recomputed: number
  readonly allowed: number
  readonly recomputedOfLast: number
}

/** Going back state by state, from just before a keyframe to the one before it. */
export interface Scrub {
  readonly states: number
  readonly recomputed: number
  /** Milliseconds per state. */
  readonly each: number
}

export interface SeekingResult {
  readonly form: 'seeking'
  readonly title: string
  readonly budget: number
  readonly points: readonly SeekPoint[]
  readonly scrub: Scrub
  readonly targets: SeekTargets | null
}

/** How many of the last states are at hand without computing any. */
const LAST = 64

/** Trains on and on, and looks back at each of the lengths. To be measured in a process of its own. */
export async function seeking(
  given: Seeking,
  clock: () => number,
  tell: (progress: string) => void,
): Promise<SeekingResult> {
  const { title, sizes, batch, rows: count, budget, lengths, targets = null } = given
  const data = rows(sizes[0]!, sizes.at(-1)!, count)
  const options = { optimizer: sgd({ learningRate: 0.1 }), seed: 1, history: { bytes: budget } }
  const net = network(layered(sizes), options)
  const before = memory()
  const points: SeekPoint[] = []
  for (const steps of lengths) {
    const missing = steps - net.timeline.step
    const every = Math.ceil(missing / 100)
    await new Promise<void>((resolve, reject) => {
      train(net, data, { batchSize: batch, epochs: Number.POSITIVE_INFINITY })
        .pipe(take(missing))
        .subscribe({
          next: ({ step }) => {
            if (step % every === 0) tell(`step ${step} of ${lengths.at(-1)}`)
          },
          error: reject,
          complete: resolve,
        })
    })
    points.push(lookBack(net, given, before, clock, tell))
  }
  return { form: 'seeking', title, budget, points, scrub: scrub(net, clock), targets }
}

function lookBack(
  net: Network,
  { seeks }: Seeking,
  before: Memory,
  clock: () => number,
  tell: (progress: string) => void,
): SeekPoint {
  const { timeline } = net
  const { step: steps } = timeline
  const { bytes, recent, keyframes, spacing } = timeline.memory
  const now = memory()
  const { replay } = net.engine.past
  const began = replay.performed
  for (let back = 0; back <= Math.min(LAST, steps); back++) timeline.at(steps - back)
  const recomputedOfLast = replay.performed - began
  const random = generator(3)
  const times: number[] = []
  let recomputed = 0
  for (let k = 0; k < seeks; k++) {
    if (k % 16 === 0) tell(`${steps} steps, seek ${k} of ${seeks}`)
    const moment = { branch: 'main', step: Math.floor(random() * (steps + 1)) }
    const done = replay.performed
    const start = clock()
    const { step } = k % 2 === 0 ? timeline.at(moment) : timeline.seek(moment)
    times.push(clock() - start)
    if (step !== moment.step) throw new Error(`a seek to step ${moment.step} came to step ${step}`)
    recomputed = Math.max(recomputed, replay.performed - done)
  }
  timeline.seek({ branch: 'main' })
  times.sort((a, b) => a - b)
  return {
    ...{ steps, bytes, recent, grown: now.held - before.held, resident: now.resident - before.resident },
    ...{ keyframes, spacing, seeks, median: times[times.length >> 1]!, worst: times.at(-1)! },
    // A segment is never shorter than the first spacing.
    ...{ recomputed, allowed: Math.max(spacing, Math.ceil((2 * steps) / keyframes)), recomputedOfLast },
  }
}

function scrub(net: Network, clock: () => number): Scrub {
  const { timeline } = net
  const { replay } = net.engine.past
  const { spacing } = timeline.memory
  const end = Math.max(1, Math.floor(timeline.step / spacing / 2)) * spacing - 1
  const from = Math.min(end, timeline.step)
  const states = Math.min(spacing, from + 1)
  // Far from the segment, so that it begins as it would for somebody who comes there.
  timeline.at({ branch: 'main', step: 0 })
  const done = replay.performed
  const start = clock()
  for (let k = 0; k < states; k++) timeline.at({ branch: 'main', step: from - k })
  return { states, recomputed: replay.performed - done, each: (clock() - start) / states }
}

interface Memory {
  readonly held: number
  readonly resident: number
}

function memory(): Memory {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('run node with --expose-gc')
  // Once to let go, once more for what finalizers let go.
  gc()
  gc()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: heapUsed + external, resident: rss }
}
