/**
 * What a neuron does, for whoever watches: a tap listens to one block and tells the watchers of each lane, as immutable
 * signals over one copied slab. A block that nobody watches has no tap.
 */

import type { Subscriber, Subscription } from 'rxjs'
import { Signal } from '../numerics/signal.ts'
import type { Block } from './block.ts'
import type { Message } from './message.ts'

/** The values of a neuron that can be watched, in the order in which they come about. */
export type Quantity = 'netInput' | 'activation' | 'delta' | 'gradient'

type Watchers = Record<Quantity, Set<Subscriber<Signal>>>

/** A copy of the rows of the lanes from `first` on. */
interface Copy {
  readonly tick: number
  readonly batch: number
  readonly first: number
  readonly slab: Float64Array
}

export class Tap {
  readonly #block: Block
  /** Where the parameters of each lane start. */
  readonly #start: Int32Array
  readonly #lanes = new Map<number, Watchers>()
  /** The watched lanes, ascending; null when it must be made anew. */
  #sorted: number[] | null = null
  readonly #count: Record<Quantity, number> = { netInput: 0, activation: 0, delta: 0, gradient: 0 }
  #values: Subscription | null = null
  #deltas: Subscription | null = null

  constructor(block: Block, start: Int32Array) {
    this.#block = block
    this.#start = start
  }

  /** Whether nobody watches. */
  get idle(): boolean {
    return this.#lanes.size === 0
  }

  /** Lets this subscriber see one quantity of one lane of the network; gives back how to stop. */
  watch(lane: number, quantity: Quantity, subscriber: Subscriber<Signal>): () => void {
    let watchers = this.#lanes.get(lane)
    if (watchers === undefined) {
      watchers = { netInput: new Set(), activation: new Set(), delta: new Set(), gradient: new Set() }
      this.#lanes.set(lane, watchers)
      this.#sorted = null
    }
    const { [quantity]: own } = watchers
    const all = Object.values(watchers)
    own.add(subscriber)
    this.#count[quantity]++
    this.#listen()
    return () => {
      own.delete(subscriber)
      this.#count[quantity]--
      if (all.every(({ size }) => size === 0) && this.#lanes.delete(lane)) this.#sorted = null
      this.#listen()
    }
  }

  /** Subscribes to the block's two streams only while somebody watches what they bring. */
  #listen(): void {
    const { netInput, activation, delta, gradient } = this.#count
    if (netInput + activation === 0) {
      this.#values?.unsubscribe()
      this.#values = null
    } else this.#values ??= this.#block.values$.subscribe((message) => this.#tellValues(message))
    if (delta + gradient === 0) {
      this.#deltas?.unsubscribe()
      this.#deltas = null
    } else this.#deltas ??= this.#block.deltas$.subscribe((message) => this.#tellDeltas(message))
  }

  #tellValues({ tick, values }: Message): void {
    const { slabs } = this.#block.memory
    const { form, firstLane, lanes: count } = this.#block.plan
    const from = firstLane * slabs.batch
    const lanes = this.#inOrder()
    // The value of an input node is its net input: nothing is computed between.
    const netInputs = form === 'source' ? values : slabs.netInputs.subarray(from, from + count * slabs.batch)
    const netInput = this.#count.netInput > 0 ? this.#copy(tick, netInputs, lanes) : null
    const activation = this.#count.activation > 0 ? this.#copy(tick, values, lanes) : null
    for (const lane of lanes) {
      if (netInput !== null) this.#tell('netInput', lane, netInput)
      if (activation !== null) this.#tell('activation', lane, activation)
    }
  }

  /** Backward, lanes are told in descending order: the order in which blocks of one node each would fire. */
  #tellDeltas({ tick, values }: Message): void {
    const { gradients } = this.#block.memory
    const lanes = this.#inOrder()
    const delta = this.#count.delta > 0 ? this.#copy(tick, values, lanes) : null
    for (let k = lanes.length - 1; k >= 0; k--) {
      const lane = lanes[k] as number
      if (delta !== null) this.#tell('delta', lane, delta)
      const watchers = this.#lanes.get(lane)?.gradient
      if (watchers === undefined || watchers.size === 0) continue
      const own = gradients.slice(this.#start[lane], this.#start[lane + 1])
      const signal = new Signal(tick, own, 0, own.length)
      for (const watcher of watchers) watcher.next(signal)
    }
  }

  #tell(quantity: Quantity, lane: number, { tick, batch, first, slab }: Copy): void {
    const watchers = this.#lanes.get(lane)?.[quantity]
    if (watchers === undefined || watchers.size === 0) return
    const signal = new Signal(tick, slab, (lane - first) * batch, batch)
    for (const watcher of watchers) watcher.next(signal)
  }

  #inOrder(): readonly number[] {
    this.#sorted ??= [...this.#lanes.keys()].sort((a, b) => a - b)
    return this.#sorted
  }

  /** One copy from the first watched lane to the last; `values` begins with the block's first lane. */
  #copy(tick: number, values: Float64Array, lanes: readonly number[]): Copy {
    const { memory, plan } = this.#block
    const { batch } = memory.slabs
    const first = lanes[0] as number
    const last = lanes[lanes.length - 1] as number
    const from = (first - plan.firstLane) * batch
    return { tick, batch, first, slab: values.slice(from, from + (last - first + 1) * batch) }
  }
}
