/** The numbers of a running network: parameters in force and pending, gradients, and the slabs of the present batch. */

/**
 * The rows of one batch size. Row l of a slab belongs to lane l and is contiguous over the batch: the value of lane l
 * in row n of the batch is `values[l * batch + n]`.
 */
export interface Slabs {
  readonly batch: number
  /** z, before the activation. */
  readonly netInputs: Float64Array
  /** a, what a node sends on. */
  readonly values: Float64Array
  /** ∂L/∂a of each row's own loss, the running sum of what comes back. */
  readonly errors: Float64Array
  /** ∂L/∂z of each row's own loss. */
  readonly deltas: Float64Array
  /** The targets, a row each in the order of targetNodes. */
  readonly targets: Float64Array
  /** The loss of each row of the batch: Σ weight · loss. */
  readonly losses: Float64Array
}

/** Numbers that can be copied out: a store of a snapshot. */
interface MemoryNumbers {
  copyInto(target: Float64Array): void
}

/** The numbers of a state that is no longer in force. */
export interface Retired {
  readonly parameters: Float64Array
  readonly slots: Float64Array[]
}

/** How many batch sizes keep their slabs: the steady one, an epoch's last one, and single rows in between. */
const KEPT = 3

export class Memory {
  /** In force. Written only by `commit`, which swaps it with the pending ones, and by `load`. */
  parameters: Float64Array
  slots: Float64Array[]
  /** Pending: what an update writes, thrown away if the tick fails. */
  nextParameters: Float64Array
  nextSlots: Float64Array[]
  /** ∂(mean loss over the batch)/∂parameter. */
  readonly gradients: Float64Array
  /** Of the present batch. */
  slabs: Slabs
  /** The first lane whose errors are wanted: what comes back to inputs moves no parameter, and counts where somebody watches. */
  errorsFrom = 0
  readonly #lanes: number
  readonly #targets: number
  readonly #kept = new Map<number, Slabs>()

  constructor(lanes: number, targets: number, parameters: number, slots: number) {
    const numbers = (): Float64Array => new Float64Array(parameters)
    const perSlot = (): Float64Array[] => Array.from({ length: slots }, numbers)
    this.#lanes = lanes
    this.#targets = targets
    this.parameters = numbers()
    this.nextParameters = numbers()
    this.gradients = numbers()
    this.slots = perSlot()
    this.nextSlots = perSlot()
    this.slabs = this.resize(1)
  }

  /** Makes the slabs of this batch size the present ones. */
  resize(batch: number): Slabs {
    if (this.slabs?.batch === batch) return this.slabs
    const slabs = this.#kept.get(batch) ?? makeSlabs(this.#lanes, this.#targets, batch)
    // Put last, so that the first is the one that was not used for longest.
    this.#kept.delete(batch)
    this.#kept.set(batch, slabs)
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value as number)
    this.slabs = slabs
    return slabs
  }

  /** Puts these numbers in force, copied. */
  load(parameters: MemoryNumbers, slots: readonly MemoryNumbers[]): void {
    parameters.copyInto(this.parameters)
    slots.forEach((slot, k) => {
      slot.copyInto(this.slots[k] as Float64Array)
    })
    this.gradients.fill(0)
  }

  /** Other arrays of the same sizes for the numbers in force, to be loaded; those until now stay as they are. */
  exchange({ parameters, slots }: Retired): void {
    this.parameters = parameters
    this.slots = slots
  }

  /** Puts the pending numbers in force. The next update is written into `spare`: what was in force, or its like. */
  commit(spare: Retired = { parameters: this.parameters, slots: this.slots }): void {
    this.parameters = this.nextParameters
    this.slots = this.nextSlots
    this.nextParameters = spare.parameters
    this.nextSlots = spare.slots
  }
}

function makeSlabs(lanes: number, targets: number, batch: number): Slabs {
  const rows = (count: number): Float64Array => new Float64Array(count * batch)
  return {
    batch,
    netInputs: rows(lanes),
    values: rows(lanes),
    errors: rows(lanes),
    deltas: rows(lanes),
    targets: rows(targets),
    losses: rows(1),
  }
}

/** Goes on with the sums of a lane's errors, row by row. */
export function addOnto({ batch, errors }: Slabs, lane: number, back: Float64Array): void {
  const first = lane * batch
  for (let n = 0; n < batch; n++) errors[first + n] = (errors[first + n] as number) + (back[n] as number)
}

/** Below this many numbers a loop is faster than the call of `fill`. */
const FEW = 32

/** Writes zeros from `from` up to, not including, `to`. */
export function clear(values: Float64Array, from = 0, to: number = values.length): void {
  if (to - from >= FEW) values.fill(0, from, to)
  else for (let k = from; k < to; k++) values[k] = 0
}
