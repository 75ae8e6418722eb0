/** Scores beside a training, on data that is not learned from. `train` knows nothing of it but its form: who needs none pays for none. */

import { type Data, dataset } from '../data/dataset.ts'
import { type TableOf, wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Engine } from '../engine/engine.ts'
import type { Metric } from '../graph/contracts/metric.ts'
import type { Values } from '../graph/value/known.ts'
import { METRICS } from '../score/metrics-option.ts'
import { Scoring } from '../score/scoring.ts'
import type { Step } from '../step/step.ts'
import { hide, inspectable } from '../text/inspectable.ts'

export interface HeldOutOptions<Metrics extends readonly Metric[] = readonly Metric[]> {
  /** What is counted besides the loss. */
  readonly metrics?: Metrics
  /** After each step whose number is a multiple of this; after the last step of each epoch if left out. */
  readonly every?: number
}

/** What a training is scored on; `heldOut` makes it. */
export interface HeldOut<Raw = Values, Metrics extends readonly Metric[] = readonly Metric[]> {
  readonly data: Data<Raw>
  readonly metrics: Metrics
  /** Null: once per epoch. */
  readonly every: number | null
  /** Throws what the data is refused for. @internal */
  start(own: Engine): Validating
}

/** The scores of one training. @internal */
export interface Validating {
  /** Whether scores belong to the step that was made last; they are begun then. */
  begins(step: Step): boolean
  /** A batch more; false when that was the last. */
  next(): boolean
  /** The step with its scores, which it keeps for itself: nobody recorded them. */
  scored(step: Step): Step
  close(): void
}

const OPTIONS: TableOf<HeldOutOptions, 'metrics'> = { metrics: METRICS, every: wholeNumber(1) }

/**
 * Data that a training is scored on and does not learn from: the loss and metrics of the network after a step, in
 * `step.validation`. The data is read when the training begins, and refused then. Throws UNKNOWN_OPTION and INVALID_OPTION.
 *
 * @example
 * train(net, rows, { epochs: 100, validation: heldOut(others, { metrics: [accuracy] }) })
 *   .subscribe(({ step, validation }) => validation && console.log(step, validation.loss, validation.accuracy))
 */
export function heldOut<Raw = Values, const Metrics extends readonly Metric[] = []>(
  data: Data<Raw>,
  options?: HeldOutOptions<Metrics>,
): HeldOut<Raw, Metrics> {
  const { metrics, every } = readOptions(options, 'heldOut', OPTIONS)
  return new OwnHeldOut(data as Data, metrics, every ?? null) as unknown as HeldOut<Raw, Metrics>
}

class OwnHeldOut implements HeldOut {
  readonly data: Data
  readonly metrics: readonly Metric[]
  readonly every: number | null

  constructor(data: Data, metrics: readonly Metric[], every: number | null) {
    this.data = data
    this.metrics = metrics
    this.every = every
    hide(this, 'data')
    Object.freeze(this)
  }

  start(own: Engine): Validating {
    return new OwnValidating(own, this)
  }
}

inspectable<HeldOut>(OwnHeldOut.prototype, ({ metrics, every }) => ({
  title: 'HeldOut',
  value: { metrics: metrics.map(({ name }) => name), every },
}))

class OwnValidating implements Validating {
  readonly #own: Engine
  readonly #held: HeldOut
  readonly #data: Data
  #scoring: Scoring

  constructor(own: Engine, held: HeldOut) {
    const { plan } = own.transition
    // A copy: what the caller writes into its rows later is no part of it.
    const data = dataset(held.data, plan.graph)
    this.#own = own
    this.#held = held
    this.#data = data
    this.#scoring = new Scoring(plan, data, held.metrics)
  }

  begins({ step }: Step): boolean {
    const { cursor, transition } = this.#own
    const { every, metrics } = this.#held
    const isDue = every === null ? cursor.batch === 0 : step % every === 0
    if (!isDue) return false
    const { plan, memory } = transition
    if (plan.graph !== this.#scoring.plan.graph) {
      const data = dataset(this.#data, plan.graph)
      this.close()
      this.#scoring = new Scoring(plan, data, metrics)
    }
    const { parameters } = memory
    this.#scoring.begin({ copyInto: (target) => target.set(parameters) })
    return true
  }

  next(): boolean {
    return this.#scoring.next()
  }

  scored(step: Step): Step {
    return Object.defineProperty(step, 'validation', { value: this.#scoring.scores, enumerable: true })
  }

  close(): void {
    this.#scoring.close(this.#own.transition.turn.report)
  }
}
