/** Any state of any run comes back bit for bit: random runs of everything that can happen, against a naive record of them. */

import {
  adam,
  fingerprint,
  fork,
  type Graph,
  type Network,
  NeuriteError,
  network,
  type Optimizer,
  type Snapshot,
  type Step,
  sgd,
  train,
} from '@neurite/core'
import { find, findAll, findLast } from '@neurite/core/explain'
import { graphShapes, type RandomRow, randomGraph, randomRows } from '@neurite/core/testing'
import { identity, meanSquaredError, neuron, product, relu, sigmoid, squaredError, tanh } from '@neurite/nodes'
import { lastValueFrom, take, tap } from 'rxjs'
import { describe, expect, it } from 'vitest'

const SEEDS = 60
const EVENTS = 30
const AMPLE = 2 ** 24
const BUDGETS = [1, 3000, 12_000, 60_000, 300_000, AMPLE]
const KINDS = [neuron(sigmoid), neuron(tanh), neuron(relu), neuron(identity), product]

/** Draws for the tests alone (mulberry32). */
function drawer(seed: number) {
  let state = seed * 0x9e3779b9
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number): number => Math.floor(next() * most)
  const of = <T>(list: readonly T[]): T => list[below(list.length)] as T
  return { next, below, of }
}
type Drawer = ReturnType<typeof drawer>

function optimizerOf({ next, below }: Drawer): Optimizer {
  const learningRate = 0.001 + 0.02 * next()
  const makes = [
    () => sgd({ learningRate }),
    () => sgd({ learningRate, momentum: 0.8 }),
    () => sgd({ learningRate, momentum: 0.5, nesterov: true }),
    () => adam({ learningRate: learningRate / 2 }),
  ]
  return (makes[below(makes.length)] as () => Optimizer)()
}

/** What is known of a state, by looking at it when it was in force. */
interface Place {
  readonly print: string
  readonly step: number
  /** Of the step that led to it, and what it computed; null where none did. */
  readonly loss: number | null
  readonly inside: string | null
}

/** The states of a branch by position. */
type Line = readonly Place[]

/** What a step computed at its first output. */
function insideOf(net: Network, step: Step): string {
  const { activation, delta, gradient, weights } = step.node(net.graph.outputs[0] as string)
  return [activation, delta, gradient, weights].map((signal) => signal.toArray().join(' ')).join(' | ')
}

/** A network, and a naive record of all that happened to it. */
class Recorded {
  readonly lines = new Map<string, Line>()
  readonly net: Network
  /** Where it stands. */
  line: Line
  position = 0

  constructor(net: Network) {
    this.net = net
    this.line = [this.#place(null)]
    this.lines.set('main', this.line)
  }

  get here(): Place {
    return this.line[this.position] as Place
  }

  /** Something has happened to the state in force. */
  happened(step: Step | null = null): void {
    this.line = [...this.line.slice(0, ++this.position), this.#place(step)]
    this.lines.set(this.net.timeline.branch, this.line)
  }

  begun(): void {
    this.line = [this.#place(null)]
    this.lines.set(this.net.timeline.branch, this.line)
    this.position = 0
  }

  moved(): void {
    const { branch, position } = this.net.timeline
    this.line = this.lines.get(branch) as Line
    this.position = position
    expect(fingerprint(this.net.snapshot)).toBe(this.here.print)
  }

  #place(step: Step | null): Place {
    const { snapshot } = this.net
    const inside = step === null ? null : insideOf(this.net, step)
    return { print: fingerprint(snapshot), step: snapshot.step, loss: step?.loss ?? null, inside }
  }
}

interface World extends Drawer {
  readonly graph: Graph
  readonly rows: readonly RandomRow[]
  readonly kept: Snapshot[]
}

type Event = (on: Recorded, world: World) => Promise<void> | void

const isGone = (error: unknown): boolean =>
  error instanceof NeuriteError && ['ROWS_GONE', 'CHANGE_GONE', 'DATA_MISSING', 'STATE_GONE'].includes(error.code)

/** Does what may be refused since rows have gone; false where they have. */
function ifThere(work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if (!isGone(error)) throw error
    return false
  }
}

async function trained(on: Recorded, rows: readonly RandomRow[], options: object, steps: number): Promise<void> {
  const record = tap((step: Step) => on.happened(step))
  await lastValueFrom(train(on.net, rows, options).pipe(take(steps), record), { defaultValue: null })
}

/** What may happen; several may be refused, and then nothing has. */
const events: Record<string, Event> = {
  train: (on, { below, of, rows }) =>
    trained(
      on,
      rows,
      { batchSize: of([1, 2, 5, 8]), epochs: of([1, 2, Number.POSITIVE_INFINITY]), shuffle: of([true, false]) },
      1 + below(30),
    ),
  goOn: (on, { below, rows }) => trained(on, rows, { batchSize: 3, epochs: Number.POSITIVE_INFINITY }, 1 + below(50)),
  live: (on, { below, of, rows }) => {
    for (let k = 1 + below(40); k > 0; k--) on.happened(on.net.learn(of(rows)))
  },
  weights: (on, { of, next }) => {
    const id = of(on.net.graph.order.filter((id) => on.net.graph.nodes[id]?.kind !== 'input'))
    const view = on.net.snapshot.node(id)
    const weights = Object.fromEntries(Object.keys(view.weights).map((from) => [from, next() - 0.5]))
    if (view.bias === null && Object.keys(weights).length === 0) return
    on.net.change({ parameters: { [id]: view.bias === null ? { weights } : { bias: next(), weights } } })
    on.happened()
  },
  rate: (on, { next }) => {
    on.net.change({ hyperparameters: { learningRate: 0.01 * next() } })
    on.happened()
  },
  optimizer: (on, world) => {
    on.net.change({ optimizer: optimizerOf(world) })
    on.happened()
  },
  topology: (on, { below, of }) => {
    const { order, inputs, outputs } = on.net.graph
    const inner = order.filter((id) => !inputs.includes(id))
    try {
      on.net.change({
        graph: (g) => {
          const way = below(4)
          const at = below(order.length)
          const from = order.slice(0, at + 1)
          const to = order.slice(at + 1).filter((id) => !inputs.includes(id))
          if (way === 0) {
            const id = `made at ${on.position} of ${on.lines.size}`
            g.add(id, neuron(of([tanh, sigmoid])), { from: [of(from)] })
            g.connect(id, of(to))
          } else if (way === 1) g.connect(of(from), of(to))
          else if (way === 2) {
            const id = of(inner)
            g.disconnect(of(on.net.graph.nodes[id]?.inputs ?? []), id)
          } else g.remove(of(inner.filter((id) => !outputs.includes(id))))
        },
      })
    } catch (error) {
      // What is no graph is refused, and nothing has happened.
      if (error instanceof NeuriteError) return
      throw error
    }
    on.happened()
  },
  note: ({ net }, { below }) => {
    net.timeline.note(`note ${below(100)}`)
  },
  seek: (on, { of, below }) => {
    const { timeline } = on.net
    const branch = of([...on.lines.keys()])
    const line = on.lines.get(branch) as Line
    const position = below(line.length)
    const { step } = line[position] as Place
    const byStep = below(2) === 0
    if (ifThere(() => timeline.seek(byStep ? { branch, step } : { branch, position }))) {
      const last = line.findLastIndex((place) => place.step === step)
      expect([timeline.branch, timeline.position]).toEqual([branch, byStep ? last : position])
    }
    on.moved()
  },
  undo: (on) => {
    const { timeline } = on.net
    const before = fingerprint(on.net.snapshot)
    let undone = false
    ifThere(() => {
      undone = timeline.undo()
    })
    on.moved()
    if (!undone || Math.floor(on.position) % 3 === 0) return
    if (!ifThere(() => timeline.redo())) return
    expect(fingerprint(on.net.snapshot)).toBe(before)
    on.moved()
  },
  drop: (on, { of, below }) => {
    const name = of([...on.lines.keys()])
    if (name === on.net.timeline.branch || below(2) === 0) return
    on.net.timeline.drop(name)
    on.lines.delete(name)
  },
  schedule: (on, { below, next, of, rows }) => {
    for (let k = 1 + below(20); k > 0; k--) {
      on.net.change({ hyperparameters: { learningRate: 0.01 * next() } })
      on.happened()
      on.happened(on.net.learn(of(rows)))
    }
  },
  miniBatches: async (on, { below, rows }) => {
    for (let k = 1 + below(8); k > 0; k--) {
      const from = below(rows.length - 4)
      await trained(on, rows.slice(from, from + 1 + below(4)), { batchSize: 4 }, 1)
    }
  },
  keep: ({ net }, { kept }) => {
    kept.push(net.snapshot)
  },
  restore: (on, { kept, of }) => {
    if (kept.length === 0) return
    try {
      on.net.restore(of(kept))
    } catch (error) {
      if (!(error instanceof NeuriteError) || error.code !== 'SNAPSHOT_MISMATCH') throw error
      return
    }
    on.begun()
  },
  predict: ({ net }, { rows, below }) => {
    net.predictAll(rows.slice(0, 1 + below(5)).map(({ input }) => input))
  },
  look: (on, { of, below }) => {
    const branch = of([...on.lines.keys()])
    const line = on.lines.get(branch) as Line
    const position = below(line.length)
    ifThere(() => expect(fingerprint(on.net.timeline.at({ branch, position }))).toBe(line[position]?.print))
  },
}

const names = Object.keys(events)

/** A network with a random past. */
async function lived(seed: number, fuse: 'never' | 'auto' = seed % 2 === 0 ? 'auto' : 'never', count = EVENTS) {
  const draw = drawer(seed)
  const shape = graphShapes[seed % graphShapes.length] as (typeof graphShapes)[number]
  const graph = randomGraph(seed, { shape, kinds: KINDS, losses: [squaredError(), meanSquaredError()] })
  const world: World = { ...draw, graph, rows: randomRows(graph, 17, seed), kept: [] }
  const bytes = draw.of(BUDGETS)
  const net = network(graph, { optimizer: optimizerOf(draw), seed, fuse, history: { bytes } })
  const on = new Recorded(net)
  for (let k = 0; k < count; k++) {
    const name = draw.of(names)
    try {
      await events[name]?.(on, world)
    } catch (error) {
      // A run may diverge; it stands where it was.
      if (!(error instanceof NeuriteError) || error.code !== 'TRAINING_DIVERGED') throw error
      expect(fingerprint(net.snapshot)).toBe(on.here.print)
    }
    expect([name, net.timeline.position, net.timeline.step]).toEqual([name, on.position, on.here.step])
  }
  const places = [...on.lines].flatMap(([branch, line]) =>
    line.map((place, position) => ({ ...place, branch, position })),
  )
  return { ...world, on, net, bytes, places }
}

type Life = Awaited<ReturnType<typeof lived>>

const lives = new Map<number, Promise<Life>>()

/** The same one for all tests that leave the record true. */
function life(seed: number): Promise<Life> {
  const found = lives.get(seed) ?? lived(seed)
  lives.set(seed, found)
  return found
}

const seeds = Array.from({ length: SEEDS }, (_, seed) => seed)

describe('a random past', () => {
  it.each(seeds)('[BI4] %i comes back bit for bit, in any order and scrubbing', async (seed) => {
    const { net, on, of, bytes, places } = await life(seed)
    const { timeline } = net
    const before = net.snapshot
    let gone = 0
    const check = ({ branch, position, print }: (typeof places)[number]): void => {
      const isThere = ifThere(() =>
        expect(fingerprint(timeline.at({ branch, position })), `${branch} ${position}`).toBe(print),
      )
      if (!isThere) gone++
    }
    for (const place of places) check(place)
    const end = places.indexOf(of(places)) + 1
    for (const place of places.slice(Math.max(0, end - 50), end).toReversed()) check(place)
    for (let k = 0; k < 20; k++) check(of(places))
    if (bytes === AMPLE) expect(gone).toBe(0)
    expect(net.snapshot).toBe(before)
    expect(timeline.branches.map(({ name, actions }) => [name, actions])).toEqual(
      [...on.lines].map(([name, line]) => [name, line.length - 1]),
    )
  })

  it.each([72, 145, 347, 381])(
    '[BI4] %i, longer, in which states became too large for the last ones to be held',
    async (seed) => {
      const { net, places } = await lived(seed, undefined, 45)
      for (const { branch, position, print } of places.toReversed()) {
        ifThere(() => expect(fingerprint(net.timeline.at({ branch, position }))).toBe(print))
      }
    },
  )

  it.each(seeds)('[BI5] %i can be looked into: each step has its loss, and what it computed', async (seed) => {
    const { net, of, places } = await life(seed)
    for (let k = 0; k < 60; k++) {
      const { branch, step, position, loss, inside } = of(places)
      if (loss === null) continue
      ifThere(() => {
        const found = net.timeline.stepAt({ branch, position })
        expect([found.step, found.loss]).toEqual([step, loss])
        expect(insideOf(net, found)).toBe(inside)
      })
    }
  })

  it.each(seeds)('[BI6] %i is taken back and made again, change by change', async (seed) => {
    const { net, on } = await life(seed)
    const { timeline } = net
    const [before, passed] = [on.here.print, [] as string[]]
    let complete = ifThere(() => {
      for (let wanted = changeBefore(on); timeline.undo(); wanted = changeBefore(on)) {
        passed.push(on.here.print)
        expect(timeline.position).toBe(wanted)
        on.moved()
      }
      expect(changeBefore(on)).toBeLessThan(0)
    })
    on.moved()
    complete &&= ifThere(() => {
      for (const print of passed.toReversed()) {
        expect(timeline.redo()).toBe(true)
        on.moved()
        expect(on.here.print).toBe(print)
      }
    })
    on.moved()
    if (complete) expect(on.here.print).toBe(before)
  })

  it.each(seeds)('[BI7] %i is that of a fork, too, and both go on alike', async (seed) => {
    const { net, on, of, rows, places } = await life(seed)
    const { branch, position, print } = of(places)
    ifThere(() => {
      const forked = fork(net, { branch, position })
      expect(fingerprint(forked.snapshot)).toBe(print)
      const line = on.lines.get(branch) as Line
      for (let at = position; at >= 0; at--) {
        ifThere(() => expect(fingerprint(forked.timeline.at({ position: at }))).toBe(line[at]?.print))
      }
      net.timeline.seek({ branch, position })
      on.moved()
      for (const row of rows.slice(0, 5)) {
        on.happened(net.learn(row))
        expect(fingerprint(forked.learn(row).snapshot)).toBe(on.here.print)
      }
      expect(fingerprint(forked.timeline.at({ position }))).toBe(print)
    })
  })

  it.each(seeds)('[BI9] %i is searched as one would by hand', async (seed) => {
    const { net, on, of, places } = await life(seed)
    const { timeline } = net
    const stepped = places.filter(({ loss }) => loss !== null)
    const search = async (k: number): Promise<void> => {
      const { branch } = of(stepped)
      const line = (on.lines.get(branch) as Line).filter(({ loss }) => loss !== null)
      const [limit, ends] = [of(line).loss as number, [of(line).step, of(line).step].toSorted((a, b) => a - b)]
      // From the first step on, whether it can be come back to or not: losses alone need no replay.
      const earliest = timeline.branches.find(({ name }) => name === branch)?.firstStep as number
      const options =
        k % 2 === 0 ? { branch, from: earliest } : { branch, from: ends[0] as number, to: ends[1] as number }
      const { from = 0, to = Number.POSITIVE_INFINITY } = options
      const wanted = line.filter(({ loss, step }) => (loss as number) >= limit && step >= from && step <= to)
      const holds = ({ loss, failed }: Step): boolean => !failed && loss >= limit
      expect((await find(net, holds, options))?.step).toBe(wanted[0]?.step)
      expect((await findLast(net, holds, options))?.step).toBe(wanted.at(-1)?.step)
      expect((await findAll(net, holds, options)).map(({ step }) => step)).toEqual(wanted.map(({ step }) => step))
      const late = of(line).step
      const monotone = { ...options, monotone: true }
      const first = line.find(({ step }) => step >= Math.max(late, from) && step <= to)
      expect((await find(net, ({ step, failed }) => !failed && step >= late, monotone))?.step).toBe(first?.step)
    }
    for (let k = 0; k < 4 && stepped.length > 0; k++) {
      // Losses may have been let go together with the rows.
      await search(k).catch((error) => {
        if (!isGone(error)) throw error
      })
    }
  })

  it.each(seeds.filter((seed) => seed % 3 === 0))('[BI10] %i is the same, fused or not', async (seed) => {
    const [auto, never] = await Promise.all([lived(seed, 'auto'), lived(seed, 'never')])
    expect(never.places).toEqual(auto.places)
    for (let k = 0; k < 20; k++) {
      const { branch, position, print } = auto.of(auto.places)
      const [a, b] = [auto, never].map(({ net }) => {
        let found = 'gone'
        ifThere(() => {
          found = fingerprint(net.timeline.at({ branch, position }))
        })
        return found
      })
      expect(a).toBe(b)
      expect(['gone', print]).toContain(a)
    }
  })
})

describe('going on', () => {
  it.each(seeds)('[BI11] %i: from any step on, the same training has the same future', async (seed) => {
    const { graph, rows, of, below, net } = await life(seed)
    const optimizer = optimizerOf(drawer(seed + 1))
    const own = network(graph, { optimizer, seed, fuse: net.engine.options.fuse, history: { bytes: of(BUDGETS) } })
    const on = new Recorded(own)
    const options = { batchSize: of([1, 4, 9]), epochs: Number.POSITIVE_INFINITY, shuffle: of([true, false]) }
    await trained(on, rows, options, 60)
    const future = on.line
    for (let k = 0; k < 3; k++) {
      const step = below(60)
      own.timeline.seek({ branch: 'main', step })
      on.moved()
      await trained(on, rows, options, 60 - step)
      expect(on.line.map(({ print }) => print)).toEqual(future.map(({ print }) => print))
    }
    expect(own.timeline.branches).toHaveLength(4)
  })
})

/** The position before the last change on the way to where it stands; below 0 where there was none. */
function changeBefore({ line, position }: Recorded): number {
  return line.findLastIndex(({ loss }, at) => at > 0 && at <= position && loss === null) - 1
}
