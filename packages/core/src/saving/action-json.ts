/** An action as JSON: graphs, optimizers and data by name. */

import type { StepData } from '../data/step-data.ts'
import { constant, type Form, finite, list, orNone, record, table, whole } from '../door/form.ts'
import { type Reference, reference } from '../graph/contracts/definition.ts'
import { referenceForm } from '../graph/contracts/reference-form.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Hyperparameters, Optimizer } from '../optimize/optimizer.ts'
import type { Cursor, Run } from '../state/cursor.ts'
import { cursorForm, hyperparametersForm, printForm, runForm } from '../state/cursor-form.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import type { Action } from '../step/action.ts'
import type { ParameterValues } from '../step/change.ts'

interface BatchJson {
  readonly type: 'batch'
  readonly data: string
  readonly run: Run
  readonly at: Cursor
}
interface RowJson {
  readonly type: 'row'
  readonly at: Cursor
  readonly batch?: { readonly rows: number; readonly from: number } | undefined
}
interface ChangeJson {
  readonly type: 'change'
  /** What was changed was let go before it was saved. */
  readonly gone?: true | undefined
  readonly graph?: string | undefined
  readonly optimizer?: Reference | undefined
  readonly hyperparameters?: Hyperparameters | undefined
  readonly parameters?: ParameterValues | undefined
  readonly data?: string | undefined
}
export type ActionJson = BatchJson | RowJson | ChangeJson

type ChangedValues = ParameterValues[string]
const values: Form<ChangedValues> = record<{
  readonly bias?: number | undefined
  readonly weights?: Readonly<Record<string, number>> | undefined
  readonly parameters?: Readonly<Record<string, readonly number[]>> | undefined
}>({
  bias: orNone(finite),
  weights: orNone(table(finite)),
  parameters: orNone(table(list(finite))),
}) as Form<ChangedValues>

const batchForm = record<{ readonly rows: number; readonly from: number }>({ rows: whole(1), from: whole() })

const forms: Readonly<Record<string, Form<ActionJson>>> = {
  batch: record<BatchJson>({ type: constant('batch'), data: printForm, run: runForm, at: cursorForm }),
  row: record<RowJson>({ type: constant('row'), at: cursorForm, batch: orNone(batchForm) }),
  change: record<ChangeJson>({
    type: constant('change'),
    gone: orNone((value, at) => (value === true ? null : { at, wants: 'true' })),
    graph: orNone(printForm),
    optimizer: orNone(referenceForm),
    hyperparameters: orNone(hyperparametersForm),
    parameters: orNone(table(values)),
    data: orNone(printForm),
  }),
}

export const actionForm: Form<ActionJson> = (value, at) => {
  const { type } = (value ?? {}) as { type?: unknown }
  const form = typeof type === 'string' && Object.hasOwn(forms, type) ? forms[type] : undefined
  return form === undefined ? { at, wants: 'a batch, a row or a change' } : form(value, at)
}

/** What actions refer to, by name. */
export interface Referred {
  graph(print: string): Graph
  data(print: string): StepData
  optimizer(reference: Reference): Optimizer
}

export function actionToJSON(action: Action): ActionJson {
  if (action.type === 'row') return action
  if (action.type === 'batch') {
    return { type: 'batch', data: action.data.fingerprint, run: action.run, at: action.at }
  }
  if (action.change === null) return { type: 'change', gone: true }
  const { graph, optimizer, data, hyperparameters, parameters } = action.change
  return {
    type: 'change',
    ...(graph !== undefined && { graph: graphFingerprint(graph) }),
    ...(optimizer !== undefined && { optimizer: reference(optimizer) }),
    ...(hyperparameters !== undefined && { hyperparameters }),
    ...(parameters !== undefined && { parameters }),
    ...(data !== undefined && { data: data.fingerprint }),
  }
}

/** The action again, of JSON that fits its form. Throws what a reference to what is not there throws. */
export function actionFromJSON(json: ActionJson, referred: Referred): Action {
  if (json.type === 'row') {
    const { at, batch } = json
    return { type: 'row', at, ...(batch !== undefined && { batch }) }
  }
  if (json.type === 'batch') {
    return { type: 'batch', data: referred.data(json.data), run: json.run, at: json.at }
  }
  if (json.gone === true) return { type: 'change', change: null }
  const { graph, optimizer, data, hyperparameters, parameters } = json
  const change = {
    ...(graph !== undefined && { graph: referred.graph(graph) }),
    ...(optimizer !== undefined && { optimizer: referred.optimizer(optimizer) }),
    ...(hyperparameters !== undefined && { hyperparameters }),
    ...(parameters !== undefined && { parameters }),
    ...(data !== undefined && { data: referred.data(data) }),
  }
  return { type: 'change', change }
}
