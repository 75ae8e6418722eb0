/** Losses and metrics over a data set, a batch at a time, on numbers of its own: the network that is scored does not move. */

import type { Dataset } from '../data/dataset.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { Flow } from '../flow/flow.ts'
import type { Measured, Metric, Scores } from '../graph/contracts/metric.ts'
import { targetNodes } from '../graph/value/graph.ts'
import { Memory } from '../kernels/memory.ts'
import type { Plan } from '../plan/plan.ts'
import { shape } from '../text/inspectable.ts'

/** So many rows at once, and fewer where a network has very many lanes. */
const ROWS_AT_ONCE = 256
const NUMBERS_PER_SLAB = 2 ** 20

const scored = shape<Scores>()
/** What scores were made by, for who chooses by them. */
const metricsOf = new WeakMap<Scores, readonly Metric[]>()

/** Which value of a score is the better one: of the loss the lesser; null where there is no order, undefined where it is no score. */
export function betterOf(scores: Scores, name: string): Metric['better'] | undefined {
  return name === 'loss' ? 'less' : metricsOf.get(scores)?.find((metric) => metric.name === name)?.better
}

export class Scoring {
  readonly plan: Plan
  readonly #data: Dataset
  readonly #metrics: readonly Metric[]
  readonly #memory: Memory
  readonly #flow: Flow
  readonly #measured: Measured
  readonly #lanes: readonly number[]
  readonly #row: { readonly outputs: Float64Array; readonly targets: Float64Array; loss: number }
  readonly #most: number
  #states: unknown[] = []
  #done = 0
  #sum = 0

  /** Of data that suits the plan's graph. Throws INVALID_OPTION where two metrics have one name. */
  constructor(plan: Plan, data: Dataset, metrics: readonly Metric[]) {
    refuseEqualNames(metrics)
    const nodes = targetNodes(plan.graph)
    this.plan = plan
    this.#data = data
    this.#metrics = metrics
    this.#memory = new Memory(plan.lanes, plan.targets, plan.layout.parameters, 0)
    this.#flow = new Flow(plan, this.#memory)
    this.#lanes = nodes.map((id) => plan.layout.lane.get(id) as number)
    const thresholdOf = (id: string): number =>
      plan.graph.losses.find((one) => one.nodes.includes(id))?.loss.threshold ?? 0.5
    this.#measured = Object.freeze({ nodes, thresholds: Object.freeze(nodes.map(thresholdOf)) })
    this.#row = { outputs: new Float64Array(nodes.length), targets: new Float64Array(nodes.length), loss: 0 }
    this.#most = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(NUMBERS_PER_SLAB / plan.lanes)))
  }

  /** Begins anew, with a copy of these parameters. */
  begin(parameters: { copyInto(target: Float64Array): void }): void {
    parameters.copyInto(this.#memory.parameters)
    this.#states = this.#metrics.map((metric) => metric.init(this.#measured, metric.options))
    this.#done = 0
    this.#sum = 0
  }

  /** Takes in one more batch; false when all rows are in. Throws TICK_STALLED, THROUGH_FAILED, what a kind or metric throws. */
  next(): boolean {
    const left = this.#data.rows - this.#done
    const batch = Math.min(this.#most, left)
    const { values, targets } = this.#memory.resize(batch)
    this.#data.gather(null, this.#done, batch, values, targets)
    this.#flow.forward(this.#done + 1, true)
    for (let n = 0; n < batch; n++) this.#take(n, batch)
    this.#done += batch
    return batch < left
  }

  /** What was found, when all rows are in. */
  get scores(): Scores {
    const named = this.#metrics.map((metric, k) => [metric.name, metric.result(this.#states[k], metric.options)])
    const made = scored({ loss: this.#sum / this.#data.rows, ...Object.fromEntries(named) })
    metricsOf.set(made, this.#metrics)
    return made
  }

  /** Ends its streams; `report` hears what operators on edges throw at that. */
  close(report: (error: unknown) => void): void {
    this.#flow.close(report)
  }

  #take(n: number, batch: number): void {
    const { values, targets, losses } = this.#memory.slabs
    const row = this.#row
    row.loss = losses[n] as number
    this.#sum += row.loss
    if (this.#metrics.length === 0) return
    for (let k = 0; k < this.#lanes.length; k++) {
      row.outputs[k] = values[(this.#lanes[k] as number) * batch + n] as number
      row.targets[k] = targets[k * batch + n] as number
    }
    this.#metrics.forEach((metric, k) => {
      this.#states[k] = metric.add(this.#states[k], row, metric.options)
    })
  }
}

function refuseEqualNames(metrics: readonly Metric[]): void {
  const names = ['loss', ...metrics.map(({ name }) => name)]
  const twice = names.find((name, k) => names.indexOf(name) < k)
  if (twice === undefined) return
  const wants = 'metrics of different names, none of them called loss, which stands there anyway'
  throw new NeuriteError(invalidOption('metrics', names.slice(1), wants))
}
