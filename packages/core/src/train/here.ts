/** Where a walk stands: within a step, after so many firings, with the values as they were then. */

import { unknownNode } from '../errors/graph.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { NodeId } from '../graph/value/graph.ts'
import { meanLoss } from '../kernels/mean-loss.ts'
import type { Plan } from '../plan/plan.ts'
import { OwnSignal, type Signal } from '../signal.ts'
import type { Firing, Transition } from '../step/transition.ts'
import { inspectable, shape } from '../text/inspectable.ts'

/** What a node has computed so far in a step; null where it has not yet. */
export interface NodeSoFar {
  readonly id: NodeId
  readonly netInput: Signal | null
  readonly activation: Signal | null
  readonly delta: Signal | null
  readonly gradient: Signal | null
  /** The parameters in force, bias first. */
  readonly weights: Signal
}

const nodeSoFar = shape<NodeSoFar>((node) => {
  const numbers = Object.entries(node).map(([key, of]) => [key, of instanceof OwnSignal ? of.toArray() : of])
  return { value: Object.fromEntries(numbers) }
})

/** 'start' is before anything of the step has fired, 'forward' to 'backward' within it. */
export type Phase = 'start' | 'forward' | 'loss' | 'backward'

export interface Here<Id extends string = string> {
  /** The step under way: one more than have been made. */
  readonly step: number
  readonly phase: Phase
  /** Who has fired last; null at the start, and for the losses. */
  readonly last: Id | null
  /** How many firings of the step are done. */
  readonly fired: number
  /** The loss, once it is known. */
  readonly loss: number | null
  /** What a node has computed so far. Throws UNKNOWN_NODE. */
  node(id: Id): NodeSoFar
}

export class OwnHere implements Here {
  readonly step: number
  readonly phase: Phase
  readonly last: NodeId | null
  readonly fired: number
  readonly loss: number | null
  readonly #plan: Plan
  readonly #batch: number
  readonly #netInputs: Float64Array
  readonly #values: Float64Array
  readonly #deltas: Float64Array
  readonly #gradients: Float64Array
  readonly #parameters: Float64Array
  readonly #forward: ReadonlySet<NodeId>
  readonly #backward: ReadonlySet<NodeId>

  /** Copies what is there. */
  constructor(step: number, firings: readonly Firing[], transition: Transition) {
    const { plan, memory } = transition
    const { slabs, gradients, parameters } = memory
    const last = firings.at(-1)
    this.step = step
    this.phase = last?.phase ?? 'start'
    this.last = last === undefined ? null : (nodesOf(plan, last)[0] ?? null)
    this.fired = firings.length
    this.#plan = plan
    this.#batch = slabs.batch
    this.#netInputs = slabs.netInputs.slice()
    this.#values = slabs.values.slice()
    this.#deltas = slabs.deltas.slice()
    this.#gradients = gradients.slice()
    this.#parameters = parameters.slice()
    const fired = (phase: Phase) =>
      new Set(firings.filter((it) => it.phase === phase).flatMap((it) => nodesOf(plan, it)))
    this.#forward = fired('forward')
    this.#backward = fired('backward')
    this.loss = firings.some(({ phase }) => phase === 'loss') ? meanLoss(slabs) + transition.penalty : null
    Object.freeze(this)
  }

  node(id: NodeId): NodeSoFar {
    const { lane, start } = this.#plan.layout
    const own = lane.get(id)
    if (own === undefined) throw new NeuriteError(unknownNode(id))
    const batch = this.#batch
    const row = (values: Float64Array): Signal => new OwnSignal(this.step, values, own * batch, batch)
    const from = start[own] as number
    const span = (values: Float64Array): Signal =>
      new OwnSignal(this.step, values, from, (start[own + 1] as number) - from)
    const [there, back] = [this.#forward.has(id), this.#backward.has(id)]
    return nodeSoFar({
      id,
      netInput: there ? row(this.#netInputs) : null,
      activation: there ? row(this.#values) : null,
      delta: back ? row(this.#deltas) : null,
      gradient: back ? span(this.#gradients) : null,
      weights: span(this.#parameters),
    })
  }
}

inspectable<Here>(
  OwnHere.prototype,
  (here) => {
    const { step, phase, last, fired, loss } = here
    return { title: 'Here', value: { step, phase, last, fired, loss, ...(last !== null && { node: here.node(last) }) } }
  },
  { json: true },
)

/** The nodes that fired; none for an operator on an edge. */
function nodesOf({ blocks, layout }: Plan, { block }: Firing): NodeId[] {
  if (block === null) return []
  const { parts } = blocks[block] as Plan['blocks'][number]
  return parts
    .filter(({ form }) => form !== 'through')
    .flatMap(({ firstLane, lanes }) => layout.order.slice(firstLane, firstLane + lanes))
}
