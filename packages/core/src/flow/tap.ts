/**
 * What a neuron does, for whoever watches: a tap listens to one block and tells the watchers of each lane, as immutable
 * signals over one copied slab. It listens only while somebody watches.
 */

import type { Observer, Subscription } from 'rxjs'
import { OwnSignal, type Quantity, type Signal } from '../signal.ts'
import type { Block } from './block.ts'
import type { Message } from './message.ts'

/** The values of a neuron that can be watched, in the order in which they come about. */
export type Tapped = Exclude<Quantity, 'weights'>

/** Who watches one quantity of one lane. */
type Listener = Pick<Observer<Signal>, 'next'>

/** The lists are replaced, never changed: a list that is being told stays as it is. */
type Watchers = Record<Tapped, readonly Listener[]>

const NOBODY: readonly Listener[] = []

/** Who comes while a tick is told hears what is still ahead of it, as if each lane were a block of its own. */
export class Tap {
  readonly #block: Block
  /** Where the parameters of each lane start. */
  readonly #start: Int32Array
  readonly #lanes = new Map<number, Watchers>()
  /** The watched lanes, ascending; null when one has come or gone. */
  #sorted: readonly number[] | null = null
  readonly #count: Record<Tapped, number> = { netInput: 0, activation: 0, delta: 0, gradient: 0 }
  #values: Subscription | null = null
  #deltas: Subscription | null = null
  #telling = false
  /** Whether somebody has gone while it was telling. */
  #left = false

  constructor(block: Block, start: Int32Array) {
    this.#block = block
    this.#start = start
  }

  /** Lets somebody see one quantity of one lane of the network; gives back how to stop. */
  watch(lane: number, quantity: Tapped, watcher: Listener): () => void {
    let watchers = this.#lanes.get(lane)
    if (watchers === undefined) {
      watchers = { netInput: NOBODY, activation: NOBODY, delta: NOBODY, gradient: NOBODY }
      this.#lanes.set(lane, watchers)
      this.#sorted = null
    }
    const own = watchers
    own[quantity] = [...own[quantity], watcher]
    this.#count[quantity]++
    this.#listen()
    return () => {
      own[quantity] = own[quantity].toSpliced(own[quantity].indexOf(watcher), 1)
      this.#count[quantity]--
      if (this.#telling) this.#left = true
      else this.#tidy([lane])
    }
  }

  /** Subscribes to the block's two streams only while somebody watches what they bring. */
  #listen(): void {
    const { netInput, activation, delta, gradient } = this.#count
    if (netInput + activation === 0) {
      this.#values?.unsubscribe()
      this.#values = null
    } else this.#values ??= this.#block.values$.subscribe((message) => this.#tell(() => this.#tellValues(message)))
    if (delta + gradient === 0) {
      this.#deltas?.unsubscribe()
      this.#deltas = null
    } else this.#deltas ??= this.#block.deltas$.subscribe((message) => this.#tell(() => this.#tellDeltas(message)))
  }

  /** Who goes in the meantime is cleared away afterwards. */
  #tell(tell: () => void): void {
    this.#telling = true
    try {
      tell()
    } finally {
      this.#telling = false
      if (this.#left) this.#tidy([...this.#lanes.keys()])
    }
  }

  /** Forgets those of these lanes that nobody watches any more. */
  #tidy(lanes: readonly number[]): void {
    for (const lane of lanes) {
      if (Object.values(this.#lanes.get(lane) as Watchers).some(({ length }) => length > 0)) continue
      this.#lanes.delete(lane)
      this.#sorted = null
    }
    this.#left = false
    this.#listen()
  }

  #tellValues({ tick, values }: Message): void {
    const { memory, plan } = this.#block
    const { batch, netInputs } = memory.slabs
    const from = plan.firstLane * batch
    const sums = netInputs.subarray(from, from + values.length)
    let lanes = this.#inOrder()
    let ownSums: Float64Array | null = null
    let ownValues: Float64Array | null = null
    for (let k = 0; k < lanes.length; k++) {
      const lane = lanes[k] as number
      const watchers = this.#lanes.get(lane) as Watchers
      if (watchers.netInput.length > 0) {
        ownSums ??= this.#copy(sums, lanes)
        send(watchers.netInput, new OwnSignal(tick, ownSums, k * batch, batch))
      }
      if (watchers.activation.length > 0) {
        ownValues ??= this.#copy(values, lanes)
        send(watchers.activation, new OwnSignal(tick, ownValues, k * batch, batch))
      }
      if (this.#sorted === lanes) continue
      lanes = this.#inOrder()
      k = lanes.indexOf(lane)
      ownSums = ownValues = null
    }
  }

  /** Backward, lanes are told in descending order: the order in which blocks of one node each would fire. */
  #tellDeltas({ tick, values }: Message): void {
    const { gradients, slabs } = this.#block.memory
    const { batch } = slabs
    let lanes = this.#inOrder()
    let ownDeltas: Float64Array | null = null
    for (let k = lanes.length - 1; k >= 0; k--) {
      const lane = lanes[k] as number
      const watchers = this.#lanes.get(lane) as Watchers
      if (watchers.delta.length > 0) {
        ownDeltas ??= this.#copy(values, lanes)
        send(watchers.delta, new OwnSignal(tick, ownDeltas, k * batch, batch))
      }
      if (watchers.gradient.length > 0) {
        const own = gradients.slice(this.#start[lane], this.#start[lane + 1])
        send(watchers.gradient, new OwnSignal(tick, own, 0, own.length))
      }
      if (this.#sorted === lanes) continue
      lanes = this.#inOrder()
      k = lanes.indexOf(lane)
      ownDeltas = null
    }
  }

  #inOrder(): readonly number[] {
    this.#sorted ??= [...this.#lanes.keys()].sort((a, b) => a - b)
    return this.#sorted
  }

  /** The rows of these lanes, one after the other; `values` begins with the block's first lane. */
  #copy(values: Float64Array, lanes: readonly number[]): Float64Array {
    const { memory, plan } = this.#block
    const { batch } = memory.slabs
    const first = ((lanes[0] as number) - plan.firstLane) * batch
    const last = ((lanes[lanes.length - 1] as number) - plan.firstLane) * batch
    if (last - first === (lanes.length - 1) * batch) return values.slice(first, last + batch)
    const copy = new Float64Array(lanes.length * batch)
    for (let k = 0; k < lanes.length; k++) {
      const row = ((lanes[k] as number) - plan.firstLane) * batch
      for (let n = 0; n < batch; n++) copy[k * batch + n] = values[row + n] as number
    }
    return copy
  }
}

function send(watchers: readonly Listener[], signal: Signal): void {
  for (const watcher of watchers) watcher.next(signal)
}
