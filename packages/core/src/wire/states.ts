/** Graphs, plans, states and steps on a wire, and what they refer to. */

import { formOf } from '../door/brand.ts'
import { type Form, flag, list, orNone, orNull, record, shallow, table, text, whole } from '../door/form.ts'
import { isObject, isRecord } from '../door/option.ts'
import type { Definition, Definitions, Reference } from '../graph/contracts/definition.ts'
import { resolve } from '../graph/contracts/table.ts'
import type { Graph } from '../graph/value/graph.ts'
import { isOptimizer } from '../optimize/is-optimizer.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { Optimizers } from '../optimize/optimizers.ts'
import { standardOptimizers } from '../optimize/standard-optimizers.ts'
import type { Fuse } from '../plan/fuse.ts'
import { type Plan, plan } from '../plan/plan.ts'
import type { Quantity } from '../signal.ts'
import { OwnSignal, type Signal } from '../signal.ts'
import { type LearnedNode, learnedNode } from '../state/snapshot.ts'
import { QUANTITIES } from '../step/quantity.ts'
import { type NodeValues, OwnStep, type Step } from '../step/step.ts'
import { shape } from '../text/inspectable.ts'
import { type Here, OwnHere, type Phase } from '../train/here.ts'
import { anything, fits, floats, made, numeric, one, type ToWireOptions, type Wired, wired } from './wired.ts'

/** What a node computed, as it comes by a wire: as `step.node(id)` gives it; null for what a walk has not come to. */
export interface WireNodeValues {
  readonly id: string
  readonly netInput: Signal | null
  readonly activation: Signal | null
  readonly delta: Signal | null
  readonly gradient: Signal | null
  readonly weights: Signal
}

/** A step as it comes by a wire, with the numbers that were sent along. */
export interface WireStep {
  readonly step: number
  readonly epoch: number
  readonly batch: number
  readonly rows: number
  readonly loss: number
  readonly failed: boolean
  /** The scores that training told with it, where it did. */
  readonly validation?: Readonly<Record<string, unknown>> | undefined
  /** By id: those of the nodes that were asked for. */
  readonly nodes: Readonly<Record<string, WireNodeValues>>
  /** By name: the quantities that were asked for, of all nodes, laid out as `step.values` says. */
  readonly values: Readonly<{ readonly [Q in Quantity]?: Float64Array }>
}

/** Where a walk stood, as it comes by a wire. */
export interface WireHere {
  readonly step: number
  readonly phase: Phase
  readonly last: string | null
  readonly fired: number
  readonly loss: number | null
  readonly nodes: Readonly<Record<string, WireNodeValues>>
}

/** A plan on a wire: it is a function of its graph, and made of it again where there are definitions. */
export interface WirePlan {
  readonly graph: unknown
  readonly fuse: Fuse
  /** Of each block, in plan order, what fires in it: the nodes of each part, or the edge of an operator. */
  readonly blocks: readonly { readonly form: string; readonly parts: readonly (readonly string[])[] }[]
}

const signal = made<Signal>(OwnSignal, 'a signal')
const valuesForm = record<WireNodeValues>({
  id: text(),
  netInput: orNull(signal),
  activation: orNull(signal),
  delta: orNull(signal),
  gradient: orNull(signal),
  weights: signal,
})

const nodeForm = record<LearnedNode>({
  id: text(),
  kind: text(),
  bias: orNull(numeric),
  weights: table(numeric),
  parameters: orNone(table(list(numeric))),
})

const stepForm = record<WireStep>({
  step: whole(),
  epoch: whole(),
  batch: whole(),
  rows: whole(1),
  loss: numeric,
  failed: flag,
  validation: orNone(table(shallow<unknown>(32))),
  nodes: table(valuesForm),
  values: record<{ [Q in Quantity]?: Float64Array | undefined }>({
    netInput: orNone(floats),
    activation: orNone(floats),
    delta: orNone(floats),
    gradient: orNone(floats),
    weights: orNone(floats),
  }) as Form<WireStep['values']>,
})

const hereForm = record<WireHere>({
  step: whole(),
  phase: one('start', 'forward', 'loss', 'backward'),
  last: orNull(text()),
  fired: whole(),
  loss: orNull(numeric),
  nodes: table(valuesForm),
})

const planForm = record<WirePlan>({
  graph: (value, at) => (isRecord(value) ? null : { at, wants: 'a graph' }),
  fuse: one<Fuse>('auto', 'never'),
  blocks: list(record({ form: text(), parts: list(list(text())) })),
})

interface WireData {
  readonly fingerprint: string
  readonly rows: number
  readonly inputs: readonly string[]
  readonly targets: readonly string[]
}

const asStep = shape<WireStep>((step) => ({ title: 'Step', value: { ...step } }))
const asHere = shape<WireHere>((here) => ({ title: 'Here', value: { ...here } }))
const asValues = shape<WireNodeValues>()
const asPlan = shape<WirePlan>()
const asData = shape<WireData>()

/** One that was made by the rules, by whatever copy of this package: no record says that of itself. */
export const isGraph = (value: unknown): value is Graph => formOf(value, 'graph') !== undefined

const isPlan = (value: unknown): boolean =>
  isObject(value) && 'fuse' in value && 'layout' in value && isGraph(value.graph)

export const STATES: Readonly<Record<string, Wired>> = {
  plan: wired<Plan, WirePlan>({
    is: isPlan,
    write: ({ graph, fuse, blocks, layout }) => ({
      graph,
      fuse,
      blocks: blocks.map(({ form, parts }) => ({
        form,
        parts: parts.map((part) =>
          part.form === 'through' ? [part.edge] : layout.order.slice(part.firstLane, part.firstLane + part.lanes),
        ),
      })),
    }),
    form: planForm,
    read: ({ graph, fuse, blocks }) => (isGraph(graph) ? plan(graph, fuse) : asPlan({ graph, fuse, blocks })),
  }),
  step: wired<Step, WireStep>({
    is: (value) => value instanceof OwnStep,
    write: (step, options) => ({
      ...step.toJSON(),
      ...(step.validation !== null && { validation: { ...step.validation } }),
      failed: step.failed,
      nodes: nodesOf(step, options),
      values: Object.fromEntries((options.values ?? []).map((what) => [what, step.values(what)])),
    }),
    form: stepForm,
    read: (step) => asStep({ ...step, nodes: Object.freeze(step.nodes), values: Object.freeze(step.values) }),
  }),
  here: wired<Here, WireHere>({
    is: (value) => value instanceof OwnHere,
    write: (here, { nodes = [] }) => {
      const { step, phase, last, fired, loss } = here
      return { step, phase, last, fired, loss, nodes: Object.fromEntries(nodes.map((id) => [id, here.node(id)])) }
    },
    form: hereForm,
    read: (here) => asHere({ ...here, nodes: Object.freeze(here.nodes) }),
  }),
  values: wired<NodeValues, WireNodeValues>({
    // Those of a step are computed when they are read: they are no fields of its own.
    is: (value) => isObject(value) && typeof value.id === 'string' && QUANTITIES.every((what) => what in value),
    write: ({ id, netInput, activation, delta, gradient, weights }) => ({
      id,
      netInput,
      activation,
      delta,
      gradient,
      weights,
    }),
    form: valuesForm,
    read: asValues,
  }),
  node: wired<LearnedNode, LearnedNode>({
    is: fits(nodeForm),
    form: nodeForm,
    read: (node) => learnedNode({ ...node, weights: Object.freeze(node.weights) }),
  }),
  optimizer: wired<Optimizer, { name: string; options: Definition['options'] }>({
    is: isOptimizer,
    write: ({ name, options }) => ({ name, options }),
    form: record({ name: text(), options: table(anything) as Form<Definition['options']> }),
    read: optimizerOf,
  }),
  /** By name: rows cross as rows. */
  data: wired<WireData, WireData>({
    is: (value) => isObject(value) && typeof value.fingerprint === 'string' && typeof value.gather === 'function',
    write: ({ fingerprint, rows, inputs, targets }) => ({ fingerprint, rows, inputs, targets }),
    form: record({ fingerprint: text(), rows: whole(1), inputs: list(text()), targets: list(text()) }),
    read: asData,
  }),
}

function nodesOf(step: Step, { nodes = [] }: ToWireOptions): Record<string, NodeValues> {
  return Object.fromEntries(nodes.map((id) => [id, step.node(id)]))
}

/** From the table, or of this package; what neither knows stays its reference. */
function optimizerOf(
  { name, options }: { name: string; options: Definition['options'] },
  definitions: Definitions | null,
): Optimizer | Reference {
  const named = Object.keys(options).length === 0 ? name : { name, options }
  if (definitions !== null && Object.hasOwn(definitions, name))
    return resolve(named, definitions, 'optimizer') as Optimizer
  return Object.hasOwn(standardOptimizers, name) ? new Optimizers([], standardOptimizers).of(named) : named
}
