/** One update on paper: the three tables of a textbook, for any network. The network itself is not touched. */

import { type Row, rowReader } from '../data/row.ts'
import { edgeId, type GraphNode, type NodeId } from '../graph/graph.ts'
import type { NodeKind } from '../graph/kind.ts'
import { Memory } from '../kernels/memory.ts'
import type { Learner, Trainable } from '../train/learner.ts'
import { Transition } from '../train/transition.ts'
import { alignColumns } from './align-columns.ts'

/** Forward: what comes in and what goes out. */
export interface TracedUnit {
  readonly node: NodeId
  readonly netInput: number
  readonly output: number
}

/** Backward: the textbook's error of a unit, −∂L/∂z = −δ. */
export interface TracedError {
  readonly node: NodeId
  readonly error: number
}

/** Update: one weight or bias. */
export interface TracedParameter {
  /** `h4->o6`, or `bias h4`. */
  readonly parameter: string
  readonly before: number
  readonly gradient: number
  readonly after: number
}

/** How far the gradients are from central differences of the loss. */
export interface TraceCheck {
  /** The parameter that is furthest off. */
  readonly parameter: string
  /** |gradient − difference quotient| / max(1, |gradient|). */
  readonly worst: number
  readonly parameters: number
}

/** The three tables. `String(trace)` prints them. */
export interface Trace {
  readonly loss: number
  /** Net input and output of each unit, in the order in which they fire. */
  readonly units: readonly TracedUnit[]
  /** The error of each unit, in the order in which they are found. */
  readonly errors: readonly TracedError[]
  /** Each weight and bias before and after, the last unit first. */
  readonly parameters: readonly TracedParameter[]
  /** Holds every gradient against (L(w + h) − L(w − h)) / 2h, with the net as it was when it was traced. */
  check(h?: number): TraceCheck
  toString(decimals?: number): string
}

/**
 * Computes what one update from this row would do, on a copy of the network. Throws what a row's refusal says,
 * TRAINING_DIVERGED, and what a kind throws.
 *
 * @example
 * console.log(String(trace(net, { input: [1, 0, 1], target: [1] })))
 */
export function trace(net: Trainable, sample: Row): Trace {
  const own = net.learner
  const { plan } = own.transition
  const paper = new Paper(own, sample)
  const { order, start } = plan.layout
  const loss = paper.update()
  const { slabs, parameters, gradients, nextParameters } = paper.memory
  const units: TracedUnit[] = []
  const errors: TracedError[] = []
  const rows: TracedParameter[] = []
  const fired = plan.blocks.flatMap(({ form, firstLane, lanes }) =>
    form === 'dense' || form === 'single' ? Array.from({ length: lanes }, (_, k) => firstLane + k) : [],
  )
  for (const lane of fired) {
    const node = order[lane] as NodeId
    units.push({ node, netInput: slabs.netInputs[lane] as number, output: slabs.values[lane] as number })
  }
  for (const lane of fired.toReversed()) {
    const node = order[lane] as NodeId
    // 0 − δ rather than −δ: an error of nothing is 0, not −0.
    errors.push({ node, error: 0 - (slabs.deltas[lane] as number) })
    const names = parameterNames(plan.graph.nodes[node] as GraphNode, plan.graph.kinds)
    names.forEach((parameter, k) => {
      const at = (start[lane] as number) + k
      const [before, gradient, after] = [parameters, gradients, nextParameters].map((of) => of[at] as number)
      rows.push({ parameter, before, gradient, after } as TracedParameter)
    })
  }
  const numbers = parameters.slice()
  paper.close()
  return Object.freeze<Trace>({
    loss,
    units: Object.freeze(units),
    errors: Object.freeze(errors),
    parameters: Object.freeze(rows),
    check: (h = 1e-5) => check(own, sample, numbers, rows, h),
    toString: (decimals = 3) => print(units, errors, rows, decimals),
  })
}

/** A copy of a network to calculate on: memory and flow of its own, the same plan. */
class Paper {
  readonly memory: Memory
  readonly #own: Learner
  readonly #transition: Transition
  readonly #sample: Row

  constructor(own: Learner, sample: Row) {
    const { plan, memory } = own.transition
    const { slots } = own.optimizer
    this.#own = own
    this.#sample = sample
    this.memory = new Memory(plan.lanes, plan.targets, plan.layout.parameters, slots.length)
    this.memory.parameters.set(memory.parameters)
    this.memory.slots.forEach((slot, k) => {
      slot.set(memory.slots[k] as Float64Array)
    })
    this.#transition = new Transition(plan, this.memory, own.optimizer)
  }

  /** Runs the row through, there and back; what the update would write stands pending. Gives the loss. */
  update(): number {
    const { values, targets } = this.#transition.prepare(1)
    rowReader(this.#own.transition.plan.graph).readRow(this.#sample, 0, values, targets, 0, 1)
    return this.#transition.learn(this.#own.step + 1, this.#own.hyperparameters)
  }

  close(): void {
    this.#transition.flow.close()
  }
}

function check(
  own: Learner,
  sample: Row,
  numbers: Float64Array,
  rows: readonly TracedParameter[],
  h: number,
): TraceCheck {
  const paper = new Paper(own, sample)
  const { parameters } = paper.memory
  parameters.set(numbers)
  const at = positions(own)
  const lossWith = (index: number, value: number): number => {
    parameters[index] = value
    return paper.update()
  }
  let worst = { parameter: '', worst: 0, parameters: rows.length }
  for (const { parameter, before, gradient } of rows) {
    const index = at.get(parameter) as number
    const quotient = (lossWith(index, before + h) - lossWith(index, before - h)) / (2 * h)
    parameters[index] = before
    const off = Math.abs(gradient - quotient) / Math.max(1, Math.abs(gradient))
    if (!(off <= worst.worst)) worst = { ...worst, parameter, worst: off }
  }
  paper.close()
  return worst
}

/** Where each parameter stands, by its name in the tables. */
function positions({ transition }: Learner): Map<string, number> {
  const { graph, layout } = transition.plan
  const at = new Map<string, number>()
  layout.order.forEach((id, lane) => {
    parameterNames(graph.nodes[id] as GraphNode, graph.kinds).forEach((name, k) => {
      at.set(name, (layout.start[lane] as number) + k)
    })
  })
  return at
}

/** In the order of the parameters: the bias, then the weights in fan-in order. */
function parameterNames(node: GraphNode, kinds: Readonly<Record<string, NodeKind>>): string[] {
  const kind = kinds[node.kind]
  const weights = kind?.weights === null ? [] : node.inputs.map((from) => edgeId(from, node.id))
  return kind?.bias === null ? weights : [`bias ${node.id}`, ...weights]
}

function print(
  units: readonly TracedUnit[],
  errors: readonly TracedError[],
  rows: readonly TracedParameter[],
  decimals: number,
): string {
  const show = (value: number): string => value.toFixed(decimals)
  return [
    'Net input and output of each unit',
    alignColumns(
      ['unit', 'net input', 'output'],
      units.map((u) => [u.node, show(u.netInput), show(u.output)]),
    ),
    'Error of each unit',
    alignColumns(
      ['unit', 'error'],
      errors.map((e) => [e.node, show(e.error)]),
    ),
    'Weights and biases after the update',
    alignColumns(
      ['parameter', 'before', 'gradient', 'after'],
      rows.map((r) => [r.parameter, show(r.before), show(r.gradient), show(r.after)]),
    ),
  ].join('\n')
}
