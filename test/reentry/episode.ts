/** One episode of calls from inside each other, by a seed: whatever is called wherever, it works or is refused by code. */

import {
  fingerprint,
  fork,
  graph,
  type Network,
  NeuriteError,
  network,
  pauseWhen,
  type Snapshot,
  type Stride,
  sgd,
  train,
  type Walk,
  walk,
} from '@neurite/core'
import { defineKind } from '@neurite/core/define'
import { events, find } from '@neurite/core/explain'
import { database, persist } from '@neurite/core/files'
import { health } from '@neurite/core/health'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { config, type Observable, type Subscription, switchMap, takeUntil, tap } from 'rxjs'

const ROWS = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
]
const STRIDES: Stride[] = ['node', 'phase', 'step', 'epoch']

/** What an observer of ours throws. */
class Oh extends Error {}

/** Mulberry32: whole numbers below a limit. */
function random(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What was wrong in an episode; nothing where all was well. `log` is what was called, and how deep inside. */
export async function episode(seed: number): Promise<{ readonly wrong: readonly string[]; readonly log: string[] }> {
  const wrong: string[] = []
  const { onUnhandledError } = config
  config.onUnhandledError = (error) => wrong.push(`uncaught: ${String(error)}`)
  try {
    const played = new Episode(seed, wrong)
    await played.play()
    return { wrong, log: played.log }
  } finally {
    config.onUnhandledError = onUnhandledError
  }
}

class Episode {
  readonly log: string[] = []
  readonly #wrong: string[]
  readonly #below: (limit: number) => number
  readonly #net: Network
  readonly #subscriptions: Subscription[] = []
  readonly #walks: Walk[] = []
  readonly #snapshots: Snapshot[] = []
  readonly #waiting: Promise<unknown>[] = []
  #hasOperator = false
  #kept: Awaited<ReturnType<typeof persist>> | null = null
  #depth = 0
  /** How many more calls hooks may make; none while it is 0. */
  #left = 0
  #names = 0

  constructor(seed: number, wrong: string[]) {
    this.#wrong = wrong
    this.#below = random(seed)
    this.#net = this.#make()
    this.#snapshots.push(this.#net.snapshot)
  }

  /** A small network with a kernel and an edge of ours, that call whatever the seed wants. */
  #make(): Network {
    const below = this.#below
    const nosy = defineKind({
      name: 'nosy',
      forward: ({ batch, inputs, output }) => {
        for (let n = 0; n < batch; n++) output[n] = inputs[0]?.[n] as number
        this.#hook('forward')
      },
      backward: ({ batch, delta, inputDeltas }) => {
        for (let n = 0; n < batch; n++) (inputDeltas[0] as Float64Array)[n] = delta[n] as number
        this.#hook('backward')
      },
    })
    const g = graph((g) => {
      const x = g.inputs('x1', 'x2')
      const h = g.add(['h1', 'h2'], neuron(sigmoid), { from: x })
      const read: string[] = [...h]
      if (below(3) === 0) read.push(...g.add(['k'], nosy, { from: ['h1'] }))
      const o = g.add('o', neuron(sigmoid), { from: read })
      if (below(3) === 0) {
        this.#hasOperator = true
        g.connect('x1', 'o', { through: tap(() => this.#hook('through')) })
      }
      g.loss(squaredError(), o)
    })
    const fuse = below(2) === 0 ? 'auto' : 'never'
    return network(g, { optimizer: sgd({ learningRate: 0.5, momentum: below(2) * 0.5 }), seed: 1 + below(9), fuse })
  }

  async play(): Promise<void> {
    this.#watch()
    if (this.#below(4) === 0 && !this.#hasOperator) this.#kept = await persist(this.#net, database(new MemoryLevel()))
    for (let k = 0; k < 12; k++) {
      this.#left = this.#below(4)
      this.#act()
      if (this.#below(3) === 0) await turn()
    }
    this.#left = 0
    for (const w of this.#walks) w.close()
    for (const subscription of this.#subscriptions) subscription.unsubscribe()
    await turn()
    await turn()
    await Promise.all(this.#waiting)
    await this.#kept?.close()
    this.#look()
  }

  /** Each stream has an observer that may call. */
  #watch(): void {
    const net = this.#net
    const [h, edge] = [net.node('h1'), net.edge('h1', 'o')]
    const streams = {
      netInput: h.netInput$,
      activation: h.activation$,
      delta: h.delta$,
      gradient: h.gradient$,
      weights: h.weights$,
      inputDelta: net.node('x2').delta$,
      loss: net.loss$,
      snapshot: net.snapshot$,
      events: events(net, ['o']),
      edge: edge.activation$,
      weight: edge.weight$,
      health: health(net),
    }
    for (const [name, stream] of Object.entries(streams)) {
      if (this.#below(2) === 0)
        this.#subscriptions.push((stream as Observable<unknown>).subscribe(() => this.#hook(name)))
    }
  }

  /** Some observer, kernel, operator or predicate of ours was called: it may call, and throw. */
  #hook(where: string): undefined {
    if (this.#left === 0 || this.#depth > 6 || this.#below(4) !== 0) return undefined
    this.#left--
    this.log.push(`${'  '.repeat(this.#depth)}in ${where}:`)
    if (this.#below(5) === 0) {
      this.log.push(`${'  '.repeat(this.#depth)}throw`)
      throw new Oh('oh')
    }
    this.#act()
    return undefined
  }

  #act(): void {
    const all = Object.entries(this.#calls)
    const [name, call] = all[this.#below(all.length)] as [string, () => unknown]
    this.log.push(`${'  '.repeat(this.#depth)}${name}`)
    this.#depth++
    try {
      call()
    } catch (error) {
      this.#known(name, error)
    } finally {
      this.#depth--
    }
  }

  readonly #known = (where: string, error: unknown): void => {
    const { errors = [error] } = error as { errors?: unknown[] }
    const isKnown = errors.every((it) => it instanceof Oh || it instanceof NeuriteError)
    const differs = error instanceof NeuriteError && /DIFFERS|DAMAGED|GONE/.test(error.code)
    this.log.push(`${'  '.repeat(this.#depth)}⨯ ${where}: ${String(error).slice(0, 80)}`)
    if (!isKnown || differs) this.#wrong.push(`${where}: ${(error as Error)?.stack ?? String(error)}`)
  }

  #train(options: object): Subscription {
    const net = this.#net
    const stop = this.#below(4)
    let steps$ = train(net, ROWS, { batchSize: 1 + this.#below(3), epochs: 3, ...options })
    if (stop === 0) steps$ = steps$.pipe(takeUntil(net.node('h2').delta$))
    if (stop === 1) steps$ = steps$.pipe(pauseWhen(() => this.#hook('pauseWhen') ?? false))
    if (stop === 2) steps$ = net.loss$.pipe(switchMap(() => train(net, ROWS, options)))
    const subscription = steps$.subscribe({
      next: () => stop !== 2 && this.#hook('step'),
      error: (error: unknown) => this.#known('train', error),
    })
    this.#subscriptions.push(subscription)
    return subscription
  }

  get #walk(): Walk | undefined {
    return this.#walks[this.#below(this.#walks.length)]
  }

  readonly #calls: Record<string, () => unknown> = {
    predict: () =>
      this.#net.predictAll([
        [0, 1],
        [1, 1],
      ]),
    learn: () => this.#net.learn(ROWS[this.#below(3)] as (typeof ROWS)[0]),
    train: () => this.#train({}),
    stop: () => this.#subscriptions.at(-1)?.unsubscribe(),
    walk: () => {
      const w = walk(this.#net, ROWS, { batchSize: 1, epochs: 2 })
      this.#walks.push(w)
      // What is thrown while one subscribes is RxJS's to report: no move is under way.
      let joined = false
      this.#subscriptions.push(w.here$.subscribe(() => joined && this.#hook('here')))
      joined = true
    },
    forward: () => this.#walk?.forward(STRIDES[this.#below(4)]),
    forwardAgain: () => this.#walk?.forward(STRIDES[this.#below(2)]),
    back: () => this.#walk?.back(STRIDES[this.#below(4)]),
    close: () => this.#walk?.close(),
    rate: () => this.#net.change({ hyperparameters: { learningRate: (1 + this.#below(9)) / 10 } }),
    bias: () => this.#net.change({ parameters: { h1: { bias: this.#below(9) } } }),
    grow: () =>
      this.#net.change({
        graph: (g) => {
          this.#hook('recipe')
          g.add(`n${++this.#names}`, neuron(sigmoid), { from: ['x1'] })
        },
      }),
    optimizer: () => this.#net.change({ optimizer: sgd({ learningRate: 0.2, momentum: this.#below(2) * 0.9 }) }),
    seek: () => this.#net.timeline.seek(this.#below(1 + this.#net.timeline.step)),
    undo: () => this.#net.timeline.undo(),
    redo: () => this.#net.timeline.redo(),
    fork: () => fork(this.#net, this.#below(1 + this.#net.timeline.step)).learn(ROWS[1] as (typeof ROWS)[0]),
    keep: () => this.#snapshots.push(this.#net.snapshot),
    restore: () => this.#net.restore(this.#snapshots[this.#below(this.#snapshots.length)] as Snapshot),
    at: () => this.#net.timeline.at(this.#below(1 + this.#net.timeline.step)),
    stepAt: () => this.#net.timeline.stepAt(1 + this.#below(this.#net.timeline.step)).node('x1').delta,
    flush: () => this.#waiting.push(this.#kept?.flush().catch((error) => this.#known('flush', error)) ?? turn()),
    failed: () => this.#net.timeline.failed,
    find: () =>
      this.#waiting.push(
        find(this.#net, (step) => this.#hook('find') ?? step.node('h1').activation.at(0) > 2).catch((error) =>
          this.#known('find', error),
        ),
      ),
  }

  /** Everything is free, each call works, and the state is that of doing everything again. */
  #look(): void {
    const net = this.#net
    try {
      net.predict([0, 1])
      net.learn(ROWS[1] as (typeof ROWS)[0])
      net.change({ hyperparameters: { learningRate: 0.3 } })
      net.timeline.undo()
      const w = walk(net, ROWS, { batchSize: 1 })
      for (let k = 0; k < 3; k++) w.forward('node')
      w.close()
      net.learn(ROWS[2] as (typeof ROWS)[0])
      const { past } = net.engine
      const { replay, machine } = past.anotherReplay()
      replay.reach(past.history.head)
      if (fingerprint(machine.capture()) !== fingerprint(net.snapshot)) this.#wrong.push('a replay gives another state')
      const { step } = net.timeline
      net.timeline.seek(step - 1)
      net.timeline.seek(step)
      if (net.timeline.step !== step) this.#wrong.push('seek did not come back')
    } catch (error) {
      this.#wrong.push(`afterwards: ${(error as Error)?.stack ?? String(error)}`)
    }
  }
}
