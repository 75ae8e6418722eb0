/** What a training emits: one update, as an immutable value that can be looked into. */

import { unknownNode } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { Metric, Scores } from '../graph/contracts/metric.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Address } from '../history/log.ts'
import type { Slabs } from '../kernels/memory.ts'
import type { Plan } from '../plan/plan.ts'
import { OwnSignal, type Quantity, type Signal } from '../signal.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { inspectable } from '../text/inspectable.ts'
import { QUANTITIES, valuesOf } from './quantity.ts'

/** What happened at an update, where it still stands; read-only, and true until whoever gives it is asked again. */
export interface Inside {
  readonly plan: Plan
  readonly slabs: Slabs
  readonly gradients: Float64Array
  readonly penalty: number
  /** The parameters before and after the update. */
  readonly before: Float64Array
  readonly parameters: Float64Array
}

/** Where a step looks things up. */
export interface StepSource {
  /** The state after it. Throws SNAPSHOT_GONE where no history is kept and it is too late. */
  snapshotOf(step: OwnStep): Snapshot
  /** The loss, where nobody recorded it. */
  lossOf(step: OwnStep): number
  /** What it computed; what came back to inputs only where asked for. Throws SNAPSHOT_GONE likewise. */
  insideOf(step: OwnStep, inputsBack: boolean): Inside
}

/** What one node did in a step: a number per row of the batch, or per parameter, bias first. */
export interface NodeValues {
  readonly id: NodeId
  readonly netInput: Signal
  readonly activation: Signal
  readonly delta: Signal
  readonly gradient: Signal
  /** The parameters after the update. */
  readonly weights: Signal
}

export interface StepFields {
  readonly step: number
  readonly epoch: number
  readonly batch: number
  readonly rows: number
  /** Null where it is to be recomputed. */
  readonly loss: number | null
  /** Where the state after it stands in the history. */
  readonly address: Address
  /** Whether it was refused: TRAINING_DIVERGED. Nothing of it was kept, but it can be looked into. */
  readonly failed?: boolean
}

/** One update of the parameters. */
export interface Step<Id extends string = string, Metrics extends readonly Metric[] = readonly Metric[]> {
  /** Which update of the network this is, from 1. */
  readonly step: number
  /** Which pass over the data it belongs to, from 0. */
  readonly epoch: number
  /** Which batch of that pass it was, from 0. */
  readonly batch: number
  /** How many rows the batch had. */
  readonly rows: number
  /** The mean loss over the rows, before the update; with the penalty of the optimizer, where it has one. */
  readonly loss: number
  /** The scores after it, where `train` was asked for `validation` and told this step with them; else null, as in the past. */
  readonly validation: Scores<Metrics> | null
  /** Whether it was refused as diverging: nothing of it was kept, but it can be looked into. */
  readonly failed: boolean
  /**
   * The network after this update; before it where it failed. It is copied out when it is first looked at, or recomputed if
   * that is later, and stays. Throws SNAPSHOT_GONE where the network keeps no history and a later update has been made.
   */
  readonly snapshot: Snapshot<Id>
  /**
   * What a node computed in this step; recomputed where that is over. Each value is copied when it is read. Throws
   * UNKNOWN_NODE, and SNAPSHOT_GONE as `snapshot` does.
   *
   * @example
   * step.node('h4').delta.at(0)
   */
  node(id: Id): NodeValues
  /**
   * What all nodes computed in this step, in one array: `values[k * rows + n]` is that of node k of `graph.order` in row n of
   * the batch. Of `gradient` and `weights` it has each node's parameters, bias first, node after node. Throws
   * INVALID_OPTION, and SNAPSHOT_GONE as `snapshot` does.
   *
   * @example
   * step.values('activation')
   */
  values(what: Quantity): Float64Array
  toJSON(): Pick<Step, 'step' | 'epoch' | 'batch' | 'rows' | 'loss'> & { readonly validation?: Scores }
}

export class OwnStep implements Step {
  readonly step: number
  readonly epoch: number
  readonly batch: number
  readonly rows: number
  declare readonly loss: number
  declare readonly validation: Scores | null
  readonly #failed: boolean
  readonly #address: Address
  readonly #source: StepSource
  #snapshot: Snapshot | null = null

  constructor(fields: StepFields, source: StepSource) {
    this.step = fields.step
    this.epoch = fields.epoch
    this.batch = fields.batch
    this.rows = fields.rows
    if (fields.loss === null) computeLater(this, source)
    else this.loss = fields.loss
    this.#failed = fields.failed ?? false
    this.#address = fields.address
    this.#source = source
  }

  get failed(): boolean {
    return this.#failed
  }

  get address(): Address {
    return this.#address
  }

  get snapshot(): Snapshot {
    this.#snapshot ??= this.#source.snapshotOf(this)
    return this.#snapshot
  }

  node(id: NodeId): NodeValues {
    return new NodeView(id, this, this.#source)
  }

  values(what: Quantity): Float64Array {
    if (!QUANTITIES.includes(what)) {
      throw new NeuriteError(invalidOption('what', what, `one of ${QUANTITIES.join(', ')}`, 'values'))
    }
    return valuesOf(this.#source.insideOf(this, what === 'delta'), what)
  }

  /** Whether it is looked up there. */
  isOf(source: StepSource): boolean {
    return this.#source === source
  }

  toJSON(): ReturnType<Step['toJSON']> {
    const { step, epoch, batch, rows, loss, validation } = this
    return { step, epoch, batch, rows, loss, ...(validation !== null && { validation }) }
  }
}

// A field of those steps alone that have scores: the others pay nothing for it.
Object.defineProperty(OwnStep.prototype, 'validation', { value: null })

inspectable<Step>(OwnStep.prototype, (step) => ({
  title: 'Step',
  value: step.failed ? { ...step.toJSON(), failed: true } : step.toJSON(),
}))

/** A loss that is computed when it is first read; listed as any field, since consoles make columns of fields. */
function computeLater(step: OwnStep, source: StepSource): void {
  let loss: number | null = null
  Object.defineProperty(step, 'loss', {
    enumerable: true,
    get: () => {
      loss ??= source.lossOf(step)
      return loss
    },
  })
}

type Numbers = Record<Exclude<keyof NodeValues, 'id'>, number[]>
type NumbersOfNode = Pick<NodeValues, 'id'> & Numbers

class NodeView implements NodeValues {
  readonly id: NodeId
  readonly #step: OwnStep
  readonly #source: StepSource

  constructor(id: NodeId, step: OwnStep, source: StepSource) {
    this.id = id
    this.#step = step
    this.#source = source
    this.#place(this.#look(false))
  }

  get netInput(): Signal {
    return this.#row('netInputs')
  }

  get activation(): Signal {
    return this.#row('values')
  }

  get delta(): Signal {
    return this.#row('deltas')
  }

  get gradient(): Signal {
    const inside = this.#look(false)
    return this.#span(inside, inside.gradients)
  }

  get weights(): Signal {
    const inside = this.#look(false)
    return this.#span(inside, inside.parameters)
  }

  toJSON(): NumbersOfNode {
    const numbers = QUANTITIES.map((what) => [what, this[what].toArray()])
    return { id: this.id, ...(Object.fromEntries(numbers) as Numbers) }
  }

  #look(inputsBack: boolean): Inside {
    return this.#source.insideOf(this.#step, inputsBack)
  }

  #row(of: 'netInputs' | 'values' | 'deltas'): Signal {
    let inside = this.#look(false)
    const lane = this.#place(inside)
    // What comes back to an input moves nothing, so it is computed only where somebody asks.
    if (of === 'deltas' && lane < inside.plan.graph.inputs.length) inside = this.#look(true)
    const { batch } = inside.slabs
    return new OwnSignal(this.#step.step, inside.slabs[of].slice(lane * batch, (lane + 1) * batch), 0, batch)
  }

  #span({ plan }: Inside, values: Float64Array): Signal {
    const { lane, start } = plan.layout
    const own = lane.get(this.id) as number
    const span = values.slice(start[own], start[own + 1])
    return new OwnSignal(this.#step.step, span, 0, span.length)
  }

  #place({ plan }: Inside): number {
    const lane = plan.layout.lane.get(this.id)
    if (lane === undefined) throw new NeuriteError(unknownNode(this.id))
    return lane
  }
}

inspectable<NodeView>(NodeView.prototype, (node) => ({ value: node.toJSON() }))
