/** How well a network does on data, without learning from it. */

import { type Data, dataset } from '../data/dataset.ts'
import { checkedLater, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Rewindable, Trainable } from '../engine/trainable.ts'
import { noLoss } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Metric, Scores } from '../graph/contracts/metric.ts'
import { slices } from '../host/slices.ts'
import { refuseCancelled } from '../past/looking.ts'
import type { Moment } from '../past/moments.ts'
import { LOOK_OPTIONS } from '../past/search-options.ts'
import { plan } from '../plan/plan.ts'
import { METRICS } from '../score/metrics-option.ts'
import { Scoring } from '../score/scoring.ts'
import { stateAt } from './state-at.ts'

export interface EvaluateOptions<Id extends string = string, Metrics extends readonly Metric[] = readonly Metric[]> {
  /** What is counted besides the loss. Their names are those of the scores. */
  readonly metrics?: Metrics
  /** The state that is asked; the one in force if left out. */
  readonly at?: Moment<Id>
  /** Ends it with CANCELLED. */
  readonly signal?: AbortSignal
}

const OPTIONS: TableOf<EvaluateOptions, 'metrics'> = {
  metrics: METRICS,
  at: checkedLater<Moment>('a moment'),
  signal: LOOK_OPTIONS.signal,
}

/**
 * The loss and metrics of a network over data, without learning: nothing moves, nothing is recorded, no stream tells of it, and
 * training may go on meanwhile. It is asked of the state in force when it is called, or at a moment of the past. The work is
 * done in slices of time. A loss that is not finite is told as it is. An operator on an edge is subscribed anew for it.
 *
 * Rejects with CANCELLED, NO_LOSS, INVALID_OPTION, what data is refused for, and as `stateAt`.
 *
 * @example
 * const { loss, accuracy: share } = await evaluate(net, test, { metrics: [accuracy] })
 * const before = await evaluate(net, test, { at: 137 })
 */
export async function evaluate<Id extends string, Raw, const Metrics extends readonly Metric[] = []>(
  net: Trainable<Id, Raw>,
  data: Data<NoInfer<Raw>>,
  options?: EvaluateOptions<NoInfer<Id>, Metrics>,
): Promise<Scores<Metrics>> {
  const { metrics, at, signal } = readOptions(options, 'evaluate', OPTIONS)
  const own = engineOf(net, 'evaluate')
  refuseCancelled(signal)
  const { graph, parameters } =
    at === undefined
      ? own.snapshot
      : await stateAt<string>(net as unknown as Rewindable, at, signal === undefined ? {} : { signal })
  const { transition } = own
  const planned = transition.plan.graph === graph ? transition.plan : plan(graph, own.options.fuse)
  if (planned.losses.length === 0) throw new NeuriteError(noLoss())
  const scoring = new Scoring(planned, dataset(data as Data, graph), metrics)
  try {
    scoring.begin(parameters)
    await new Promise<void>((resolve, reject) => {
      const work = (): boolean => {
        refuseCancelled(signal)
        const goesOn = scoring.next()
        if (!goesOn) resolve()
        return goesOn
      }
      slices(work, 12, reject)
    })
    return scoring.scores as Scores<Metrics>
  } finally {
    scoring.close(transition.turn.report)
  }
}
