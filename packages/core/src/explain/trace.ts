/** One update on paper: the tables of a textbook, for any network. The network itself is not touched. */

import { type Row, rowReader } from '../data/row.ts'
import { demand } from '../door/demand.ts'
import type { Engine } from '../engine/engine.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Trainable } from '../engine/trainable.ts'
import type { Flow } from '../flow/flow.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph, GraphNode, NodeId } from '../graph/value/graph.ts'
import { Memory, type Slabs } from '../kernels/memory.ts'
import { centralDifference } from '../numerics/central-difference.ts'
import { namesOf } from '../plan/parameters.ts'
import type { Part } from '../plan/part.ts'
import type { Plan } from '../plan/plan.ts'
import { Transition } from '../step/transition.ts'
import { figure } from '../text/figure.ts'
import { hide, inspectable } from '../text/inspectable.ts'
import { traceText } from './trace-text.ts'
import type { Tables, TracedError, TracedParameter, TracedShare, TracedUnit } from './traced.ts'
import { tracedShares } from './traced-shares.ts'

/** How far the gradients are from what the loss does to the left and to the right. */
export interface TraceCheck {
  /** The parameter that is furthest off. */
  readonly parameter: string
  /** |gradient − difference quotient| / max(1, |gradient|); at a kink, how far outside of the slopes on its two sides. */
  readonly worst: number
  /** Where the loss has a kink, as behind a relu whose net input is 0: any slope between those on its two sides is right. */
  readonly kinks: readonly string[]
  readonly parameters: number
}

/** The tables of a textbook. `String(trace)` prints them. */
export interface Trace extends Tables {
  readonly loss: number
  /** Holds every gradient against (L(w + h) − L(w − h)) / 2h, at a kink against both sides; the net is as it was when traced. */
  check(h?: number): TraceCheck
  toString(decimals?: number): string
}

/**
 * Computes what one update from this row would do, on a copy of the network. Throws what a row's refusal says,
 * TRAINING_DIVERGED, and what a kind throws. An operator on an edge is subscribed anew for it.
 *
 * @example
 * console.log(String(trace(net, { input: [1, 0, 1], target: [1] })))
 */
export function trace<Raw>(net: Trainable<string, Raw>, sample: Row<NoInfer<Raw>>): Trace {
  const own = engineOf(net, 'trace')
  const { plan, memory } = own.transition
  const paper = new Paper(own, memory.parameters)
  try {
    paper.read(sample as Row)
    const loss = paper.update(memory.slots)
    const tables = paper.tables()
    const { slabs, parameters } = paper.memory
    const row = { values: slabs.values.slice(0, plan.graph.inputs.length), targets: slabs.targets.slice() }
    const before = parameters.slice()
    const text = (decimals = 3): string => {
      const suits = Number.isInteger(decimals) && decimals >= 0 && decimals <= 100
      demand(suits, 'toString', 'decimals', decimals, 'a whole number from 0 to 100')
      return traceText(tables, decimals)
    }
    const differences = (h = 1e-5): TraceCheck => {
      demand(Number.isFinite(h) && h > 0, 'check', 'h', h, 'a finite number above 0')
      return check(own, before, row, tables.parameters, h)
    }
    const traced = { loss, ...tables, check: differences }
    inspectable(traced, () => ({ title: `Trace, loss ${figure(loss)}`, text: text() }))
    Object.defineProperty(traced, 'toString', { value: text })
    hide(traced, 'check')
    return Object.freeze<Trace>(traced)
  } finally {
    paper.close()
  }
}

/** The tables of the update that stands pending. */
function read(plan: Plan, flow: Flow, memory: Memory): Tables {
  const { parts, graph, layout, owners } = plan
  const { slabs, parameters, gradients, nextParameters } = memory
  const { order, start } = layout
  const shares = tracedShares(plan, flow, memory)
  const units: TracedUnit[] = []
  const errors: TracedError[] = []
  const rows: TracedParameter[] = []
  const fired = parts.flatMap(({ form, firstLane, lanes }) =>
    form === 'dense' || form === 'single' ? Array.from({ length: lanes }, (_, k) => firstLane + k) : [],
  )
  for (const lane of fired) {
    const node = order[lane] as NodeId
    units.push({ node, netInput: slabs.netInputs[lane] as number, output: slabs.values[lane] as number })
  }
  for (const lane of fired.toReversed()) {
    const node = order[lane] as NodeId
    const delta = slabs.deltas[lane] as number
    errors.push({
      node,
      // 0 − δ rather than −δ: an error of nothing is 0, not −0.
      error: 0 - delta,
      delta,
      shares: Object.freeze(shares[lane] as TracedShare[]),
      sum: slabs.errors[lane] as number,
      slope: slopeOf(parts[owners.part[lane] as number] as Part, slabs, lane),
    })
    parametersNamed(graph, node).forEach((parameter, k) => {
      const at = (start[lane] as number) + k
      const [before, gradient, after] = [parameters, gradients, nextParameters].map((of) => of[at] as number)
      rows.push({ parameter, before, gradient, after } as TracedParameter)
    })
  }
  return { units: Object.freeze(units), errors: Object.freeze(errors), parameters: Object.freeze(rows) }
}

/** f′(z) of a lane: what its activation makes of an error of 1. */
function slopeOf(part: Part, { netInputs, values }: Slabs, lane: number): number | null {
  if (part.form === 'source' || part.form === 'through' || part.kind.computation.form !== 'affine') return null
  const [z, a] = [netInputs.slice(lane, lane + 1), values.slice(lane, lane + 1)]
  const slope = new Float64Array(1)
  const { activation } = part.kind.computation
  activation.backward(z, a, Float64Array.of(1), slope, 0, 1, activation.options)
  return slope[0] as number
}

/** A copy of a network to calculate on: memory and flow of its own, the same plan. */
class Paper {
  readonly memory: Memory
  readonly #own: Engine
  readonly #transition: Transition

  constructor(own: Engine, parameters: Float64Array) {
    const { plan } = own.transition
    const { slots } = own.machine.optimizer
    this.#own = own
    this.memory = new Memory(plan.lanes, plan.targets, plan.layout.parameters, slots.length)
    this.memory.parameters.set(parameters)
    this.#transition = new Transition(plan, this.memory, own.machine.optimizer)
  }

  read(sample: Row): void {
    const { values, targets } = this.#transition.prepare(1)
    rowReader(this.#own.transition.plan.graph).readRow(sample, 0, values, targets, 0, 1)
  }

  /** Runs the row through, there and back; what the update would write stands pending. Gives the loss. */
  update(slots: readonly Float64Array[]): number {
    this.memory.slots.forEach((slot, k) => {
      slot.set(slots[k] as Float64Array)
    })
    const { hyperparameters, since } = this.#own.machine.base
    return this.#transition.learn({ step: this.#own.step + 1, hyperparameters, since })
  }

  tables(): Tables {
    return read(this.#own.transition.plan, this.#transition.flow, this.memory)
  }

  /** Runs the row through, there only. */
  loss(tick: number): number {
    this.#transition.flow.forward(tick, true)
    return this.memory.slabs.losses[0] as number
  }

  close(): void {
    this.#transition.flow.close(this.#own.transition.turn.report)
  }
}

/** A difference that rounding does not explain is looked at closely. */
const SUSPICIOUS = 1e-7

function check(
  own: Engine,
  numbers: Float64Array,
  row: Pick<Slabs, 'values' | 'targets'>,
  rows: readonly TracedParameter[],
  h: number,
): TraceCheck {
  const paper = new Paper(own, numbers)
  try {
    const { parameters, slabs } = paper.memory
    slabs.values.set(row.values)
    slabs.targets.set(row.targets)
    const at = positions(own)
    let tick = 0
    const lossWith = (index: number, value: number): number => {
      parameters[index] = value
      return paper.loss(++tick)
    }
    let worst = { parameter: '', worst: 0 }
    const kinks: string[] = []
    for (const { parameter, before, gradient } of rows) {
      const index = at.get(parameter) as number
      const quotient = (lossWith(index, before + h) - lossWith(index, before - h)) / (2 * h)
      let off = Math.abs(gradient - quotient)
      if (off > SUSPICIOUS) {
        const { kink, sides } = centralDifference((value) => lossWith(index, value), before, h)
        if (kink) {
          kinks.push(parameter)
          off = Math.max(0, Math.min(sides[0], sides[1]) - gradient, gradient - Math.max(sides[0], sides[1]))
        }
      }
      parameters[index] = before
      const share = off / Math.max(1, Math.abs(gradient))
      // What cannot be compared is as far off as can be.
      const far = Number.isNaN(share) ? Number.POSITIVE_INFINITY : share
      if (far > worst.worst) worst = { parameter, worst: far }
    }
    return { ...worst, parameters: rows.length, kinks }
  } finally {
    paper.close()
  }
}

/** Where each parameter stands, by its name in the tables. */
function positions({ transition }: Engine): Map<string, number> {
  const { graph, layout } = transition.plan
  const at = new Map<string, number>()
  layout.order.forEach((id, lane) => {
    parametersNamed(graph, id).forEach((name, k) => {
      at.set(name, (layout.start[lane] as number) + k)
    })
  })
  return at
}

function parametersNamed({ nodes, kinds }: Graph, id: NodeId): string[] {
  const node = nodes[id] as GraphNode
  return namesOf(node, kinds[node.kind] as NodeKind)
}
