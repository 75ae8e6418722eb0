/** Why a weight is what it is: the rows and deltas that moved it most. */

import { lastValueFrom } from 'rxjs'
import { nameOf } from '../door/name-of.ts'
import { required, type TableOf, wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { momentsOf } from '../engine/moments-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { unknownParameter } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Past } from '../past/past.ts'
import { replaySteps } from '../past/replay-steps.ts'
import { arrivingLane } from '../plan/arriving-lane.ts'
import { offsetOfName } from '../plan/parameters.ts'
import type { Plan } from '../plan/plan.ts'
import type { Inside, OwnStep } from '../step/step.ts'
import { alignColumns } from '../text/align-columns.ts'
import { figure } from '../text/figure.ts'
import { shape } from '../text/inspectable.ts'
import { type EdgeEnds, readParameter } from '../text/names.ts'
import { shown } from '../text/shown.ts'
import { rowsOf } from './rows-of.ts'

/** What one row did to a weight, or to a bias, in one step. */
export interface Cause {
  readonly step: number
  /** The row's number in the data; for a live stream, its number among all rows that came; null where it cannot be told. */
  readonly row: number | null
  /** δ of the node that the edge enters, for this row; NaN for kinds whose gradient is not δ · a. */
  readonly delta: number
  /** What the edge carried: the activation of its source; 1 for a bias. */
  readonly activation: number
  /** Its share of the step's gradient: δ · a / rows. The weight moves against it. */
  readonly gradient: number
}

export interface Why {
  /** `h4->o6`, or `h4:bias`. */
  readonly parameter: string
  readonly from: number
  readonly to: number
  /** The weight before the first and after the last of these steps. */
  readonly before: number
  readonly after: number
  /** The largest shares first; before them those of a refused step that did not go back, by what the edge carried. */
  readonly causes: readonly Cause[]
}

/** An answer that prints as its table. */
export const whyOf: (fields: Why) => Why = shape<Why>(({ parameter, from, to, before, after, causes }) => {
  const span = from === to ? `step ${to}` : `steps ${from} to ${to}`
  const title = `${shown(parameter)} in ${span}: ${figure(before)} → ${figure(after)}`
  const rows = causes.map((cause) => [
    String(cause.step),
    cause.row === null ? '·' : String(cause.row),
    ...[cause.delta, cause.activation, cause.gradient].map((value) => figure(value)),
  ])
  const heads = ['step', 'row', 'delta', 'activation', 'gradient']
  return { title, text: `${title}\n${alignColumns(heads, rows).trimEnd()}` }
})

/** Where a parameter stands. */
interface ParameterOf {
  readonly node: NodeId
  readonly source: NodeId | null
  /** Counted from the node's first parameter. */
  readonly offset: number
  readonly isAffine: boolean
}

export interface WhyOptions {
  /** The step that is asked about. */
  readonly at: number
  /** The first step that is looked at; `at` itself if left out. */
  readonly from?: number
  /** How many causes are told. Default 10. */
  readonly most?: number
}

const OPTIONS: TableOf<WhyOptions, 'at' | 'most'> = {
  at: required(wholeNumber(0)),
  from: wholeNumber(0),
  most: wholeNumber(1, 10),
}

/**
 * Which rows and deltas moved a weight most, in a step or from an earlier one on; each step is replayed once. The parameter
 * is an edge, `h4->o6` or by its ends, or what else a node learns: `h4:bias`. The step that was refused can be asked, too. Rejects with UNKNOWN_EDGE,
 * UNKNOWN_STEP, INVALID_OPTION.
 *
 * @example
 * (await why(net, 'h4->o6', { at: 137 })).causes[0] // { step, row, delta, activation, gradient }
 */
export async function why(net: Rewindable, parameter: string | EdgeEnds, options: WhyOptions): Promise<Why> {
  const moments = momentsOf(net, 'why')
  const name = nameOf(parameter, 'why', 'parameter', 'an edge or a bias: "h4->o6", "h4:bias"')
  const { at, from = at, most } = readOptions(options, 'why', OPTIONS)
  // It stands behind the last one, and only a range without an end reaches it.
  const isRefused = moments.failed?.step === at
  if (!isRefused) moments.step(at)
  if (from > at) throw new NeuriteError(invalidOption('from', from, `a step up to ${at}`))
  const range = moments.range(isRefused ? { from } : { from, to: at })
  const causes = new Causes(range.past, name, most)
  await lastValueFrom(
    replaySteps(
      () => range,
      (step) => causes.look(step),
    ),
    { defaultValue: undefined },
  )
  return causes.result()
}

/** Goes through steps in order, and keeps the largest causes. */
class Causes {
  readonly #past: Past
  readonly #parameter: string
  readonly #most: number
  #causes: Cause[] = []
  #before = Number.NaN
  #after = Number.NaN
  #from = 0
  #to = 0

  constructor(past: Past, parameter: string, most: number) {
    this.#past = past
    this.#parameter = parameter
    this.#most = most
  }

  look(step: OwnStep): void {
    const inside = this.#past.insideOf(step, false)
    const place = placeOf(inside.plan, this.#parameter)
    const { lane, start } = inside.plan.layout
    const at = (start[lane.get(place.node) as number] as number) + place.offset
    if (this.#from === 0) {
      this.#from = step.step
      this.#before = inside.before[at] as number
    }
    this.#to = step.step
    this.#after = inside.parameters[at] as number
    if (place.isAffine) this.#rows(step, inside, place)
    else
      this.#take([
        {
          step: step.step,
          row: null,
          delta: Number.NaN,
          activation: Number.NaN,
          gradient: inside.gradients[at] as number,
        },
      ])
  }

  result(): Why {
    this.#sort()
    const causes = Object.freeze([...this.#causes])
    return whyOf({
      parameter: this.#parameter,
      from: this.#from,
      to: this.#to,
      before: this.#before,
      after: this.#after,
      causes,
    })
  }

  #rows(step: OwnStep, { plan, slabs }: Inside, { node, source }: ParameterOf): void {
    const { batch, deltas, values } = slabs
    const to = (plan.layout.lane.get(node) as number) * batch
    const from = source === null ? -1 : (arrivingLane(plan, source, node) as number) * batch
    const rows = rowsOf(this.#past, step)
    const causes: Cause[] = []
    for (let n = 0; n < batch; n++) {
      const delta = deltas[to + n] as number
      const activation = from < 0 ? 1 : (values[from + n] as number)
      causes.push({
        step: step.step,
        row: rows[n] ?? null,
        delta,
        activation,
        gradient: (delta * activation) / batch,
      })
    }
    this.#take(causes)
  }

  #take(causes: Cause[]): void {
    for (const cause of causes) this.#causes.push(cause)
    // Sorted now and then, so that a long range needs little memory.
    if (this.#causes.length > 16 * this.#most + 256) this.#sort()
  }

  #sort(): void {
    this.#causes.sort((a, b) => size(b) - size(a) || carried(b) - carried(a) || a.step - b.step)
    this.#causes.length = Math.min(this.#causes.length, this.#most)
  }
}

/** What is no number comes first: it is from where a training broke. */
const size = ({ gradient }: Cause): number => (Number.isNaN(gradient) ? Number.POSITIVE_INFINITY : Math.abs(gradient))

/** Tells causes apart that have no size. */
const carried = ({ gradient, activation }: Cause): number => (Number.isNaN(gradient) ? Math.abs(activation) : 0)

/** Throws UNKNOWN_EDGE. */
function placeOf({ graph }: Plan, parameter: string): ParameterOf {
  const named = readParameter(parameter)
  const node = named !== null && Object.hasOwn(graph.nodes, named.node) ? graph.nodes[named.node] : undefined
  const kind = node === undefined ? undefined : graph.kinds[node.kind]
  if (named === null || node === undefined || kind === undefined) throw new NeuriteError(unknownParameter(parameter))
  const offset = offsetOfName(node, kind, named)
  if (offset < 0) throw new NeuriteError(unknownParameter(parameter))
  const isAffine = kind.computation.form === 'affine'
  return { node: node.id, source: named.edge?.from ?? null, offset, isAffine }
}
